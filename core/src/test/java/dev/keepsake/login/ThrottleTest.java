package dev.keepsake.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.engine.MovableClock;
import dev.keepsake.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottleTest {

    private final MovableClock clock = new MovableClock(Instant.parse("2026-08-22T23:50:00Z"));

    @Test
    void oneTryTooManyIsFollowedByAPause() {
        var throttle = Throttle.pausing(2, Duration.ofMinutes(15), clock);
        throttle.admit("ana");
        clock.advance(Duration.ofMinutes(10));
        throttle.admit("ana");

        refused(throttle, "ana", Duration.ofMinutes(15));
        clock.advance(Duration.ofMinutes(14));
        refused(throttle, "ana", Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(1));

        assertThatCode(() -> throttle.admit("ana")).doesNotThrowAnyException();
    }

    @Test
    void triesLongAgoDoNotCount() {
        var throttle = Throttle.pausing(2, Duration.ofMinutes(1), clock);
        for (var i = 0; i < 10; i++) {
            throttle.admit("ana");
            clock.advance(Duration.ofMinutes(1));
        }

        assertThatCode(() -> throttle.admit("ana")).doesNotThrowAnyException();
    }

    @Test
    void everyNameIsCountedByItself() {
        var throttle = Throttle.pausing(1, Duration.ofMinutes(1), clock);
        throttle.admit("ana");

        assertThatCode(() -> throttle.admit("ben")).doesNotThrowAnyException();
    }

    @Test
    void whatIsForgottenBeginsAnew() {
        var throttle = Throttle.pausing(1, Duration.ofMinutes(1), clock);
        throttle.admit("ana");
        throttle.forget("ana");

        assertThatCode(() -> throttle.admit("ana")).doesNotThrowAnyException();
    }

    @Test
    void aDailyLimitEndsWithTheDay() {
        var throttle = Throttle.daily(() -> 1, clock);
        throttle.admit("ana");

        refused(throttle, "ana", Duration.ofMinutes(10));
        clock.advance(Duration.ofMinutes(10));

        assertThatCode(() -> throttle.admit("ana")).doesNotThrowAnyException();
    }

    @Test
    void manyNamesPushOutTheOldestOnly() {
        var throttle = Throttle.pausing(1, Duration.ofMinutes(1), clock);
        throttle.admit("first");
        for (var i = 0; i < 10_000; i++) {
            throttle.admit("name " + i);
        }

        assertThatCode(() -> throttle.admit("first")).doesNotThrowAnyException();
        refused(throttle, "name 9999", Duration.ofMinutes(1));
    }

    private static void refused(Throttle throttle, String name, Duration wait) {
        assertThatExceptionOfType(Failure.TooMany.class)
                .isThrownBy(() -> throttle.admit(name))
                .satisfies(failure -> assertThat(failure.retryAfter()).isEqualTo(wait));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:aaaa::1, 2001:db8:1:2::/64",
        "2001:db8:1:2:bbbb:cccc:dddd:1%eth0, 2001:db8:1:2::/64",
        "2001:db8::1, 2001:db8::/64",
        "::1, :/64",
        "::ffff:192.0.2.7, ::ffff:192.0.2.7"
    })
    void everybodyInOneNetworkIsOneVisitor(String address, String network) {
        assertThat(new Visitor(address, null).network()).isEqualTo(network);
    }

    @Test
    void aLongUserAgentIsCut() {
        assertThat(new Visitor("192.0.2.7", "x".repeat(5000)).userAgent()).hasSize(255);
    }
}
