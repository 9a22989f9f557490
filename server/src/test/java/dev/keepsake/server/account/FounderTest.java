package dev.keepsake.server.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.account.Callers;
import dev.keepsake.account.Keys;
import dev.keepsake.account.Permission;
import dev.keepsake.account.Target;
import dev.keepsake.failure.Failure;
import dev.keepsake.server.account.Founder.Founded;
import dev.keepsake.server.config.BootstrapConfig;
import dev.keepsake.server.config.Secret;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.InMemoryStorage;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class FounderTest {

    private static final BootstrapConfig NOTHING_GIVEN =
            new BootstrapConfig("ana@example.org", null, null, "Ana", "acme", "chat", true);

    private final Accounts accounts = new InMemoryStorage(Clock.systemUTC()).accounts();
    private final Keys keys = new Keys("a pepper of 16 b".getBytes(UTF_8));
    private final Passwords passwords = new Passwords();
    private final Founder founder = new Founder(accounts, keys, passwords, Clock.systemUTC());

    @Test
    void theNewKeyOpensTheNewProjectAsItsOwner() {
        var founded = founder.found(NOTHING_GIVEN);

        var caller =
                new Callers(accounts, keys, Clock.systemUTC())
                        .resolve(founded.key().value(), Target.NONE);

        assertThat(caller.project()).isEqualTo(founded.project());
        assertThat(caller.organization()).isEqualTo(founded.organization());
        assertThat(caller.email()).isEqualTo("ana@example.org");
        assertThat(caller.may(Permission.MANAGE_PROJECT)).isTrue();
    }

    @Test
    void namesAreThoseGiven() {
        var founded = founder.found(NOTHING_GIVEN);

        var account = accounts.accountByEmail("ana@example.org").orElseThrow();
        assertThat(account.username()).isEqualTo("ana");
        assertThat(account.name()).isEqualTo("Ana");
        assertThat(account.serverAdmin()).isTrue();
        assertThat(accounts.organization(founded.organization()).orElseThrow().name())
                .isEqualTo("acme");
        assertThat(accounts.project(founded.project()).orElseThrow().name()).isEqualTo("chat");
        assertThat(accounts.project(founded.project()).orElseThrow().isDefault()).isTrue();
    }

    @Test
    void aPasswordIsMadeWhenNoneIsGiven() {
        var founded = founder.found(NOTHING_GIVEN);

        assertThat(founded.password()).isNotNull();
        assertThat(fits(founded.password().value())).isTrue();
    }

    @Test
    void passwordAndKeyAreTakenWhenGiven() {
        var key = keys.mint();

        var founded = founder.found(given("correct horse", key));

        assertThat(founded)
                .isEqualTo(
                        new Founded(
                                "ana@example.org",
                                null,
                                new Secret(key),
                                false,
                                founded.organization(),
                                founded.project()));
        assertThat(fits("correct horse")).isTrue();
        assertThat(accounts.key(keys.hash(key))).isPresent();
    }

    @Test
    void anInstallationIsFoundedOnce() {
        assertThat(founder.foundIfEmpty(NOTHING_GIVEN)).isPresent();

        assertThat(founder.foundIfEmpty(NOTHING_GIVEN)).isEmpty();
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> founder.found(NOTHING_GIVEN));
    }

    @Test
    void oneMoreKeyOpensTheSameProjectBesideTheFirst() {
        var founded = founder.found(NOTHING_GIVEN);

        var second = founder.createKey("ana@example.org", "laptop");

        var callers = new Callers(accounts, keys, Clock.systemUTC());
        assertThat(callers.resolve(second.value(), Target.NONE).project())
                .isEqualTo(founded.project());
        assertThat(callers.resolve(founded.key().value(), Target.NONE).project())
                .isEqualTo(founded.project());
        assertThat(accounts.key(keys.hash(second.value())).orElseThrow().label())
                .isEqualTo("laptop");
    }

    @Test
    void nobodyGetsAKeyForAnAccountThatDoesNotExist() {
        founder.found(NOTHING_GIVEN);

        assertThatExceptionOfType(Failure.Missing.class)
                .isThrownBy(() -> founder.createKey("bo@example.org", "laptop"))
                .withMessage("no account has the email bo@example.org");
    }

    private static BootstrapConfig given(String password, String key) {
        return new BootstrapConfig(
                "ana@example.org",
                new Secret(password),
                new Secret(key),
                "Ana",
                "acme",
                "chat",
                true);
    }

    private boolean fits(String password) {
        var hash = accounts.accountByEmail("ana@example.org").orElseThrow().passwordHash();
        return hash != null && passwords.verify(password, hash);
    }
}
