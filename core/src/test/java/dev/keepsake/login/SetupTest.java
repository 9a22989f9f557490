package dev.keepsake.login;

import static dev.keepsake.login.Gatehouse.HOME;
import static dev.keepsake.login.Gatehouse.password;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.account.Target;
import dev.keepsake.failure.Failure;
import org.junit.jupiter.api.Test;

class SetupTest {

    private static final Setup.Wish WISH =
            new Setup.Wish("Ana", "Ana@Example.org", password("ana"), "Harbor", "main");

    private final Gatehouse house = new Gatehouse();

    @Test
    void theFirstAccountAdministersTheServerAndHasAKey() {
        assertThat(house.setup.isNeeded()).isTrue();

        var settled = house.setup.run(house.setup.token(), WISH, HOME);

        assertThat(house.setup.isNeeded()).isFalse();
        assertThat(house.account("ana").serverAdmin()).isTrue();
        assertThat(house.callers.resolve(settled.keyText(), Target.NONE).email())
                .isEqualTo("ana@example.org");
        assertThat(house.login.in("ana@example.org", password("ana"), HOME)).isNotNull();
    }

    @Test
    void aStrangerWithoutTheTokenCannotTakeTheServer() {
        for (var token : new String[] {"", "x", house.setup.token() + "x"}) {
            assertThatExceptionOfType(Failure.Forbidden.class)
                    .isThrownBy(() -> house.setup.run(token, WISH, HOME));
        }
        assertThat(house.setup.isNeeded()).isTrue();
    }

    @Test
    void aServerIsSetUpOnce() {
        house.setup.run(house.setup.token(), WISH, HOME);

        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> house.setup.run(house.setup.token(), WISH, HOME));
    }

    @Test
    void anAgentsAccountDoesNotCountAsSetUp() {
        house.policy = new AuthPolicy(AuthPolicy.SignUp.CLOSED, true, 5, true);
        house.agents.signUp(null, null, HOME);

        house.setup.run(house.setup.token(), WISH, HOME);

        assertThat(house.account("ana").serverAdmin()).isTrue();
    }

    @Test
    void oneVisitorGuessesFiveTimesAMinute() {
        for (var i = 0; i < 5; i++) {
            assertThatExceptionOfType(Failure.Forbidden.class)
                    .isThrownBy(() -> house.setup.run("wrong", WISH, HOME));
        }

        assertThatExceptionOfType(Failure.TooMany.class)
                .isThrownBy(() -> house.setup.run(house.setup.token(), WISH, HOME));
    }

    @Test
    void aWishThatBreaksARuleLeavesTheServerAsItWas() {
        var shortPassword = new Setup.Wish("Ana", "ana@example.org", "short", "Harbor", "main");
        var noAddress = new Setup.Wish("Ana", "ana", password("ana"), "Harbor", "main");
        var longName =
                new Setup.Wish("x".repeat(256), "ana@example.org", password("ana"), "H", "m");

        for (var wish : new Setup.Wish[] {shortPassword, noAddress, longName}) {
            assertThatExceptionOfType(Failure.Invalid.class)
                    .isThrownBy(() -> house.setup.run(house.setup.token(), wish, HOME))
                    .withMessageNotContaining(wish.password());
        }
        assertThat(house.setup.isNeeded()).isTrue();
    }
}
