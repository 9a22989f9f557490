package dev.keepsake.ingest;

import dev.keepsake.account.ProjectId;
import dev.keepsake.feedback.Feedback;
import dev.keepsake.feedback.Verdict;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.Feedbacks;
import dev.keepsake.storage.MemoryStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What users said about earlier memories, one line each, for an extractor to learn from (engine
/// contract 10).
final class FeedbackDigest {

    private static final int NEWEST = 20;
    private static final int REASON_CHARS = 300;
    private static final int MEMORY_CHARS = 150;

    private final MemoryStore memories;
    private final Feedbacks feedback;

    FeedbackDigest(MemoryStore memories, Feedbacks feedback) {
        this.memories = memories;
        this.feedback = feedback;
    }

    /// The newest reasons about the memories that the filter matches, newest first.
    List<String> of(ProjectId project, Filter filter) {
        var reasons = feedback.reasons(project, filter, NEWEST);
        if (reasons.isEmpty()) {
            return List.of();
        }
        Map<MemoryId, Memory> about =
                memories.findAll(project, reasons.stream().map(Feedback::memory).toList()).stream()
                        .collect(Collectors.toMap(Memory::id, Function.identity()));
        return reasons.stream().map(each -> line(each, about.get(each.memory()))).toList();
    }

    private static String line(Feedback given, @Nullable Memory memory) {
        var reason = cut(given.reason() == null ? "" : given.reason(), REASON_CHARS);
        var words = memory == null ? reason : about(memory) + reason;
        return given.verdict() == null ? words : wordsOf(given.verdict()) + " " + words;
    }

    private static String about(Memory memory) {
        return "on \"" + cut(memory.text(), MEMORY_CHARS) + "\": ";
    }

    private static String wordsOf(Verdict verdict) {
        return verdict.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    /// In one line, and not longer than that many characters.
    private static String cut(String text, int most) {
        var line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= most) {
            return line;
        }
        var end = Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most;
        return line.substring(0, end) + "…";
    }
}
