package dev.keepsake.server.dump;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.feedback.Feedback;
import dev.keepsake.feedback.Verdict;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.document.Document;
import java.util.List;
import java.util.UUID;

/// What users think of memories as lines.
final class FeedbackLines {

    private FeedbackLines() {}

    static List<String> of(Storage storage, ProjectId project, List<MemoryId> memories) {
        var given = storage.feedback().findAll(project, memories);
        return memories.stream()
                .filter(given::containsKey)
                .map(given::get)
                .map(FeedbackLines::write)
                .toList();
    }

    private static String write(Feedback feedback) {
        var line = new Document();
        line.put("kind", LineKind.FEEDBACK.spelled());
        line.put("id", feedback.id().toString());
        line.put("memory", feedback.memory().toString());
        line.put("verdict", feedback.verdict());
        line.put("reason", feedback.reason());
        line.put("account", feedback.account().toString());
        line.put("at", feedback.at());
        return line.write();
    }

    static void restore(Storage storage, ProjectId project, Document line) {
        storage.feedback()
                .set(
                        project,
                        new Feedback(
                                UUID.fromString(line.requireText("id")),
                                MemoryId.parse(line.requireText("memory")),
                                line.choice("verdict", Verdict.class),
                                line.text("reason"),
                                AccountId.parse(line.requireText("account")),
                                line.requireInstant("at")));
    }
}
