package dev.keepsake.bench.quality;

import dev.keepsake.bench.quality.Fixtures.DatedPhrase;
import dev.keepsake.bench.quality.Fixtures.TimeQuery;
import dev.keepsake.bench.quality.Gate.Target;
import dev.keepsake.bench.server.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Words about time become dates. Replies do not show what a memory was dated to, so that is read
/// off an export.
final class DateGates {

    private static final String USER = "dated-";

    private final Product product;
    private final RunningServer server;

    DateGates(Product product, RunningServer server) {
        this.product = product;
        this.server = server;
    }

    /// A stored memory.
    ///
    /// @param start null for none
    private record Dated(String text, @Nullable String start, @Nullable String end) {
        boolean fits(DatedPhrase phrase) {
            return text.toLowerCase(Locale.ROOT).contains(phrase.words().toLowerCase(Locale.ROOT))
                    && Objects.equals(start, phrase.start())
                    && Objects.equals(end, phrase.end());
        }

        @Override
        public String toString() {
            return text + " [" + start + ", " + end + ")";
        }
    }

    /// @param folder for the export
    Gate phrases(List<DatedPhrase> phrases, Path folder) throws InterruptedException {
        for (var phrase : phrases) {
            product.tell(USER + phrase.id(), phrase.observed(), phrase.text());
        }
        var stored = stored(folder);
        List<String> failures = new ArrayList<>();
        for (var phrase : phrases) {
            var memories = stored.getOrDefault(USER + phrase.id(), List.of());
            if (memories.stream().noneMatch(memory -> memory.fits(phrase))) {
                failures.add(
                        "%s: %s; wanted: %s [%s, %s); stored: %s"
                                .formatted(
                                        phrase.id(),
                                        phrase.text(),
                                        phrase.words(),
                                        phrase.start(),
                                        phrase.end(),
                                        memories));
            }
        }
        return Gate.share("dates: phrases exact", phrases.size(), 1, failures);
    }

    /// The product does not read questions for their time yet.
    Gate queries(List<TimeQuery> queries) {
        return Gate.notYet(
                "dates: queries exact",
                Target.atLeast(1),
                queries.size() + " questions wait for an engine that asks when");
    }

    private Map<String, List<Dated>> stored(Path folder) throws InterruptedException {
        var file = folder.resolve("quality-export.jsonl");
        server.export(file);
        Map<String, List<Dated>> stored = new LinkedHashMap<>();
        try (var lines = Files.lines(file)) {
            lines.filter(line -> line.startsWith("{\"kind\":\"memory\""))
                    .map(line -> JsonMapper.shared().readTree(line).path("memory"))
                    .forEach(memory ->
                            stored.computeIfAbsent(
                                            memory.path("user_id").asString(""),
                                            _ -> new ArrayList<>())
                                    .add(dated(memory)));
            return stored;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Dated dated(JsonNode memory) {
        var temporal = memory.path("temporal");
        return new Dated(
                memory.path("text").asString(),
                instant(temporal.path("start")),
                instant(temporal.path("end")));
    }

    private static @Nullable String instant(JsonNode node) {
        return node.isString() ? node.asString() : null;
    }
}
