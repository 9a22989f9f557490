package dev.keepsake.models.export;

import dev.keepsake.export.ExportFiller;
import dev.keepsake.export.SchemaCheck.Violation;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.ChatModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Words the questions for the language model. Pure.
final class ExportPrompt {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String OUTPUT =
            "Answer with the JSON object alone: no explanation, no code fence.";

    private final String instructions = resource("export-v1.txt");

    /// @param rows a part of the memories of the task
    ChatModel.Ask first(ExportFiller.Task task, List<Stored> rows) {
        return ask(task, List.of(section("Memories", memories(rows)), section("Output", OUTPUT)));
    }

    /// The same question after an answer that could not be read.
    ChatModel.Ask again(ExportFiller.Task task, List<Stored> rows) {
        return ask(
                task,
                List.of(
                        section("Memories", memories(rows)),
                        section("Output", "Your last answer could not be read. " + OUTPUT)));
    }

    /// @param filled what all parts came to
    ChatModel.Ask repair(
            ExportFiller.Task task,
            Map<String, @Nullable Object> filled,
            List<Violation> violations) {
        return ask(
                task,
                List.of(
                        section("Your answer", JSON.writeValueAsString(filled)),
                        section("What the schema does not accept", complaints(violations)),
                        section(
                                "Output",
                                "Correct these places and keep everything else. What cannot be"
                                        + " corrected is null. "
                                        + OUTPUT)));
    }

    private ChatModel.Ask ask(ExportFiller.Task task, List<String> more) {
        List<String> sections = new ArrayList<>();
        sections.add(section("Schema", JSON.writeValueAsString(task.schema())));
        sections.add(section("Current date", DATE.format(task.now())));
        if (task.instructions() != null) {
            sections.add(section("Instructions", task.instructions().strip()));
        }
        sections.addAll(more);
        return new ChatModel.Ask(task.purpose(), instructions, String.join("\n\n", sections), null);
    }

    private static String section(String title, String body) {
        return "## " + title + "\n" + body;
    }

    private static String memories(List<Stored> rows) {
        return rows.stream().map(row -> line(row.memory())).collect(Collectors.joining("\n"));
    }

    private static String line(Memory memory) {
        var labels = memory.categories();
        return "- "
                + DATE.format(memory.times().created())
                + " | "
                + memory.lineage().state().name().toLowerCase(Locale.ROOT)
                + " | "
                + (labels == null ? "" : String.join(", ", labels))
                + " | "
                + memory.text().replaceAll("\\s+", " ");
    }

    private static String complaints(List<Violation> violations) {
        return violations.stream()
                .limit(50)
                .map(violation -> "- " + violation.message())
                .collect(Collectors.joining("\n"));
    }

    private static String resource(String name) {
        try (var stream =
                Objects.requireNonNull(ExportPrompt.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
