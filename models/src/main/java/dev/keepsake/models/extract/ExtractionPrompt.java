package dev.keepsake.models.extract;

import dev.keepsake.ingest.ExtractionTask;
import dev.keepsake.memory.Message;
import dev.keepsake.model.ChatModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Words the question for the language model. What never changes is the resource
/// `extraction-v1.txt`; what a task brings follows in the section order of engine contract 1.7.
/// Pure.
final class ExtractionPrompt {

    /// In the name of the resource; a new wording is a new version.
    static final String VERSION = "v1";

    private static final int WINDOW_MESSAGES = 20;
    private static final int WINDOW_CHARS = 300;
    private static final int RECENT = 20;
    private static final String NONE = "(none)";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd (EEEE)", Locale.ENGLISH);
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String AS_AGENT =
            """

            There is no user here: the memories belong to an agent. Tell what the agent did and \
            learned, as in "Agent recommended …" or "Agent was informed that User …".
            """;
    private static final String AGAIN =
            """


            Your last answer could not be read. Answer with the JSON object alone: no \
            explanation, no code fence.\
            """;

    private final String instructions = resource("extraction-" + VERSION + ".txt");

    ChatModel.Ask first(ExtractionTask task) {
        return new ChatModel.Ask(task.purpose(), system(task), user(task), AnswerSchema.SCHEMA);
    }

    /// The same question after an answer that could not be read.
    ChatModel.Ask again(ExtractionTask task) {
        return new ChatModel.Ask(
                task.purpose(), system(task), user(task) + AGAIN, AnswerSchema.SCHEMA);
    }

    private String system(ExtractionTask task) {
        return task.isAgentFramed() ? instructions + AS_AGENT : instructions;
    }

    private static String user(ExtractionTask task) {
        var context = task.context();
        var guidance = task.guidance();
        List<String> sections = new ArrayList<>();
        sections.add(section("Profile summary", oneLineOrNone(context.profile())));
        sections.add(section("Last messages", window(lastOf(context.window(), WINDOW_MESSAGES))));
        sections.add(section("Recently extracted", bullets(lastOf(context.recent(), RECENT))));
        sections.add(section("Existing memories", existing(context)));
        sections.add(section("New messages", numbered(task.messages())));
        sections.add(section("Observation date", date(task.observed(), task)));
        sections.add(section("Current date", date(task.now(), task)));
        if (!guidance.hints().isEmpty()) {
            sections.add(section("Purpose of the project", bullets(guidance.hints())));
        }
        addIfAny(sections, "Custom instructions", instructionsFor(task));
        addIfAny(sections, "Include", guidance.includes());
        addIfAny(sections, "Exclude (stronger than include)", guidance.excludes());
        if (!guidance.feedback().isEmpty()) {
            sections.add(section("Feedback on earlier memories", bullets(guidance.feedback())));
        }
        if (guidance.multilingual()) {
            sections.add(
                    section(
                            "Language",
                            """
                            Keep the language and the script of each message, mixtures included. \
                            Leave proper names untouched, supply subjects that were left out, and \
                            keep the degree of politeness.\
                            """));
        }
        sections.add(section("Categories", guidance.catalog().described()));
        sections.add(section("Output", output(guidance.multilingual())));
        return String.join("\n\n", sections);
    }

    private static String output(boolean multilingual) {
        return (multilingual ? "" : "Write every memory in English.\n")
                + """
                Answer with one JSON object {"memory":[…]} and nothing else; {"memory":[]} when \
                nothing is worth keeping.\
                """;
    }

    private static String section(String title, String body) {
        return "## " + title + "\n" + body;
    }

    private static void addIfAny(List<String> sections, String title, @Nullable String body) {
        if (body != null && !body.isBlank()) {
            sections.add(section(title, body.strip()));
        }
    }

    /// Which instructions govern which facts (engine contract 1.6).
    private static @Nullable String instructionsFor(ExtractionTask task) {
        var general = task.guidance().instructions();
        var ofAgent = task.guidance().agentInstructions();
        if (task.scope().agent() == null || ofAgent == null || ofAgent.isBlank()) {
            return general;
        }
        if (task.isAgentFramed() || general == null || general.isBlank()) {
            return task.isAgentFramed()
                    ? ofAgent
                    : "For facts stated by the assistant:\n" + ofAgent;
        }
        return "For facts stated by the user:\n"
                + general
                + "\nFor facts stated by the assistant:\n"
                + ofAgent;
    }

    private static <T> List<T> lastOf(List<T> all, int count) {
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    private static String window(List<Message> messages) {
        return messages.isEmpty()
                ? NONE
                : messages.stream()
                        .map(message -> line(message, cut(message.content())))
                        .collect(Collectors.joining("\n"));
    }

    private static String numbered(List<Message> messages) {
        return IntStream.range(0, messages.size())
                .mapToObj(
                        at -> "[" + at + "] " + line(messages.get(at), messages.get(at).content()))
                .collect(Collectors.joining("\n"));
    }

    private static String line(Message message, String content) {
        var speaker =
                message.name() == null
                        ? message.role()
                        : message.role() + " (" + message.name() + ")";
        // quoted, so that no message can pass for another one or for a section
        return oneLine(speaker) + ": " + JSON.writeValueAsString(content);
    }

    private static String cut(String content) {
        if (content.length() <= WINDOW_CHARS) {
            return content;
        }
        int end =
                Character.isHighSurrogate(content.charAt(WINDOW_CHARS - 1))
                        ? WINDOW_CHARS - 1
                        : WINDOW_CHARS;
        return content.substring(0, end) + "...";
    }

    /// Memories go by their position, which a model copies more reliably than an id.
    private static String existing(ExtractionTask.Context context) {
        var memories = context.existing();
        return IntStream.range(0, memories.size())
                .mapToObj(at -> JSON.writeValueAsString(shown(at, memories.get(at).text())))
                .collect(Collectors.joining(",\n ", "[", "]"));
    }

    private static Map<String, String> shown(int at, String text) {
        var shown = new LinkedHashMap<String, String>();
        shown.put("id", Integer.toString(at));
        shown.put("text", text);
        return shown;
    }

    private static String bullets(List<String> lines) {
        return lines.isEmpty()
                ? NONE
                : lines.stream()
                        .map(line -> "- " + oneLine(line))
                        .collect(Collectors.joining("\n"));
    }

    private static String oneLineOrNone(@Nullable String text) {
        return text == null || text.isBlank() ? NONE : oneLine(text);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    }

    private static String date(Instant instant, ExtractionTask task) {
        return DATE.format(instant.atZone(task.zone()));
    }

    private static String resource(String name) {
        try (var stream =
                Objects.requireNonNull(ExtractionPrompt.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
