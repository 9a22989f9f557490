package dev.keepsake.login;

import dev.keepsake.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.function.IntSupplier;

/// Lets somebody try a number of times, then not before a time has passed. Counts in this process,
/// for at most [#MOST_COUNTED] names; whoever has been quiet longest is forgotten first. Safe for
/// many threads.
final class Throttle {

    private static final int MOST_COUNTED = 10_000;

    private final IntSupplier most;
    private final Duration span;
    private final boolean daily;
    private final InstantSource clock;
    private final LinkedHashMap<String, Tally> tallies = new LinkedHashMap<>(16, 0.75f, true);

    private record Tally(Instant since, int tries) {}

    private Throttle(IntSupplier most, Duration span, boolean daily, InstantSource clock) {
        this.most = most;
        this.span = span;
        this.daily = daily;
        this.clock = clock;
    }

    /// After `most` tries within `span` there is a pause of `span`.
    static Throttle pausing(int most, Duration span, InstantSource clock) {
        return new Throttle(() -> most, span, false, clock);
    }

    /// `most` tries in a day of UTC.
    static Throttle daily(IntSupplier most, InstantSource clock) {
        return new Throttle(most, Duration.ofDays(1), true, clock);
    }

    /// Counts a try. It is counted before its outcome is known, so that many at once are no way
    /// around; a good outcome is followed by [#forget].
    ///
    /// @throws Failure.TooMany when it is one too many
    synchronized void admit(String name) {
        var now = clock.instant();
        var tally = tallies.get(name);
        if (tally == null || !now.isBefore(tally.since.plus(span))) {
            tally = new Tally(daily ? startOfDay(now) : now, 0);
        }
        if (tally.tries >= most.getAsInt()) {
            throw new Failure.TooMany(
                    "Too many attempts. Try again later.",
                    Duration.between(now, tally.since.plus(span)));
        }
        var tries = tally.tries + 1;
        var pauseBegins = !daily && tries >= most.getAsInt();
        tallies.put(name, new Tally(pauseBegins ? now : tally.since, tries));
        if (tallies.size() > MOST_COUNTED) {
            tallies.pollFirstEntry();
        }
    }

    synchronized void forget(String name) {
        tallies.remove(name);
    }

    private static Instant startOfDay(Instant now) {
        return now.truncatedTo(ChronoUnit.DAYS);
    }
}
