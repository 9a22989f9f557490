package dev.keepsake.server.wire;

import dev.keepsake.event.Event;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.search.Hit;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The shapes of memories, histories and events in replies (wire contract 5.3, 5.6, 5.8). Key order
/// is fixed. Golden files hold whole bodies; change them knowingly, clients read these keys.
public final class Bodies {

    private Bodies() {}

    /// A memory as lists show it.
    public static Map<String, @Nullable Object> memory(Memory memory) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", memory.id().toString());
        body.put("memory", memory.text());
        putScope(body, memory.scope());
        body.put("metadata", memory.metadata());
        body.put("categories", memory.categories());
        body.put("created_at", Stamp.of(memory.times().created()));
        body.put("updated_at", Stamp.of(memory.times().updated()));
        body.put("expiration_date", Stamp.orNull(memory.expiration()));
        body.put("structured_attributes", structuredAttributes(memory.times().created()));
        var lineage = memory.lineage();
        body.put(
                "replaced_by",
                lineage.replacedBy() == null ? null : lineage.replacedBy().toString());
        body.put("synthesized", lineage.synthesized());
        body.put("lifecycle_state", Filter.foldCase(lineage.state().name()));
        body.put("immutable", memory.immutable());
        body.put("hash", memory.hash());
        putOrigin(body, memory);
        return body;
    }

    /// A memory read by its id, with its relations.
    public static Map<String, @Nullable Object> memoryWithRelations(Memory memory) {
        var body = memory(memory);
        putIds(body, "linked_memory_ids", memory.lineage().linked());
        putIds(body, "source_memory_ids", memory.lineage().sources());
        return body;
    }

    /// A memory found by search; only v3 tells the parts of the score.
    public static Map<String, @Nullable Object> hit(Hit hit, boolean withParts) {
        Map<String, @Nullable Object> body = memory(hit.memory());
        body.put("score", hit.score());
        if (withParts) {
            Map<String, @Nullable Object> parts = new LinkedHashMap<>();
            parts.put("semantic", hit.semantic());
            parts.put("bm25", hit.keyword());
            parts.put("entity", hit.entity());
            body.put("score_breakdown", parts);
        }
        return body;
    }

    /// Only the named fields, the id, and for a search the score.
    public static Map<String, @Nullable Object> projected(
            Map<String, @Nullable Object> body, @Nullable List<String> fields) {
        if (fields == null) {
            return body;
        }
        Map<String, @Nullable Object> some = new LinkedHashMap<>(body);
        some.keySet().retainAll(keptBy(fields));
        return some;
    }

    private static Set<String> keptBy(List<String> fields) {
        var kept = new java.util.HashSet<>(fields);
        kept.add("id");
        kept.add("score");
        return kept;
    }

    /// An entry of a memory's history.
    public static Map<String, @Nullable Object> revision(Revision revision) {
        var subject = revision.subject();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", revision.id().toString());
        body.put("memory_id", revision.memoryId().toString());
        body.put("input", messages(revision.input()));
        body.put("old_memory", revision.before() == null ? null : revision.before().text());
        body.put("new_memory", revision.after() == null ? null : revision.after().text());
        putScope(body, subject.scope());
        body.put("categories", subject.categories());
        body.put("event", revision.kind().name());
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(subject.metadata());
        metadata.putAll(revision.note());
        body.put("metadata", metadata);
        body.put("created_at", Stamp.of(revision.at()));
        body.put("updated_at", Stamp.of(revision.at()));
        return body;
    }

    static List<Map<String, String>> messages(List<Message> messages) {
        return messages.stream()
                .map(message -> {
                    Map<String, String> body = new LinkedHashMap<>();
                    body.put("role", message.role());
                    body.put("content", message.content());
                    return body;
                })
                .toList();
    }

    /// An event. `latency` is in milliseconds and absent until it is known, because a client prints
    /// null as 0.
    public static Map<String, @Nullable Object> event(Event event) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", event.id().toString());
        body.put("event_type", event.type().name());
        body.put("status", event.status().name());
        body.put("payload", event.payload());
        body.put("metadata", event.metadata().isEmpty() ? null : event.metadata());
        body.put(
                "results",
                event.results().stream().map(each -> result(event.type(), each)).toList());
        body.put("created_at", Stamp.of(event.created()));
        body.put("updated_at", Stamp.of(event.updated()));
        body.put("started_at", Stamp.orNull(event.started()));
        body.put("completed_at", Stamp.orNull(event.completed()));
        var latency = event.latency();
        if (latency != null) {
            body.put("latency", latency.toNanos() / 1_000_000.0);
        }
        var linked = event.graphLinked();
        body.put("graph_status", linked == null ? null : linked ? "SUCCEEDED" : "FAILED");
        body.put("error", event.error());
        return body;
    }

    private static Map<String, @Nullable Object> result(EventType type, EventResult result) {
        return switch (type) {
            case ADD -> added(result);
            case UPDATE -> updated(result);
            default -> plain(result);
        };
    }

    /// What an add did with one memory: the text stands twice, because clients read it under either
    /// name.
    public static Map<String, @Nullable Object> added(EventResult result) {
        Map<String, @Nullable Object> body = plain(result);
        body.put("data", java.util.Collections.singletonMap("memory", result.text()));
        for (var kind : EntityKind.values()) {
            var id = result.scope().id(kind);
            if (id != null) {
                body.put(kind.field(), id);
            }
        }
        return body;
    }

    private static Map<String, @Nullable Object> updated(EventResult result) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", result.id().toString());
        body.put("event", "UPDATE");
        body.put("data", java.util.Collections.singletonMap("memory", result.text()));
        return body;
    }

    private static Map<String, @Nullable Object> plain(EventResult result) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", result.id().toString());
        if (result.effect() != null) {
            body.put("event", result.effect().name());
        }
        if (result.text() != null) {
            body.put("memory", result.text());
        }
        if (result.score() != null) {
            body.put("score", result.score());
        }
        return body;
    }

    /// The run goes out under both of its names.
    private static void putScope(Map<String, @Nullable Object> body, Scope scope) {
        body.put("user_id", scope.user());
        body.put("agent_id", scope.agent());
        body.put("app_id", scope.app());
        body.put("run_id", scope.run());
        body.put("session_id", scope.run());
    }

    private static void putOrigin(Map<String, @Nullable Object> body, Memory memory) {
        var origin = memory.origin();
        if (origin.actor() != null) {
            body.put("actor_id", origin.actor());
        }
        if (origin.role() != null) {
            body.put("role", origin.role());
        }
        var attributedTo = origin.attributedTo();
        if (attributedTo != null) {
            body.put("attributed_to", Filter.foldCase(attributedTo.name()));
        }
        if (origin.memoryType() != null) {
            body.put("memory_type", origin.memoryType());
        }
    }

    private static void putIds(Map<String, @Nullable Object> body, String name, List<?> ids) {
        if (!ids.isEmpty()) {
            body.put(name, ids.stream().map(String::valueOf).toList());
        }
    }

    /// The parts of an instant in UTC, by which dashboards group (engine contract 1.10).
    static Map<String, Object> structuredAttributes(Instant instant) {
        var at = instant.atOffset(ZoneOffset.UTC);
        var weekday = at.getDayOfWeek();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("year", at.getYear());
        body.put("month", at.getMonthValue());
        body.put("day", at.getDayOfMonth());
        body.put("hour", at.getHour());
        body.put("minute", at.getMinute());
        body.put("day_of_week", Filter.foldCase(weekday.name()));
        body.put("week_of_year", at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        body.put("day_of_year", at.getDayOfYear());
        body.put("quarter", at.get(IsoFields.QUARTER_OF_YEAR));
        body.put("is_weekend", weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY);
        return body;
    }
}
