package dev.keepsake.server.dump;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The counts and hashes at the end of a dump, by which a reader knows that it has all of it.
final class EndLine {

    private EndLine() {}

    static String write(Ledger ledger) {
        var line = new Document();
        line.put("kind", LineKind.END.spelled());
        Map<String, @Nullable Object> sums = new LinkedHashMap<>();
        ledger.counts()
                .forEach((kind, count) -> {
                    var sum = new Document();
                    sum.put("count", count);
                    sum.put("hash", ledger.hash(kind));
                    sums.put(kind.spelled(), sum.fields());
                });
        line.put("sums", sums);
        return line.write();
    }

    /// @param line the end as it was written
    /// @param ledger of the lines before it
    /// @throws Failure.Invalid when lines are missing, added or changed
    static void check(Document line, Ledger ledger) {
        var differences = differences(line, ledger);
        if (!differences.isEmpty()) {
            throw new Failure.Invalid(
                    "the file is damaged or incomplete: " + String.join("; ", differences));
        }
    }

    /// What is not as the line says, a text for each kind.
    static List<String> differences(Document line, Ledger ledger) {
        var written = Document.of(line.object("sums"));
        List<String> differences = new ArrayList<>();
        for (var kind : LineKind.values()) {
            var sum = written.inner(kind.spelled());
            var count = sum == null ? 0L : ((Number) require(sum, "count")).longValue();
            var counted = ledger.counts().getOrDefault(kind, 0L);
            if (count != counted) {
                differences.add(
                        count + " " + kind.spelled() + " lines told, " + counted + " there");
            } else if (sum != null && !ledger.hash(kind).equals(sum.requireText("hash"))) {
                differences.add("the " + kind.spelled() + " lines have another hash");
            }
        }
        return differences;
    }

    private static Object require(Document document, String key) {
        var value = document.fields().get(key);
        if (!(value instanceof Number)) {
            throw new Failure.Invalid("the end of the file tells no " + key);
        }
        return value;
    }
}
