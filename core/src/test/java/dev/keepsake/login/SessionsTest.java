package dev.keepsake.login;

import static dev.keepsake.login.Gatehouse.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.failure.Failure;
import dev.keepsake.login.Sessions.Opened;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private final Gatehouse house = Gatehouse.inhabited();
    private final Sessions sessions = house.sessions;

    @Test
    void aSessionTellsWhoseItIs() {
        var opened = sessions.open(house.account("ana"), HOME);

        var subject = sessions.subject(opened.token(), Optional.of(opened.csrf()));

        assertThat(subject.identity().email()).isEqualTo("ana@example.org");
        assertThat(Sessions.csrf(opened.token())).isEqualTo(opened.csrf());
    }

    @Test
    void neitherTokenIsStored() {
        var opened = sessions.open(house.account("ana"), HOME);

        assertThat(opened.session().toString()).doesNotContain(opened.token(), opened.csrf());
        assertThat(opened.toString()).doesNotContain(opened.token(), opened.csrf());
    }

    @Test
    void anUnknownTokenOpensNothing() {
        sessions.open(house.account("ana"), HOME);

        refused(null);
        refused("");
        refused("x".repeat(43));
    }

    @Test
    void aRequestThatMayBeForgedIsRefused() {
        var mine = sessions.open(house.account("ana"), HOME);
        var other = sessions.open(house.account("ana"), HOME);

        for (var csrf : new String[] {"", "wrong", other.csrf(), mine.token()}) {
            assertThatExceptionOfType(Failure.Forbidden.class)
                    .isThrownBy(() -> sessions.subject(mine.token(), Optional.of(csrf)));
        }
    }

    @Test
    void aSessionEndsTwelveHoursAfterItsLastUse() {
        var opened = sessions.open(house.account("ana"), HOME);

        house.clock.advance(Duration.ofHours(11));
        sessions.subject(opened.token(), Optional.empty());
        house.clock.advance(Duration.ofHours(11));
        sessions.subject(opened.token(), Optional.empty());
        house.clock.advance(Duration.ofHours(12));

        refused(opened.token());
    }

    @Test
    void aSessionEndsAfterTwoWeeksHoweverMuchItIsUsed() {
        var opened = sessions.open(house.account("ana"), HOME);
        for (var i = 0; i < 14 * 24 - 1; i++) {
            house.clock.advance(Duration.ofHours(1));
            sessions.subject(opened.token(), Optional.empty());
        }

        house.clock.advance(Duration.ofHours(1));

        refused(opened.token());
    }

    @Test
    void anEndedSessionOpensNothingAndLeavesOthersAlone() {
        var first = sessions.open(house.account("ana"), HOME);
        var second = sessions.open(house.account("ana"), HOME);

        sessions.end(house.account("ana").id(), first.session().id());

        refused(first.token());
        assertThat(sessions.of(house.account("ana").id())).containsExactly(second.session());
    }

    @Test
    void nobodyEndsTheSessionOfSomebodyElse() {
        var opened = sessions.open(house.account("ana"), HOME);

        assertThatExceptionOfType(Failure.Missing.class)
                .isThrownBy(() -> sessions.end(house.account("cleo").id(), opened.session().id()));
        assertThat(works(opened)).isTrue();
    }

    @Test
    void theSessionOfADisabledAccountOpensNothing() {
        var opened = sessions.open(house.account("cleo"), HOME);

        house.people.change(house.account("cleo").id(), each -> each.disabled(Gatehouse.NOW));

        refused(opened.token());
    }

    @Test
    void whatHasEndedIsForgottenAndWhatWorksIsNot() {
        var old = sessions.open(house.account("ana"), HOME);
        house.clock.advance(Duration.ofDays(13));
        var fresh = sessions.open(house.account("ana"), HOME);

        assertThat(sessions.expire()).isEqualTo(1);

        refused(old.token());
        assertThat(works(fresh)).isTrue();
    }

    private boolean works(Opened opened) {
        return sessions.subject(opened.token(), Optional.empty()).identity() != null;
    }

    private void refused(@Nullable String token) {
        assertThatExceptionOfType(Failure.Unauthenticated.class)
                .isThrownBy(() -> sessions.subject(token, Optional.empty()));
    }
}
