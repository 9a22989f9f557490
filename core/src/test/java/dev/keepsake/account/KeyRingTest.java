package dev.keepsake.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.account.KeyRing.Wish;
import dev.keepsake.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {

    private final Town town = new Town();
    private final KeyRing ring =
            new KeyRing(
                    town.accounts,
                    town.keys,
                    new People(town.accounts, town.callers),
                    new AuditTrail(town.storage.audit(), town.clock),
                    town.clock);

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void aNewKeyOpensTheProjectThatItIsBoundTo() {
        var minted = ring.create(town.subject(town.ana), wish("laptop", town.side));

        assertThat(town.callers.resolve(minted.text(), Target.NONE).project())
                .isEqualTo(town.side.id());
        assertThat(minted.key().prefix()).isEqualTo(minted.text().substring(0, 8));
        assertThat(minted.text()).endsWith(minted.key().last4());
        assertThat(minted.toString()).doesNotContain(minted.text());
        assertThat(town.audited(town.harbor)).contains("key.create");
    }

    @Test
    void nobodyBindsAKeyToAProjectThatTheyCannotEnter() {
        for (var project : new String[] {town.shore.id().toString(), "nonsense"}) {
            assertThatExceptionOfType(Failure.Missing.class)
                    .isThrownBy(() ->
                            ring.create(
                                    town.subject(town.ana),
                                    new Wish("x", project, null, null, null)));
        }
        assertThatExceptionOfType(Failure.Missing.class)
                .isThrownBy(() -> ring.create(town.subject(town.ben), wish("x", town.side)));
    }

    @Test
    void aRestrictedKeyReachesNothingElse() {
        var minted =
                ring.create(
                        town.subject(town.ana),
                        new Wish("x", town.side.id().toString(), true, Access.READ, null));

        var elsewhere = new Target(null, town.main.id().toString(), null, null);
        assertThatExceptionOfType(Failure.Forbidden.class)
                .isThrownBy(() -> town.callers.resolve(minted.text(), elsewhere));
        var caller = town.callers.resolve(minted.text(), Target.NONE);
        assertThat(caller.may(Permission.READ_DATA)).isTrue();
        assertThat(caller.may(Permission.WRITE_DATA)).isFalse();
    }

    @Test
    void aKeyEndsWhenItsTimeIsOver() {
        var end = Town.NOW.plus(Duration.ofHours(1));
        var minted =
                ring.create(
                        town.subject(town.ana),
                        new Wish("x", town.main.id().toString(), null, null, Optional.of(end)));
        assertThat(town.callers.subject(minted.text())).isNotNull();

        town.clock.advance(Duration.ofHours(1));

        refused(minted.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void aLabelIsNeeded(String label) {
        invalid(() -> ring.create(town.subject(town.ana), wish(label, town.main)));
        invalid(() -> ring.create(town.subject(town.ana), wish(null, town.main)));
        invalid(() -> ring.create(town.subject(town.ana), wish("x".repeat(256), town.main)));
    }

    @Test
    void anEndInThePastIsRefused() {
        for (var end : new Instant[] {Town.NOW, Instant.EPOCH}) {
            invalid(() ->
                    ring.create(
                            town.subject(town.ana),
                            new Wish(
                                    "x", town.main.id().toString(), null, null, Optional.of(end))));
        }
    }

    @Test
    void aRevokedKeyOpensNothingAtOnce() {
        var minted = ring.create(town.subject(town.ana), wish("laptop", town.main));
        town.callers.subject(minted.text());

        ring.revoke(town.subject(town.ana), minted.key().id());

        refused(minted.text());
        invalid(() -> ring.revoke(town.subject(town.ana), minted.key().id()));
        invalid(() -> ring.change(town.subject(town.ana), minted.key().id(), label("x")));
        invalid(() -> ring.rotate(town.subject(town.ana), minted.key().id(), Duration.ZERO));
    }

    @Test
    void aRotatedKeyWorksUntilTheGraceIsOver() {
        var old =
                ring.create(
                        town.subject(town.ana),
                        new Wish("x", town.side.id().toString(), true, Access.WRITE, null));

        var fresh = ring.rotate(town.subject(town.ana), old.key().id(), Duration.ofMinutes(10));

        assertThat(fresh.key().label()).isEqualTo("x");
        assertThat(fresh.key().project()).isEqualTo(town.side.id());
        assertThat(fresh.key().restricted()).isTrue();
        assertThat(fresh.key().access()).isEqualTo(Access.WRITE);
        assertThat(town.accounts.key(old.key().id()).orElseThrow().replacedBy())
                .isEqualTo(fresh.key().id());
        assertThat(town.callers.subject(old.text())).isNotNull();
        town.clock.advance(Duration.ofMinutes(10));
        refused(old.text());
        assertThat(town.callers.subject(fresh.text())).isNotNull();
    }

    @Test
    void aRotatedKeyIsNotRotatedOrProlongedAgain() {
        var old = ring.create(town.subject(town.ana), wish("x", town.main));
        ring.rotate(town.subject(town.ana), old.key().id(), Duration.ofDays(1));

        invalid(() -> ring.rotate(town.subject(town.ana), old.key().id(), Duration.ofDays(1)));
        invalid(() ->
                ring.change(
                        town.subject(town.ana),
                        old.key().id(),
                        new Wish(null, null, null, null, Optional.empty())));
    }

    @Test
    void withoutGraceTheOldKeyEndsAtOnce() {
        var old = ring.create(town.subject(town.ana), wish("x", town.main));
        town.callers.subject(old.text());

        ring.rotate(town.subject(town.ana), old.key().id(), Duration.ZERO);

        refused(old.text());
    }

    @Test
    void theGraceHasBounds() {
        var old = ring.create(town.subject(town.ana), wish("x", town.main));

        for (var grace :
                new Duration[] {Duration.ofSeconds(-1), Duration.ofDays(7).plusSeconds(1)}) {
            invalid(() -> ring.rotate(town.subject(town.ana), old.key().id(), grace));
        }
    }

    @Test
    void whatIsNotNamedStaysAndNullExpiryMeansNever() {
        var end = Town.NOW.plus(Duration.ofHours(1));
        var minted =
                ring.create(
                        town.subject(town.ana),
                        new Wish(
                                "x",
                                town.main.id().toString(),
                                true,
                                Access.READ,
                                Optional.of(end)));

        var renamed = ring.change(town.subject(town.ana), minted.key().id(), label("y"));
        assertThat(renamed.label()).isEqualTo("y");
        assertThat(renamed.restricted()).isTrue();
        assertThat(renamed.access()).isEqualTo(Access.READ);
        assertThat(renamed.expiresAt()).isEqualTo(end);

        var changed =
                ring.change(
                        town.subject(town.ana),
                        minted.key().id(),
                        new Wish(
                                null,
                                town.side.id().toString(),
                                false,
                                Access.ADMIN,
                                Optional.empty()));
        assertThat(changed.label()).isEqualTo("y");
        assertThat(changed.project()).isEqualTo(town.side.id());
        assertThat(changed.expiresAt()).isNull();
        assertThat(town.callers.resolve(minted.text(), Target.NONE).project())
                .isEqualTo(town.side.id());
    }

    @Test
    void keysOfOthersAreSeenAndRevokedByOwnersButNotChanged() {
        var bens = town.accounts.keys(town.ben.id()).getFirst();
        var ana = town.subject(town.ana);

        assertThat(ring.list(ana, Optional.empty(), false)).doesNotContain(bens);
        assertThat(ring.list(ana, Optional.empty(), true)).contains(bens);
        missing(() -> ring.change(ana, bens.id(), label("x")));
        missing(() -> ring.rotate(ana, bens.id(), Duration.ZERO));
        ring.revoke(ana, bens.id());
        refused(town.keyOf(town.ben));
    }

    @Test
    void nobodyElseSeesOrRevokesThem() {
        var anas = town.accounts.keys(town.ana.id()).getFirst();

        missing(() -> ring.revoke(town.subject(town.ben), anas.id()));
        missing(() -> ring.revoke(town.subject(town.cleo), anas.id()));
        missing(() -> ring.revoke(town.subject(town.cleo), KeyId.random()));
        assertThat(ring.list(town.subject(town.cleo), Optional.empty(), true)).doesNotContain(anas);
        assertThatExceptionOfType(Failure.Forbidden.class)
                .isThrownBy(() -> ring.list(town.subject(town.ben), Optional.empty(), true));
    }

    @Test
    void keysAreListedByProject() {
        var side = ring.create(town.subject(town.ana), wish("x", town.side));

        assertThat(ring.list(town.subject(town.ana), Optional.of(town.side.id()), false))
                .containsExactly(side.key());
    }

    @ParameterizedTest
    @CsvSource({
        "Claude-Code, claude-code",
        "'My Agent/1.0 (beta)', myagent/1.0beta",
        "ÄGENT, gent",
        "abcdefghijklmnopqrstuvwxyz0123456789, abcdefghijklmnopqrstuvwxyz012345"
    })
    void aCallerIsNamedInPlainLetters(String said, String name) {
        var key = town.accounts.keys(town.ana.id()).getFirst().id();

        ring.identify(key, AgentCaller.of(said));
        ring.identify(key, AgentCaller.of(said));

        assertThat(town.accounts.key(key).orElseThrow().agentCaller()).isEqualTo(name);
    }

    @Test
    void aCallerWithoutAnyPlainLetterIsRefused() {
        invalid(() -> AgentCaller.of("§ ä"));
    }

    private static Wish wish(@Nullable String label, Project project) {
        return new Wish(label, project.id().toString(), null, null, null);
    }

    private static Wish label(String label) {
        return new Wish(label, null, null, null, null);
    }

    private void refused(String key) {
        assertThatExceptionOfType(Failure.Unauthenticated.class)
                .isThrownBy(() -> town.callers.subject(key));
    }

    private static void invalid(Runnable deed) {
        assertThatExceptionOfType(Failure.Invalid.class).isThrownBy(deed::run);
    }

    private static void missing(Runnable deed) {
        assertThatExceptionOfType(Failure.Missing.class).isThrownBy(deed::run);
    }
}
