package dev.keepsake.dream;

import dev.keepsake.event.EventId;
import dev.keepsake.event.EventStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One look over one user's memories (engine contract 7.5).
///
/// @param id that of its event
/// @param status `RUNNING`, `SUCCEEDED` or `FAILED`
/// @param finished null while it runs
/// @param found what it did; all zero while it runs and when it failed
/// @param mode `rules` or `llm`
/// @param error why it failed; null otherwise
public record DreamRun(
        EventId id,
        String user,
        Trigger trigger,
        EventStatus status,
        Instant started,
        @Nullable Instant finished,
        Found found,
        String mode,
        @Nullable String error) {

    /// Who started it.
    public enum Trigger {
        SCHEDULE,
        MANUAL
    }

    /// @param eligible memories looked at
    /// @param clusters of them that belong together
    /// @param created new patterns
    /// @param updated patterns that got further sources
    /// @param skipped clusters that gave nothing new
    public record Found(int eligible, int clusters, int created, int updated, int skipped) {
        public static final Found NOTHING = new Found(0, 0, 0, 0, 0);

        /// As the event of a run tells it.
        Map<String, @Nullable Object> toFacts() {
            Map<String, @Nullable Object> facts = new LinkedHashMap<>();
            facts.put("eligible", eligible);
            facts.put("clusters", clusters);
            facts.put("created", created);
            facts.put("updated", updated);
            facts.put("skipped", skipped);
            return facts;
        }

        static Found of(Map<String, @Nullable Object> facts) {
            return new Found(
                    number(facts, "eligible"),
                    number(facts, "clusters"),
                    number(facts, "created"),
                    number(facts, "updated"),
                    number(facts, "skipped"));
        }

        private static int number(Map<String, @Nullable Object> facts, String name) {
            return facts.get(name) instanceof Number number ? number.intValue() : 0;
        }
    }

    public DreamRun {
        started = started.truncatedTo(ChronoUnit.MICROS);
        finished = finished == null ? null : finished.truncatedTo(ChronoUnit.MICROS);
    }

    static DreamRun running(
            EventId id, String user, Trigger trigger, String mode, Instant started) {
        return new DreamRun(
                id, user, trigger, EventStatus.RUNNING, started, null, Found.NOTHING, mode, null);
    }

    DreamRun succeeded(Found what, Instant now) {
        return new DreamRun(
                id, user, trigger, EventStatus.SUCCEEDED, started, now, what, mode, null);
    }

    DreamRun failed(String why, Instant now) {
        return new DreamRun(
                id, user, trigger, EventStatus.FAILED, started, now, Found.NOTHING, mode, why);
    }
}
