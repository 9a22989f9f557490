package dev.keepsake.webhook;

import dev.keepsake.storage.Mark;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether a webhook is told of things, since when, and how its deliveries have fared.
///
/// @param since it hears of changes after this mark
/// @param failures deliveries in a row that came to nothing
/// @param failingSince when the first of them did; null without any
/// @param switchedOff why the server made it inactive; null when a person did, or it is active
public record Standing(
        boolean active,
        Mark since,
        int failures,
        @Nullable Instant failingSince,
        @Nullable String switchedOff) {

    /// A webhook is switched off after so many failed deliveries in a row...
    static final int MOST_FAILURES = 50;

    /// ...over at least this time, so that a burst into a short outage does not do it.
    static final Duration FAILING_FOR = Duration.ofHours(24);

    public static Standing active(Mark since) {
        return new Standing(true, since, 0, null, null);
    }

    public static Standing inactive(Mark since) {
        return new Standing(false, since, 0, null, null);
    }

    Standing after(Mark mark) {
        return since.reaches(mark)
                ? this
                : new Standing(active, mark, failures, failingSince, switchedOff);
    }

    Standing succeeded() {
        return failures == 0 ? this : new Standing(active, since, 0, null, switchedOff);
    }

    Standing failed(Instant now) {
        var start = failingSince == null ? now : failingSince;
        var failed = new Standing(active, since, failures + 1, start, switchedOff);
        var hopeless = failed.failures >= MOST_FAILURES && !now.isBefore(start.plus(FAILING_FOR));
        return hopeless
                ? failed.off(failed.failures + " deliveries in a row failed since " + start + ".")
                : failed;
    }

    Standing off(String why) {
        return new Standing(false, since, failures, failingSince, why);
    }
}
