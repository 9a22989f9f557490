package dev.keepsake.models.extract;

import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.ingest.ExtractionTask;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Turns the items of an answer into candidates, believing only what can be checked against the
/// task: aliases of memories that were shown, positions of messages that may be sources, speakers
/// that spoke.
final class CandidateReading {

    private static final List<String> TEXT_FIELDS = List.of("text", "fact", "memory");

    private final ExtractionTask task;

    CandidateReading(ExtractionTask task) {
        this.task = task;
    }

    /// Items without a text are dropped; of equal texts the first stays.
    List<Candidate> candidates(List<JsonNode> items) {
        Set<String> seen = new HashSet<>();
        List<Candidate> candidates = new ArrayList<>();
        for (var item : items) {
            var text = text(item).strip();
            if (!text.isEmpty() && seen.add(text)) {
                candidates.add(candidate(text, item));
            }
        }
        return candidates;
    }

    private Candidate candidate(String text, JsonNode item) {
        var sources = sources(item.path("sources"));
        return new Candidate(
                text,
                attribution(item.path("attributed_to")),
                speaker(item.path("speaker")),
                sources,
                memories(item.path("linked_memory_ids")),
                memories(item.path("supersedes")),
                memory(item.path("duplicate_of")),
                memories(item.path("absorbs")),
                TemporalReading.of(item.path("temporal")),
                categories(item.path("categories")));
    }

    private static String text(JsonNode item) {
        if (item.isString()) {
            return item.stringValue();
        }
        return TEXT_FIELDS.stream()
                .map(item::path)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse("");
    }

    private static Attribution attribution(JsonNode value) {
        return value.isString() && value.stringValue().equalsIgnoreCase("assistant")
                ? Attribution.ASSISTANT
                : Attribution.USER;
    }

    private @Nullable String speaker(JsonNode value) {
        if (!value.isString()) {
            return null;
        }
        return task.messages().stream()
                .map(Message::name)
                .filter(Objects::nonNull)
                .filter(name -> name.equalsIgnoreCase(value.stringValue().strip()))
                .findFirst()
                .orElse(null);
    }

    private List<Integer> sources(JsonNode value) {
        return scalars(value).stream()
                .map(CandidateReading::position)
                .filter(this::maySource)
                .distinct()
                .sorted()
                .toList();
    }

    private boolean maySource(int at) {
        if (at < 0 || at >= task.messages().size()) {
            return false;
        }
        return switch (task.messages().get(at).role()) {
            case "user", "assistant", "agent" -> true;
            default -> false;
        };
    }

    private List<MemoryId> memories(JsonNode value) {
        return scalars(value).stream()
                .map(this::memory)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private @Nullable MemoryId memory(JsonNode alias) {
        int at = position(alias);
        List<Memory> shown = task.context().existing();
        return at >= 0 && at < shown.size() ? shown.get(at).id() : null;
    }

    private static List<JsonNode> scalars(JsonNode value) {
        if (value.isArray()) {
            return List.copyOf(value.values());
        }
        return value.isMissingNode() || value.isNull() ? List.of() : List.of(value);
    }

    /// The number that an integer or a string of digits stands for; -1 for anything else.
    private static int position(JsonNode value) {
        if (value.isInt()) {
            return value.intValue();
        }
        boolean isDigits = value.isString() && value.stringValue().matches("\\d{1,4}");
        return isDigits ? Integer.parseInt(value.stringValue()) : -1;
    }

    private static @Nullable List<String> categories(JsonNode value) {
        if (!value.isArray()) {
            return null;
        }
        return value.values().stream()
                .filter(JsonNode::isString)
                .map(label -> label.stringValue().strip())
                .filter(label -> !label.isEmpty())
                .distinct()
                .toList();
    }
}
