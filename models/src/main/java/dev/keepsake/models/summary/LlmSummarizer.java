package dev.keepsake.models.summary;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.ChatModel;
import dev.keepsake.models.chat.AnswerText;
import dev.keepsake.models.chat.PatientModel;
import dev.keepsake.models.chat.Pause;
import dev.keepsake.summary.Summarizer;
import dev.keepsake.summary.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Summaries by a language model (engine contract 11.2): notes of each batch of memories, and one
/// text from all notes; a single batch is told at once. Safe for many threads.
public final class LlmSummarizer implements Summarizer {

    /// Shown with summaries made so.
    public static final String NAME = "llm";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ChatModel model;
    private final String instructions = resource("summary-v1.txt");

    public LlmSummarizer(ChatModel model) {
        this(model, Pause.SLEEPING);
    }

    LlmSummarizer(ChatModel model, Pause pause) {
        this.model = new PatientModel(model, pause);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summarize(Task task) {
        if (task.rows().isEmpty()) {
            return "";
        }
        if (task.rows().size() <= task.batch()) {
            return told(task, "Memories", memories(task.rows()));
        }
        List<String> notes = new ArrayList<>();
        for (var from = 0; from < task.rows().size(); from += task.batch()) {
            var to = Math.min(from + task.batch(), task.rows().size());
            var part = memories(task.rows().subList(from, to));
            notes.add(
                    asked(
                            task,
                            "Memories",
                            part,
                            "Write notes: every fact that a summary may need, one a line, with"
                                    + " its date, and with \"superseded\" where it was."));
        }
        return told(task, "Notes, the oldest first", String.join("\n", notes));
    }

    private String told(Task task, String title, String body) {
        var text =
                asked(
                        task,
                        title,
                        body,
                        "Write the summary in at most "
                                + task.maxTokens() * 3 / 4
                                + " words, as plain text.");
        return cut(text, task.maxTokens());
    }

    private String asked(Task task, String title, String body, String wish) {
        List<String> sections = new ArrayList<>();
        sections.add(section(title, body));
        if (task.instructions() != null) {
            sections.add(section("Instructions", task.instructions().strip()));
        }
        sections.add(section("Output", wish));
        var ask =
                new ChatModel.Ask(
                        task.purpose(), instructions, String.join("\n\n", sections), null);
        var answer = AnswerText.bare(model.ask(ask).text()).strip();
        if (answer.isEmpty()) {
            throw new Failure.ModelFailed("the LLM gave no summary", false);
        }
        return answer;
    }

    private static String section(String title, @Nullable String body) {
        return "## " + title + "\n" + body;
    }

    private static String memories(List<Stored> rows) {
        return rows.stream().map(row -> line(row.memory())).collect(Collectors.joining("\n"));
    }

    private static String line(Memory memory) {
        return "- "
                + DATE.format(memory.times().created())
                + " | "
                + memory.lineage().state().name().toLowerCase(Locale.ROOT)
                + " | "
                + memory.text().replaceAll("\\s+", " ");
    }

    /// At the end of a sentence where there is one; models do not count well.
    private static String cut(String text, int maxTokens) {
        var kept = text;
        while (Tokens.in(kept) > maxTokens) {
            var end = lastSentenceEnd(kept);
            if (end <= 0) {
                var most = Math.min(kept.length() - 1, maxTokens * 4);
                return kept.substring(0, kept.offsetByCodePoints(0, kept.codePointCount(0, most)))
                        .strip();
            }
            kept = kept.substring(0, end).strip();
        }
        return kept;
    }

    /// Of the last sentence but one.
    private static int lastSentenceEnd(String text) {
        for (var at = text.length() - 2; at > 0; at--) {
            if (".!?。！？".indexOf(text.charAt(at)) >= 0) {
                return at + 1;
            }
        }
        return 0;
    }

    private static String resource(String name) {
        try (var stream =
                Objects.requireNonNull(LlmSummarizer.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
