package dev.keepsake.event;

import dev.keepsake.memory.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One operation of a project: what was asked, how far it is, what it did.
///
/// @param scope the entity ids of the request, by which the feed can be filtered
/// @param payload the request as received, without timestamp, credentials and base64 media; plain
///   JSON values
/// @param metadata plain JSON values; empty means none
/// @param graphLinked whether entity linking of an add succeeded; null when it did not run
/// @param error why it failed; null otherwise
/// @param actor who had it done; null when unknown, as for background work
public record Event(
        EventId id,
        EventType type,
        EventStatus status,
        Scope scope,
        Map<String, @Nullable Object> payload,
        Map<String, @Nullable Object> metadata,
        List<EventResult> results,
        Instant created,
        Instant updated,
        @Nullable Instant started,
        @Nullable Instant completed,
        @Nullable Boolean graphLinked,
        @Nullable String error,
        @Nullable Actor actor) {

    /// Stands for the error of a redacted event.
    public static final String REDACTED = "redacted";

    public Event {
        payload = Collections.unmodifiableMap(new LinkedHashMap<>(payload));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        results = List.copyOf(results);
        created = created.truncatedTo(ChronoUnit.MICROS);
        updated = updated.truncatedTo(ChronoUnit.MICROS);
        started = started == null ? null : started.truncatedTo(ChronoUnit.MICROS);
        completed = completed == null ? null : completed.truncatedTo(ChronoUnit.MICROS);
    }

    /// A new event that waits for its work.
    public static Event pending(
            EventId id,
            EventType type,
            Scope scope,
            Map<String, @Nullable Object> payload,
            Instant now) {
        return new Event(
                id,
                type,
                EventStatus.PENDING,
                scope,
                payload,
                Map.of(),
                List.of(),
                now,
                now,
                null,
                null,
                null,
                null,
                null);
    }

    public Event by(Actor who) {
        return new Event(
                id,
                type,
                status,
                scope,
                payload,
                metadata,
                results,
                created,
                updated,
                started,
                completed,
                graphLinked,
                error,
                who);
    }

    public Event running(Instant now) {
        return new Event(
                id,
                type,
                EventStatus.RUNNING,
                scope,
                payload,
                metadata,
                results,
                created,
                now,
                now,
                null,
                graphLinked,
                null,
                actor);
    }

    /// Back in the queue after a lost lease or a wanted retry.
    public Event waiting(Instant now) {
        return new Event(
                id,
                type,
                EventStatus.PENDING,
                scope,
                payload,
                metadata,
                results,
                created,
                now,
                null,
                null,
                graphLinked,
                null,
                actor);
    }

    public Event succeeded(
            List<EventResult> did, Map<String, @Nullable Object> facts, Instant now) {
        return new Event(
                id,
                type,
                EventStatus.SUCCEEDED,
                scope,
                payload,
                facts,
                did,
                created,
                now,
                started == null ? created : started,
                now,
                graphLinked,
                null,
                actor);
    }

    public Event failed(String why, Instant now) {
        return failed(why, metadata, now);
    }

    /// @param facts about how it failed
    public Event failed(String why, Map<String, @Nullable Object> facts, Instant now) {
        return new Event(
                id,
                type,
                EventStatus.FAILED,
                scope,
                payload,
                facts,
                List.of(),
                created,
                now,
                started == null ? created : started,
                now,
                graphLinked,
                why,
                actor);
    }

    /// Whether the memories that it made are part of the graph now.
    public Event linked(boolean successfully) {
        return new Event(
                id,
                type,
                status,
                scope,
                payload,
                metadata,
                results,
                created,
                updated,
                started,
                completed,
                successfully,
                error,
                actor);
    }

    /// What is left of it when an entity that it speaks of is erased: that it took place, when, and
    /// how it ended.
    public Event redacted() {
        return new Event(
                id,
                type,
                status,
                Scope.NONE,
                Map.of(),
                Map.of("redacted", true),
                List.of(),
                created,
                updated,
                started,
                completed,
                graphLinked,
                error == null ? null : REDACTED,
                actor);
    }

    /// What is left of unfinished work that ends because its entity is deleted.
    public Event cancelled(String why, Instant now) {
        var left = failed(why, now).redacted();
        return new Event(
                left.id,
                left.type,
                left.status,
                left.scope,
                left.payload,
                left.metadata,
                left.results,
                left.created,
                left.updated,
                left.started,
                left.completed,
                left.graphLinked,
                why,
                left.actor);
    }

    /// From the beginning of the work to its end, once it is done.
    public @Nullable Duration latency() {
        return started == null || completed == null ? null : Duration.between(started, completed);
    }
}
