package dev.keepsake.login;

import static dev.keepsake.login.Gatehouse.HOME;
import static dev.keepsake.login.Gatehouse.password;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.account.Identity;
import dev.keepsake.account.Registrar.Person;
import dev.keepsake.failure.Failure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileTest {

    private static final String NEW = "a new password, longer";

    private final Gatehouse house = Gatehouse.inhabited();

    @Test
    void aNewPasswordEndsAllOtherSessions() {
        var kept = house.sessions.open(house.account("ana"), HOME);
        house.sessions.open(house.account("ana"), HOME);
        var cleos = house.sessions.open(house.account("cleo"), HOME);

        house.profile.changePassword(ana(), password("ana"), NEW, Optional.of(kept.session().id()));

        assertThat(house.sessions.of(house.account("ana").id())).containsExactly(kept.session());
        assertThat(house.sessions.of(house.account("cleo").id())).containsExactly(cleos.session());
        assertThat(house.login.in("ana@example.org", NEW, HOME)).isNotNull();
    }

    @Test
    void theCurrentPasswordMustBeRightAndGuessesAreCounted() {
        var ana = ana();
        for (var i = 0; i < 5; i++) {
            assertThatExceptionOfType(Failure.Forbidden.class)
                    .isThrownBy(() ->
                            house.profile.changePassword(ana, "wrong", NEW, Optional.empty()));
        }

        assertThatExceptionOfType(Failure.TooMany.class)
                .isThrownBy(() ->
                        house.profile.changePassword(ana, password("ana"), NEW, Optional.empty()));
    }

    @Test
    void aPasswordThatBreaksItsRuleIsNotShown() {
        for (var bad : new String[] {"eleven char", "x".repeat(129), ""}) {
            assertThatExceptionOfType(Failure.Invalid.class)
                    .isThrownBy(() ->
                            house.profile.changePassword(
                                    ana(), password("ana"), bad, Optional.empty()))
                    .withMessage("password: must have 12 to 128 characters");
        }
        assertThat(new Password("correct horse battery").toString()).doesNotContain("horse");
    }

    @Test
    void emojiCountAsOneCharacterEach() {
        assertThatCode(() -> new Password("🐴".repeat(12))).doesNotThrowAnyException();
        assertThatCode(() -> new Password("🐴".repeat(128))).doesNotThrowAnyException();
    }

    @Test
    void withMailANewAddressMustBeProven() {
        var ana = ana();
        assertThat(house.profile.changeEmail(ana, "Ana@Elsewhere.example", null, HOME)).isFalse();
        assertThat(house.account("ana")).isNotNull();
        var code = house.codeFor("ana@elsewhere.example");

        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() ->
                        house.profile.changeEmail(ana, "other@elsewhere.example", code, HOME));
        assertThat(house.profile.changeEmail(ana, "ana@elsewhere.example", code, HOME)).isTrue();

        assertThat(house.accounts.accountByEmail("ana@elsewhere.example")).isPresent();
        assertThat(house.accounts.accountByEmail("ana@example.org")).isEmpty();
    }

    @Test
    void aCodeForAnotherPurposeProvesNothing() {
        house.cli.sendCode("ana@elsewhere.example", HOME);
        var code = house.codeFor("ana@elsewhere.example");

        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() ->
                        house.profile.changeEmail(ana(), "ana@elsewhere.example", code, HOME));
    }

    @Test
    void withoutMailANewAddressIsTaken() {
        house.letters.on = false;

        assertThat(house.profile.changeEmail(ana(), "ana@elsewhere.example", null, HOME)).isTrue();
    }

    @Test
    void theAddressOfSomebodyElseIsRefused() {
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> house.profile.changeEmail(ana(), "CLEO@example.org", null, HOME));
    }

    @Test
    void aForgottenPasswordIsReplacedByLetter() {
        var session = house.sessions.open(house.account("ana"), HOME);
        house.reset.ask("Ana@example.org", "https://memory.example.org", HOME);
        var token = token();

        house.reset.confirm(token, NEW, HOME);

        assertThat(house.login.in("ana@example.org", NEW, HOME)).isNotNull();
        assertThatExceptionOfType(Failure.Unauthenticated.class)
                .isThrownBy(() -> house.sessions.subject(session.token(), Optional.empty()));
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> house.reset.confirm(token, NEW, HOME));
    }

    @Test
    void aResetLetsInWhoGuessedTooOften() {
        for (var i = 0; i < 5; i++) {
            assertThatExceptionOfType(Failure.Unauthenticated.class)
                    .isThrownBy(() -> house.login.in("ana@example.org", "wrong", HOME));
        }
        house.reset.ask("ana@example.org", "https://memory.example.org", HOME);

        house.reset.confirm(token(), NEW, HOME);

        assertThat(house.login.in("ana@example.org", NEW, HOME)).isNotNull();
    }

    @Test
    void noLetterGoesToAnUnknownAddress() {
        house.reset.ask("nobody@example.org", "https://memory.example.org", HOME);

        assertThat(house.letters.sent).isEmpty();
    }

    @Test
    void aLinkIsOnlySentWhenTheOperatorSaysWhereTheServerIs() {
        house.reset.ask("ana@example.org", null, HOME);

        assertThat(house.letters.sent.getLast().text()).doesNotContain("http");
    }

    @Test
    void aResetTokenEndsAfterHalfAnHour() {
        house.reset.ask("ana@example.org", "https://memory.example.org", HOME);
        var token = token();
        house.clock.advance(Duration.ofMinutes(30));

        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> house.reset.confirm(token, NEW, HOME));
    }

    @Test
    void whatIsNoTokenIsRefused() {
        for (var token : new String[] {"", ".", "x", "x.y", "####.123456", "YW5h.", "é.é"}) {
            assertThatExceptionOfType(Failure.Invalid.class)
                    .isThrownBy(() -> house.reset.confirm(token, NEW, HOME));
        }
    }

    @Test
    void anInvitationIsAcceptedWithANewAccount() {
        var sent = invite("eve@example.org");

        var opened = house.welcome.accept(sent, "Eve", password("eve"), HOME);

        assertThat(opened.session().account()).isEqualTo(house.account("eve").id());
        assertThat(house.accounts.memberships(house.account("eve").id())).hasSize(1);
        assertThatExceptionOfType(Failure.Missing.class)
                .isThrownBy(() -> house.welcome.accept(sent, "Eve", password("eve"), HOME));
    }

    @Test
    void aLinkAloneOpensNoAccountThatExists() {
        var sent = invite("eve@example.org");
        house.registrar.giveHome(
                house.registrar.create(
                        new Person(
                                "eve@example.org",
                                "Eve",
                                house.hashing.hash(password("eve")),
                                false)));

        assertThatExceptionOfType(Failure.Unauthenticated.class)
                .isThrownBy(() -> house.welcome.accept(sent, "Eve", "my own password", HOME));
        var opened = house.welcome.accept(sent, "", password("eve"), HOME);

        assertThat(opened.session().account()).isEqualTo(house.account("eve").id());
        assertThat(house.accounts.memberships(house.account("eve").id())).hasSize(2);
    }

    @Test
    void anOldInvitationIsGone() {
        var sent = invite("eve@example.org");
        house.clock.advance(Duration.ofDays(7));

        assertThatExceptionOfType(Failure.Missing.class)
                .isThrownBy(() -> house.welcome.accept(sent, "Eve", password("eve"), HOME));
    }

    private String invite(String email) {
        return house.invitations
                .send(
                        house.subject("ana")
                                .inOrganization(house.home("ana").organization().toString()),
                        java.util.Map.of("email", email, "role", "READER"))
                .token();
    }

    private String token() {
        var text = house.letters.sent.getLast().text();
        var link = "https://memory.example.org/console/reset?token=";
        return text.substring(text.indexOf(link) + link.length()).lines().findFirst().orElseThrow();
    }

    private Identity ana() {
        return house.subject("ana").identity();
    }
}
