package dev.keepsake.export;

import dev.keepsake.fact.Fact;
import dev.keepsake.fact.FactReader;
import dev.keepsake.fact.Slot;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.TextAnalyzer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The memories of one export and what can be known from them: facts by slot, and statements that
/// are near to a question. For one thread.
final class Evidence {

    private static final String USER = "User";

    private final List<Entry> entries;
    private final Embedder embedder;
    private final TextAnalyzer analyzer;
    private final @Nullable String mainName;
    private final Map<String, float[]> vectors;

    /// @param facts of the statement, in its order
    record Entry(Stored row, List<Fact> facts) {
        String text() {
            return row.memory().text();
        }

        boolean isPresent() {
            return row.memory().lineage().state() == Lifecycle.ACTIVE;
        }
    }

    /// An entry and how near it is to a question, 0 to 1.
    record Near(Entry entry, double similarity) {}

    /// @param rows oldest first
    static Evidence of(List<Stored> rows, Embedder embedder, TextAnalyzer analyzer) {
        var entries =
                rows.stream()
                        .map(row -> new Entry(row, FactReader.facts(row.memory().text())))
                        .toList();
        return new Evidence(entries, embedder, analyzer, mainName(entries), new HashMap<>());
    }

    private Evidence(
            List<Entry> entries,
            Embedder embedder,
            TextAnalyzer analyzer,
            @Nullable String mainName,
            Map<String, float[]> vectors) {
        this.entries = entries;
        this.embedder = embedder;
        this.analyzer = analyzer;
        this.mainName = mainName;
        this.vectors = vectors;
    }

    /// One statement alone, with the same ideas of who it is about.
    Evidence only(Entry entry) {
        return new Evidence(List.of(entry), embedder, analyzer, mainName, vectors);
    }

    /// The proper name that is the subject of most statements.
    private static @Nullable String mainName(List<Entry> entries) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (var entry : entries) {
            var subject = FactReader.subject(entry.text());
            if (!subject.equals(USER) && !subject.contains("'s ") && !subject.isEmpty()) {
                counts.merge(subject, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    Optional<String> mainName() {
        return Optional.ofNullable(mainName);
    }

    List<Stored> rows() {
        return entries.stream().map(Entry::row).toList();
    }

    /// Statements that hold now; with nothing but the past asked for, those that do not.
    Stream<Entry> told(boolean past) {
        return entries.stream().filter(entry -> entry.isPresent() != past);
    }

    /// The values of a slot of whom the export is about, in the order of their first mention. What
    /// was denied later is not among them; of a single slot only the last is.
    List<String> values(Slot slot, @Nullable String about, boolean past) {
        Map<String, String> values = new LinkedHashMap<>();
        for (var entry : entries) {
            for (var fact : entry.facts()) {
                if (fact.slot() == slot && isMain(fact.subject()) && isAbout(fact, about)) {
                    take(values, fact, isWanted(entry, fact, past), past);
                }
            }
        }
        var all = new ArrayList<>(values.values());
        return slot.isSingle() && !past && all.size() > 1 ? List.of(all.getLast()) : all;
    }

    /// The present is what holds in active memories; the past what ended, or is told by others.
    private static boolean isWanted(Entry entry, Fact fact, boolean past) {
        return past ? !fact.holds() || !entry.isPresent() : fact.holds() && entry.isPresent();
    }

    private static void take(Map<String, String> values, Fact fact, boolean wanted, boolean past) {
        var key = fact.value().toLowerCase(Locale.ROOT);
        if (wanted) {
            if (fact.slot().isSingle()) {
                values.remove(key);
            }
            values.putIfAbsent(key, fact.value());
        } else if (!past && !fact.holds()) {
            values.remove(key);
        }
    }

    private boolean isAbout(Fact fact, @Nullable String about) {
        return about == null
                || analyzer.terms(fact.about()).containsAll(analyzer.terms(about))
                        && !analyzer.terms(about).isEmpty();
    }

    private boolean isMain(String subject) {
        return subject.equals(USER)
                || mainName != null
                        && (subject.equals(mainName)
                                || subject.startsWith(mainName + " ")
                                || mainName.startsWith(subject + " "));
    }

    /// Statements at least so near to a question, the nearest first; among equals the newest.
    List<Near> near(String question, double least, boolean past) {
        var vector = vectors.computeIfAbsent(question, this::embedded);
        List<Near> near = new ArrayList<>();
        told(past)
                .forEach(entry -> {
                    var similarity = similarity(vector, entry);
                    if (similarity >= least) {
                        near.addFirst(new Near(entry, similarity));
                    }
                });
        near.sort(Comparator.comparingDouble(Near::similarity).reversed());
        return near;
    }

    private float[] embedded(String question) {
        return embedder.embedQuery(question).vector();
    }

    private double similarity(float[] question, Entry entry) {
        var encoding = entry.row().encoding();
        if (!encoding.modelId().equals(embedder.model().id())
                || encoding.vector().length != question.length) {
            return 0;
        }
        var cosine = 0.0;
        for (var at = 0; at < question.length; at++) {
            cosine += (double) question[at] * encoding.vector()[at];
        }
        return embedder.model().calibrated(cosine);
    }

    /// Statements that hold every one of these words, whatever their forms; the newest first.
    List<Entry> saying(List<String> words, boolean past) {
        var terms = terms(words);
        return terms.isEmpty()
                ? List.of()
                : told(past)
                        .filter(entry -> entry.row().encoding().terms().containsAll(terms))
                        .toList()
                        .reversed();
    }

    Set<String> terms(List<String> words) {
        return new HashSet<>(analyzer.terms(String.join(" ", words)));
    }
}
