package dev.keepsake.dream;

import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.model.Linguist;
import dev.keepsake.model.Purpose;
import dev.keepsake.model.Token;
import dev.keepsake.model.Token.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Patterns without a language model (engine contract 16.8): the theme that the memories of a
/// cluster share, and the most central of them in their own words. It says nothing that they do not
/// say. Safe for many threads.
public final class RulesDreamer implements Dreamer {

    /// As runs tell it.
    public static final String NAME = "rules";

    private static final double LEAST_SIMILARITY = 0.50;
    private static final int LEAST_SHARED_WORDS = 2;
    private static final int LEAST_FREQUENT = 2;
    private static final int MOST_CLAUSES = 4;
    private static final int MOST_WORDS = 60;

    private static final Pattern FREQUENCY =
            Pattern.compile(
                    "(?i)\\b(every|each|daily|weekly|monthly|yearly|nightly|always|usually|often|regularly"
                            + "|(once|twice|(two|three|four|five|several|\\d+) times) (a|an|per)"
                            + "|(on )?(mon|tues|wednes|thurs|fri|satur|sun)days|weekends|mornings|evenings)\\b");

    /// Nouns that say when or how much, but not about what.
    private static final Set<String> NO_THEMES =
            Set.of(
                    "user",
                    "day",
                    "week",
                    "month",
                    "year",
                    "morning",
                    "evening",
                    "afternoon",
                    "night",
                    "weekend",
                    "time",
                    "hour",
                    "minute",
                    "today",
                    "yesterday",
                    "tomorrow",
                    "lot",
                    "thing",
                    "way",
                    "people",
                    "friend",
                    "january",
                    "february",
                    "march",
                    "april",
                    "may",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december",
                    "monday",
                    "tuesday",
                    "wednesday",
                    "thursday",
                    "friday",
                    "saturday",
                    "sunday",
                    "spring",
                    "summer",
                    "autumn",
                    "winter",
                    "something",
                    "bit",
                    "kind",
                    "sort",
                    "part",
                    "plan",
                    "favorite",
                    "favourite");

    private final Linguist linguist;

    public RulesDreamer(Linguist linguist) {
        this.linguist = linguist;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Statement> statement(Purpose purpose, Cluster cluster) {
        var words = SharedWords.of(cluster, linguist);
        var isAboutOneThing = words.hasSharedName() || words.shared().size() >= LEAST_SHARED_WORDS;
        if (cluster.similarity() < LEAST_SIMILARITY || !isAboutOneThing) {
            return Optional.empty();
        }
        var theme = theme(cluster, words);
        var clauses = clauses(cluster);
        if (theme == null || clauses.size() < LEAST_SOURCES) {
            return Optional.empty();
        }
        var text = opening(cluster) + theme + ": " + String.join("; ", clauses) + ".";
        return Optional.of(new Statement(text, sources(cluster)));
    }

    private static List<MemoryId> sources(Cluster cluster) {
        return cluster.memories().stream().map(Memory::id).toList();
    }

    private static String opening(Cluster cluster) {
        var frequent =
                cluster.memories().stream()
                        .filter(memory -> FREQUENCY.matcher(memory.text()).find())
                        .count();
        return frequent >= LEAST_FREQUENT
                ? "User regularly returns to "
                : "User shows a lasting pattern around ";
    }

    /// The noun that most of the memories share, with the category of most of them.
    private static @Nullable String theme(Cluster cluster, SharedWords words) {
        var category = category(cluster);
        var noun = words.mostShared();
        if (noun == null) {
            return category;
        }
        return category == null || category.contains(noun.toLowerCase(java.util.Locale.ROOT))
                ? noun
                : noun + " (" + category + ")";
    }

    private static @Nullable String category(Cluster cluster) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (var memory : cluster.memories()) {
            var labels = memory.categories();
            if (labels != null && !labels.isEmpty() && !labels.getFirst().equals("misc")) {
                counts.merge(labels.getFirst(), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(most -> most.getValue() * 2 >= cluster.rows().size())
                .map(most -> most.getKey().replace('_', ' '))
                .orElse(null);
    }

    /// The most central texts that fit, in that order; each says something of its own.
    private static List<String> clauses(Cluster cluster) {
        List<String> clauses = new ArrayList<>();
        Set<String> told = new HashSet<>();
        var room = MOST_WORDS;
        for (var memory : cluster.memories()) {
            var clause = Clause.of(memory.text());
            var length = clause.split("\\s+").length;
            if (clauses.size() < MOST_CLAUSES && length <= room && told.add(clause)) {
                clauses.add(clause);
                room -= length;
            }
        }
        return clauses;
    }

    /// The words that at least half of a cluster's memories have.
    ///
    /// @param shared how many memories have each word, by its lemma
    private record SharedWords(
            Map<String, Integer> shared, Map<String, String> nouns, Set<String> names) {

        static SharedWords of(Cluster cluster, Linguist linguist) {
            Map<String, Integer> counts = new HashMap<>();
            Map<String, Integer> names = new HashMap<>();
            Map<String, String> nouns = new HashMap<>();
            for (var memory : cluster.memories()) {
                Set<String> own = new HashSet<>();
                for (var token : linguist.tokens(memory.text())) {
                    if (isContent(token)) {
                        own.add(token.lemma());
                        if (token.is(Tag.NOUN, Tag.PROPN)) {
                            nouns.putIfAbsent(token.lemma(), spelling(token));
                        }
                    }
                }
                own.forEach(word -> counts.merge(word, 1, Integer::sum));
                ProperNames.in(memory.text()).forEach(name -> names.merge(name, 1, Integer::sum));
            }
            var half = Math.max(2, (cluster.rows().size() + 1) / 2);
            counts.values().removeIf(count -> count < half);
            names.values().removeIf(count -> count < half);
            return new SharedWords(counts, nouns, names.keySet());
        }

        private static boolean isContent(Token token) {
            return token.is(Tag.NOUN, Tag.PROPN, Tag.VERB, Tag.ADJ, Tag.NUM)
                    && token.lemma().length() > 1
                    && !NO_THEMES.contains(token.lemma());
        }

        private static String spelling(Token token) {
            return token.is(Tag.PROPN) ? token.text() : token.lemma();
        }

        boolean hasSharedName() {
            return !names.isEmpty();
        }

        /// A name before other nouns, then the word of most memories, then by the alphabet.
        @Nullable String mostShared() {
            return shared.keySet().stream()
                    .filter(nouns::containsKey)
                    .min(
                            Comparator.<String, Boolean>comparing(word -> !names.contains(word))
                                    .thenComparing(Comparator.comparing(shared::get).reversed())
                                    .thenComparing(Comparator.naturalOrder()))
                    .map(nouns::get)
                    .orElseGet(() ->
                            names.stream()
                                    .min(Comparator.naturalOrder())
                                    .map(SharedWords::named)
                                    .orElse(null));
        }

        private static String named(String name) {
            return Character.toUpperCase(name.charAt(0)) + name.substring(1);
        }
    }
}
