package dev.keepsake.dream;

import dev.keepsake.dream.DreamRun.Trigger;
import dev.keepsake.event.Actor;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.WorkQueue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A run of synthesis as it stands in the queue: in the lane of the user's adds, so that it never
/// runs beside one.
record DreamJob(String user, Trigger trigger) {

    static DreamJob of(WorkQueue.Work work) {
        var job = work.job();
        return new DreamJob(
                String.valueOf(job.get("user")),
                Trigger.valueOf(String.valueOf(job.get("trigger"))));
    }

    /// @param actor who asked for it; null for the schedule
    WorkQueue.Work work(@Nullable Actor actor, Instant now) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("user_id", user);
        payload.put("trigger", trigger.name().toLowerCase(Locale.ROOT));
        var scope = Scope.ofUser(user);
        var event = Event.pending(EventId.random(), EventType.DREAM, scope, payload, now);
        return new WorkQueue.Work(
                actor == null ? event : event.by(actor),
                Set.of(scope.sessionKey()),
                Map.of("user", user, "trigger", trigger.name()));
    }
}
