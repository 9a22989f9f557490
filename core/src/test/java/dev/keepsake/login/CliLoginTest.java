package dev.keepsake.login;

import static dev.keepsake.login.Gatehouse.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Target;
import dev.keepsake.failure.Failure;
import dev.keepsake.login.CliLogin.Answer;
import dev.keepsake.login.CliLogin.Why;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CliLoginTest {

    private final Gatehouse house = Gatehouse.inhabited();

    @Test
    void aCodeOpensTheAccountWithAKeyOfItsOwn() {
        var key = loggedIn("ana@example.org");

        var caller = house.callers.resolve(key.key().text(), Target.NONE);
        assertThat(caller.email()).isEqualTo("ana@example.org");
        assertThat(caller.project()).isEqualTo(house.home("ana").id());
        assertThat(key.key().key().kind()).isEqualTo(ApiKey.Kind.CLI);
        assertThat(key.key().key().label()).isEqualTo("cli login 2026-08-22");
        assertThat(key.email()).isEqualTo("ana@example.org");
    }

    @Test
    void aCodeWorksOnce() {
        var code = sent("ana@example.org");
        house.cli.login("ana@example.org", code, HOME);

        assertThat(house.cli.login("ana@example.org", code, HOME))
                .isEqualTo(refused(Why.WRONG_CODE));
    }

    @Test
    void aCodeWorksForItsAddressOnly() {
        var code = sent("ana@example.org");

        assertThat(house.cli.login("cleo@example.org", code, HOME))
                .isEqualTo(refused(Why.WRONG_CODE));
        assertThat(house.cli.login(" ANA@example.org", " " + code + "\n", HOME))
                .isInstanceOf(Answer.LoggedIn.class);
    }

    @Test
    void aCodeEndsAfterTenMinutes() {
        var code = sent("ana@example.org");

        house.clock.advance(Duration.ofMinutes(10));

        assertThat(house.cli.login("ana@example.org", code, HOME))
                .isEqualTo(refused(Why.WRONG_CODE));
    }

    @Test
    void aNewCodeTakesThePlaceOfTheOldOne() {
        var first = sent("ana@example.org");
        house.clock.advance(Duration.ofMinutes(1));
        var second = sent("ana@example.org");

        if (!first.equals(second)) {
            assertThat(house.cli.login("ana@example.org", first, HOME))
                    .isEqualTo(refused(Why.WRONG_CODE));
        }
        assertThat(house.cli.login("ana@example.org", second, HOME))
                .isInstanceOf(Answer.LoggedIn.class);
    }

    @Test
    void afterFiveWrongTriesEvenTheRightCodeIsRefused() {
        var code = sent("ana@example.org");
        var wrong = code.equals("000000") ? "000001" : "000000";
        for (var i = 0; i < 5; i++) {
            house.cli.login("ana@example.org", wrong, HOME);
        }

        assertThat(house.cli.login("ana@example.org", code, HOME))
                .isEqualTo(refused(Why.TOO_MANY_TRIES));
    }

    @Test
    void oneVisitorTriesTenCodesAMinute() {
        for (var i = 0; i < 10; i++) {
            house.cli.login("person" + i + "@example.org", "123456", HOME);
        }

        assertThatExceptionOfType(Failure.TooMany.class)
                .isThrownBy(() -> house.cli.login("ana@example.org", "123456", HOME));
    }

    @Test
    void anAddressGetsOneCodeAMinuteAndFiveAnHour() {
        for (var i = 0; i < 5; i++) {
            sent("ana@example.org");
            assertThatExceptionOfType(Failure.TooMany.class)
                    .isThrownBy(() -> house.cli.sendCode("ana@example.org", HOME));
            house.clock.advance(Duration.ofMinutes(2));
        }

        assertThatExceptionOfType(Failure.TooMany.class)
                .isThrownBy(() -> house.cli.sendCode("ana@example.org", HOME));
        house.clock.advance(Duration.ofMinutes(51));
        sent("ana@example.org");
    }

    @Test
    void oneVisitorGetsTwentyCodesAnHour() {
        for (var i = 0; i < 20; i++) {
            sent("person" + i + "@example.org");
        }

        assertThatExceptionOfType(Failure.TooMany.class)
                .isThrownBy(() -> house.cli.sendCode("ana@example.org", HOME));
        assertThat(house.cli.sendCode("ana@example.org", new Visitor("192.0.2.9", null))).isTrue();
    }

    @Test
    void anUnknownAddressGetsACodeLikeAnyOther() {
        var code = sent("eve@example.org");

        assertThat(house.cli.login("eve@example.org", code, HOME))
                .isEqualTo(refused(Why.SIGN_UP_CLOSED));
        assertThat(house.accounts.accountByEmail("eve@example.org")).isEmpty();
    }

    @Test
    void withoutMailNoCodeIsMade() {
        house.letters.on = false;

        assertThat(house.cli.sendCode("ana@example.org", HOME)).isFalse();
        assertThat(house.storage.logins().lastCode("ana@example.org")).isEmpty();
    }

    @Test
    void aCodeFromTheDashboardNeedsNoMail() {
        house.letters.on = false;
        var issued = house.profile.loginCode(house.subject("ana").identity());

        assertThat(issued.expiresAt()).isEqualTo(Gatehouse.NOW.plus(Duration.ofMinutes(10)));
        assertThat(house.cli.login("ana@example.org", issued.text(), HOME))
                .isInstanceOf(Answer.LoggedIn.class);
    }

    @Test
    void openSignUpGivesAnAccountWithAPlaceToWork() {
        house.policy = signUp(AuthPolicy.SignUp.OPEN);

        var key = loggedIn("eve@example.org");

        var caller = house.callers.resolve(key.key().text(), Target.NONE);
        assertThat(caller.email()).isEqualTo("eve@example.org");
        assertThat(house.accounts.project(caller.project()).orElseThrow().name())
                .isEqualTo("default-project");
        assertThat(house.account("eve").serverAdmin()).isFalse();
        assertThat(house.account("eve").passwordHash()).isNull();
    }

    @Test
    void signUpByInvitationNeedsOne() {
        house.policy = signUp(AuthPolicy.SignUp.INVITED);
        assertThat(house.cli.login("eve@example.org", sent("eve@example.org"), HOME))
                .isEqualTo(refused(Why.SIGN_UP_CLOSED));
        house.invitations.send(
                house.subject("ana").inOrganization(house.home("ana").organization().toString()),
                Map.of("email", "eve@example.org", "role", "OWNER"));
        house.clock.advance(Duration.ofMinutes(1));

        var key = loggedIn("eve@example.org");

        assertThat(house.callers.resolve(key.key().text(), Target.NONE).project())
                .isEqualTo(house.home("ana").id());
    }

    @Test
    void whoIsInvitedWithoutAnyProjectGetsOneOfTheirOwn() {
        house.policy = signUp(AuthPolicy.SignUp.INVITED);
        house.invitations.send(
                house.subject("ana").inOrganization(house.home("ana").organization().toString()),
                Map.of("email", "eve@example.org", "role", "READER"));

        var key = loggedIn("eve@example.org");

        assertThat(house.callers.resolve(key.key().text(), Target.NONE).organization())
                .isNotEqualTo(house.home("ana").organization());
        assertThat(house.accounts.memberships(house.account("eve").id())).hasSize(2);
    }

    @Test
    void twoPeopleWithTheSameLocalPartGetDifferentUsernames() {
        house.policy = signUp(AuthPolicy.SignUp.OPEN);

        loggedIn("ana@elsewhere.example");

        assertThat(house.accounts.accountByEmail("ana@elsewhere.example").orElseThrow().username())
                .isEqualTo("ana-2");
    }

    @Test
    void aDisabledAccountGetsNoKey() {
        house.people.change(house.account("cleo").id(), each -> each.disabled(Gatehouse.NOW));

        assertThat(house.cli.login("cleo@example.org", sent("cleo@example.org"), HOME))
                .isEqualTo(refused(Why.DISABLED));
    }

    @Test
    void theLeastRecentlyUsedKeyGoesWhenThereAreMoreThanTen() {
        List<ApiKey> made = new ArrayList<>();
        for (var i = 0; i < 10; i++) {
            made.add(loggedIn("ana@example.org").key().key());
            house.clock.advance(Duration.ofHours(1));
        }
        house.accounts.used(made.getFirst().id(), house.clock.instant());

        loggedIn("ana@example.org");

        assertThat(made.stream().filter(each -> isRevoked(each)).toList())
                .containsExactly(made.get(1));
        assertThat(house.accounts.keys(house.account("ana").id()))
                .filteredOn(key -> key.kind() == ApiKey.Kind.STANDARD)
                .noneMatch(ApiKey::isRevoked);
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (var address : List.of("", "ana", "a b@c", "a@b\nBcc: c@d", "@", "x@y@z")) {
            assertThatExceptionOfType(Failure.Invalid.class)
                    .isThrownBy(() -> house.cli.sendCode(address, HOME));
        }
    }

    private boolean isRevoked(ApiKey key) {
        return house.accounts.key(key.id()).orElseThrow().isRevoked();
    }

    private String sent(String email) {
        assertThat(house.cli.sendCode(email, HOME)).isTrue();
        return house.codeFor(email);
    }

    private Answer.LoggedIn loggedIn(String email) {
        return (Answer.LoggedIn) house.cli.login(email, sent(email), HOME);
    }

    private static Answer refused(Why why) {
        return new Answer.Refused(why);
    }

    private static AuthPolicy signUp(AuthPolicy.SignUp signUp) {
        return new AuthPolicy(signUp, false, 5, true);
    }
}
