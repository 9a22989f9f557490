package dev.keepsake.summary;

import dev.keepsake.category.Catalog;
import dev.keepsake.fact.Fact;
import dev.keepsake.fact.FactReader;
import dev.keepsake.fact.Slot;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A summary without a language model (engine contract 16.9): the memories themselves, the most
/// telling and least alike of them, as sentences in the order of their categories. Deterministic.
public final class RulesSummarizer implements Summarizer {

    /// Shown with summaries made so.
    public static final String NAME = "rules";

    /// How much being telling counts against being unlike what is told already.
    private static final double LAMBDA = 0.7;

    private static final double SAME = 0.97;
    private static final int MOST_OF_THE_PAST = 2;
    private static final int MOST_CONSIDERED = 500;

    private static final List<String> CATEGORIES = Catalog.STANDARD.names();

    /// What a person is first known by.
    private static final Set<Slot> FIRST =
            Set.of(
                    Slot.NAME,
                    Slot.RESIDENCE,
                    Slot.EMPLOYER,
                    Slot.JOB_TITLE,
                    Slot.PARTNER,
                    Slot.CHILDREN,
                    Slot.RELATIONSHIP,
                    Slot.AGE);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summarize(Task task) {
        return text(task.rows(), task.maxTokens());
    }

    /// The same for whoever needs a text of some length.
    ///
    /// @param rows oldest first
    public static String text(List<Stored> rows, int maxTokens) {
        var present = entries(rows, Lifecycle.ACTIVE);
        var chosen = chosen(present, maxTokens);
        var sentences =
                chosen.stream()
                        .sorted(Entry.TOLD)
                        .map(Entry::sentence)
                        .collect(Collectors.toList());
        var room = maxTokens - sentences.stream().mapToInt(Tokens::in).sum();
        var past = entries(rows, Lifecycle.SUPERSEDED).reversed();
        for (var entry : past.subList(0, Math.min(MOST_OF_THE_PAST, past.size()))) {
            var sentence = "Previously: " + entry.sentence();
            room -= Tokens.in(sentence);
            if (room >= 0) {
                sentences.add(sentence);
            }
        }
        return String.join(" ", sentences);
    }

    private static List<Entry> entries(List<Stored> rows, Lifecycle state) {
        var wanted = rows.stream().filter(row -> row.memory().lineage().state() == state).toList();
        var newest = wanted.subList(Math.max(0, wanted.size() - MOST_CONSIDERED), wanted.size());
        List<Entry> entries = new ArrayList<>();
        for (var at = 0; at < newest.size(); at++) {
            entries.add(Entry.of(newest.get(at), at, newest.size()));
        }
        return entries;
    }

    /// Maximal marginal relevance: each time the one that adds most to what was taken before.
    private static List<Entry> chosen(List<Entry> entries, int maxTokens) {
        var rest = new ArrayList<>(entries);
        var nearest = new double[entries.size()];
        List<Entry> chosen = new ArrayList<>();
        var room = maxTokens;
        while (!rest.isEmpty()) {
            var next =
                    rest.stream()
                            .max(
                                    Comparator.comparingDouble((Entry each) -> gain(each, nearest))
                                            .thenComparingInt(Entry::position))
                            .orElseThrow();
            rest.remove(next);
            var cost = Tokens.in(next.sentence()) + 1;
            var isRepeat = !chosen.isEmpty() && nearest[next.position] >= SAME;
            if (isRepeat || cost > room && !chosen.isEmpty()) {
                continue;
            }
            room -= cost;
            chosen.add(next);
            rest.forEach(each ->
                    nearest[each.position] =
                            Math.max(nearest[each.position], likeness(each.row, next.row)));
        }
        return chosen;
    }

    private static double gain(Entry entry, double[] nearest) {
        return LAMBDA * entry.weight - (1 - LAMBDA) * nearest[entry.position];
    }

    /// Of unit vectors of one model, so the product is the cosine.
    private static double likeness(Stored one, Stored other) {
        var left = one.encoding().vector();
        var right = other.encoding().vector();
        if (left.length != right.length) {
            return 0;
        }
        var cosine = 0.0;
        for (var at = 0; at < left.length; at++) {
            cosine += (double) left[at] * right[at];
        }
        return cosine;
    }

    /// @param position by age, the oldest first
    /// @param weight how telling it is, 0 to 1
    private record Entry(
            Stored row, int position, int group, boolean pattern, boolean first, double weight) {

        /// By category, patterns first, then what a person is known by, then the newest.
        static final Comparator<Entry> TOLD =
                Comparator.comparingInt(Entry::group)
                        .thenComparing(entry -> !entry.pattern)
                        .thenComparing(entry -> !entry.first)
                        .thenComparing(Comparator.comparingInt(Entry::position).reversed());

        static Entry of(Stored row, int position, int count) {
            var memory = row.memory();
            var facts = FactReader.facts(memory.text());
            var first = facts.stream().map(Fact::slot).anyMatch(FIRST::contains);
            var pattern = memory.lineage().synthesized();
            var recency = (position + 1.0) / count;
            var weight = first || pattern ? 0.8 : facts.isEmpty() ? 0.3 : 0.5;
            return new Entry(
                    row, position, placeOf(memory), pattern, first, weight + 0.2 * recency);
        }

        private static int placeOf(Memory memory) {
            var labels = memory.categories();
            if (labels == null || labels.isEmpty()) {
                return CATEGORIES.size() + 1;
            }
            var at = CATEGORIES.indexOf(labels.getFirst());
            return at < 0 ? CATEGORIES.size() : at;
        }

        String sentence() {
            var text = row.memory().text().strip();
            var upper = Character.toUpperCase(text.codePointAt(0));
            var sentence =
                    Character.toString(upper)
                            + text.substring(Character.charCount(text.codePointAt(0)));
            return sentence.matches("(?s).*[.!?…。！？]$") ? sentence : sentence + ".";
        }
    }
}
