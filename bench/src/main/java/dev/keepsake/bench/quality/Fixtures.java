package dev.keepsake.bench.quality;

import dev.keepsake.bench.BadUsage;
import dev.keepsake.bench.server.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One half of the frozen fixtures; `bench/fixtures/README.md` tells their form.
///
/// @param memories those of both halves, which the questions of either are asked against
record Fixtures(
        List<Conversation> conversations,
        List<Pair> pairs,
        List<Pair> contradictions,
        List<Pair> restatements,
        List<Labelled> categories,
        List<Known> memories,
        List<Asked> queries,
        List<DatedPhrase> dated,
        List<TimeQuery> timeQueries) {

    /// @param optional what may be stored or not
    record Conversation(
            String id,
            String observed,
            List<Message> messages,
            List<String> facts,
            List<String> optional) {}

    /// Two statements of one person.
    record Pair(String id, String first, String second) {}

    record Labelled(String id, String text, String label) {}

    record Known(String id, String text) {}

    /// @param memory id of the one that answers
    record Asked(String id, String query, String memory) {}

    /// @param words that the memory must hold
    /// @param start inclusive; null for none
    /// @param end exclusive; null for none
    record DatedPhrase(
            String id,
            String observed,
            String text,
            String words,
            @Nullable String start,
            @Nullable String end) {}

    record TimeQuery(
            String id,
            String now,
            String query,
            String intent,
            @Nullable String start,
            @Nullable String end) {}

    enum Half {
        DEV,
        HELD;

        String suffix() {
            return this == DEV ? "dev" : "held";
        }
    }

    /// @throws BadUsage when a file is missing or is something else
    static Fixtures read(Path folder, Half half) {
        var both = new ArrayList<Known>();
        for (var each : Half.values()) {
            both.addAll(rows(folder, "memories", each, Fixtures::known));
        }
        return new Fixtures(
                rows(folder, "conversations", half, Fixtures::conversation),
                rows(folder, "pairs", half, Fixtures::pair),
                rows(folder, "contradictions", half, Fixtures::pair),
                rows(folder, "restatements", half, Fixtures::pair),
                rows(
                        folder,
                        "categories",
                        half,
                        row -> new Labelled(id(row), text(row, "text"), text(row, "label"))),
                both,
                rows(
                        folder,
                        "queries",
                        half,
                        row -> new Asked(id(row), text(row, "query"), text(row, "memory"))),
                rows(folder, "dated", half, Fixtures::dated),
                rows(folder, "time-queries", half, Fixtures::timeQuery));
    }

    private static Conversation conversation(JsonNode row) {
        List<Message> messages = new ArrayList<>();
        for (var message : row.path("messages")) {
            messages.add(
                    new Message(
                            text(message, "role"),
                            orNull(message, "name"),
                            text(message, "content")));
        }
        return new Conversation(
                id(row),
                text(row, "observed"),
                messages,
                texts(row.path("facts")),
                texts(row.path("optional")));
    }

    private static Pair pair(JsonNode row) {
        return new Pair(id(row), text(row, "first"), text(row, "second"));
    }

    private static Known known(JsonNode row) {
        return new Known(id(row), text(row, "text"));
    }

    private static DatedPhrase dated(JsonNode row) {
        return new DatedPhrase(
                id(row),
                text(row, "observed"),
                text(row, "text"),
                text(row, "words"),
                orNull(row, "start"),
                orNull(row, "end"));
    }

    private static TimeQuery timeQuery(JsonNode row) {
        return new TimeQuery(
                id(row),
                text(row, "now"),
                text(row, "query"),
                text(row, "intent"),
                orNull(row, "start"),
                orNull(row, "end"));
    }

    private static <T> List<T> rows(
            Path folder, String name, Half half, Function<JsonNode, T> row) {
        var file = folder.resolve(name + "." + half.suffix() + ".jsonl");
        try {
            List<T> rows = new ArrayList<>();
            for (var line : Files.readAllLines(file)) {
                rows.add(row.apply(JsonMapper.shared().readTree(line)));
            }
            return rows;
        } catch (IOException | JacksonException unreadable) {
            throw new BadUsage("no fixture in " + file + ": " + unreadable.getMessage());
        }
    }

    private static String id(JsonNode row) {
        return text(row, "id");
    }

    private static String text(JsonNode row, String name) {
        if (!row.path(name).isString()) {
            throw new BadUsage("a fixture has a row without " + name + ": " + row);
        }
        return row.path(name).asString();
    }

    private static @Nullable String orNull(JsonNode row, String name) {
        return row.path(name).isString() ? row.path(name).asString() : null;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asString()));
        return texts;
    }
}
