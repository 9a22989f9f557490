package dev.keepsake.storage.testkit;

import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.MemoryId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Draws filter trees of every kind over the vocabulary of the random memories.
final class RandomFilters {

    private static final int DEPTH = 3;

    private final Vocabulary words;
    private final List<Supplier<Filter>> leaves;

    RandomFilters(Random random) {
        this.words = new Vocabulary(random);
        this.leaves =
                List.of(
                        () -> new Filter.EntityIn(kind(), Set.copyOf(words.someOf(Vocabulary.IDS))),
                        () -> new Filter.EntityPresent(kind()),
                        () -> new Filter.InstantWithin(field(), instant(), instant()),
                        Filter.ExpirationPresent::new,
                        () -> new Filter.ExpirationWithin(day(), day()),
                        Filter.LabelPresent::new,
                        () -> new Filter.LabelIn(Set.copyOf(words.someOf(Vocabulary.LABELS))),
                        () -> new Filter.LabelContains(part(Vocabulary.LABELS)),
                        () -> new Filter.MetadataPresent(key()),
                        () -> new Filter.MetadataEquals(key(), words.spelling()),
                        () -> new Filter.MetadataContains(key(), words.spelling()),
                        () -> new Filter.TextEquals(words.text()),
                        () -> new Filter.TextContains(part(Vocabulary.WORDS), words.chance(0.5)),
                        () -> new Filter.HasTerms(terms()),
                        () -> new Filter.StateIn(Set.copyOf(words.someOf(states()))));
    }

    /// @param ids of memories that the filter may name
    Filter next(List<MemoryId> ids) {
        return words.chance(0.2) ? Filter.EVERYTHING : tree(DEPTH, ids);
    }

    private Filter tree(int depth, List<MemoryId> ids) {
        if (depth == 0 || words.chance(0.4)) {
            return leaf(ids);
        }
        return switch (words.below(3)) {
            case 0 -> new Filter.All(parts(depth, ids));
            case 1 -> new Filter.Any(parts(depth, ids));
            default -> new Filter.Not(tree(depth - 1, ids));
        };
    }

    private List<Filter> parts(int depth, List<MemoryId> ids) {
        return IntStream.range(0, words.below(4)).mapToObj(_ -> tree(depth - 1, ids)).toList();
    }

    private Filter leaf(List<MemoryId> ids) {
        return words.chance(0.05)
                ? new Filter.IdIn(Set.copyOf(words.someOf(ids)))
                : words.oneOf(leaves).get();
    }

    private EntityKind kind() {
        return words.oneOf(List.of(EntityKind.values()));
    }

    private static List<Lifecycle> states() {
        return List.of(Lifecycle.values());
    }

    private Filter.InstantField field() {
        return words.oneOf(List.of(Filter.InstantField.values()));
    }

    private @Nullable Instant instant() {
        return words.chance(0.3) ? null : words.oneOf(Vocabulary.INSTANTS);
    }

    private @Nullable LocalDate day() {
        return words.chance(0.3) ? null : words.oneOf(Vocabulary.DAYS);
    }

    private String key() {
        return words.oneOf(Vocabulary.KEYS);
    }

    private Set<String> terms() {
        return Samples.encoding(words.text()).terms().stream().limit(2).collect(Collectors.toSet());
    }

    /// A piece of one of the words, sometimes in another case, sometimes nothing.
    private String part(List<String> whole) {
        var word = words.oneOf(whole);
        var from = words.below(word.length());
        var part = word.substring(from, from + words.below(word.length() - from + 1));
        return switch (words.below(3)) {
            case 0 -> Filter.foldCase(part);
            case 1 -> part.toUpperCase(Locale.ROOT);
            default -> part;
        };
    }
}
