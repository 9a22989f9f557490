package dev.keepsake.login;

import static dev.keepsake.login.Gatehouse.HOME;
import static dev.keepsake.login.Gatehouse.password;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.account.Role;
import dev.keepsake.failure.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordLoginTest {

    private final Gatehouse house = Gatehouse.inhabited();

    @Test
    void theRightPasswordOpensASession() {
        var opened = house.login.in(" Ana@Example.org ", password("ana"), HOME);

        assertThat(house.sessions.subject(opened.token(), Optional.empty()).identity().email())
                .isEqualTo("ana@example.org");
        assertThat(house.account("ana").lastLoginAt()).isEqualTo(Gatehouse.NOW);
    }

    @ParameterizedTest
    @CsvSource({"ana@example.org, wrong", "nobody@example.org, anything", "ana@example.org, ''"})
    void aWrongPasswordAndAnUnknownEmailAreToldAndTimedAlike(String email, String password) {
        var before = house.hashing.comparisons;

        assertThatExceptionOfType(Failure.Unauthenticated.class)
                .isThrownBy(() -> house.login.in(email, password, HOME))
                .withMessage("Wrong email or password.");

        assertThat(house.hashing.comparisons).isEqualTo(before + 1);
    }

    @Test
    void anAccountWithoutPasswordIsComparedAllTheSame() {
        house.registrar.create(
                new dev.keepsake.account.Registrar.Person("eve@example.org", "Eve", null, false));
        var before = house.hashing.comparisons;

        refused("eve", "anything");

        assertThat(house.hashing.comparisons).isEqualTo(before + 1);
    }

    @Test
    void aDisabledAccountIsToldNothingElse() {
        house.people.change(house.account("cleo").id(), each -> each.disabled(Gatehouse.NOW));

        refused("cleo", password("cleo"));
    }

    @Test
    void fiveFailuresAreFollowedByAPauseEvenForTheRightPassword() {
        for (var i = 0; i < 5; i++) {
            refused("ana", "wrong");
        }

        assertThatExceptionOfType(Failure.TooMany.class)
                .isThrownBy(() ->
                        house.login.in("ana@example.org", password("ana"), elsewhere("192.0.2.9")))
                .satisfies(failure ->
                        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMinutes(15)));
        house.clock.advance(Duration.ofMinutes(15));
        assertThat(house.login.in("ana@example.org", password("ana"), HOME)).isNotNull();
    }

    @Test
    void aRightPasswordMakesFailuresForgotten() {
        for (var i = 0; i < 12; i++) {
            for (var failure = 0; failure < 4; failure++) {
                refused("ana", "wrong");
            }
            house.login.in("ana@example.org", password("ana"), elsewhere("198.51.100." + i));
            house.clock.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void oneVisitorTriesTenTimesAMinuteWhateverTheAccount() {
        for (var i = 0; i < 10; i++) {
            refused("person" + i, "wrong");
        }

        assertThatExceptionOfType(Failure.TooMany.class)
                .isThrownBy(() -> house.login.in("ana@example.org", password("ana"), HOME));
        assertThat(house.login.in("ana@example.org", password("ana"), elsewhere("192.0.2.9")))
                .isNotNull();
    }

    @Test
    void anOldHashIsReplaced() {
        house.hashing.scheme = "better:";

        house.login.in("ana@example.org", password("ana"), HOME);

        assertThat(house.account("ana").passwordHash()).isEqualTo("better:" + password("ana"));
    }

    @Test
    void anEndlessPasswordIsWrong() {
        refused("ana", password("ana") + "x".repeat(1_000_000));
    }

    @Test
    void theFirstLoginMakesAMemberWhereTheAddressIsInvited() {
        house.invitations.send(
                house.subject("ana").inOrganization(house.home("ana").organization().toString()),
                Map.of("email", "eve@example.org", "role", "READER"));
        house.registrar.settle(
                new dev.keepsake.account.Registrar.Person(
                        "eve@example.org", "Eve", house.hashing.hash(password("eve")), false),
                new dev.keepsake.account.Registrar.Home("Eden", "garden", "default", null),
                dev.keepsake.account.ApiKey.Kind.STANDARD);

        house.login.in("eve@example.org", password("eve"), HOME);

        assertThat(house.accounts.memberships(house.account("eve").id()))
                .anyMatch(each ->
                        each.organization().equals(house.home("ana").organization())
                                && each.role() == Role.READER);
    }

    @Test
    void aLaterChangeOfAddressAcceptsNoInvitation() {
        house.letters.on = false;
        house.login.in("cleo@example.org", password("cleo"), HOME);
        house.invitations.send(
                house.subject("ana").inOrganization(house.home("ana").organization().toString()),
                Map.of("email", "boss@example.org", "role", "OWNER"));
        house.profile.changeEmail(house.subject("cleo").identity(), "boss@example.org", null, HOME);

        house.login.in("boss@example.org", password("cleo"), HOME);

        assertThat(house.accounts.memberships(house.account("boss").id()))
                .noneMatch(each -> each.organization().equals(house.home("ana").organization()));
    }

    private void refused(String name, String password) {
        assertThatExceptionOfType(Failure.Unauthenticated.class)
                .isThrownBy(() -> house.login.in(name + "@example.org", password, HOME));
    }

    private static Visitor elsewhere(String address) {
        return new Visitor(address, null);
    }
}
