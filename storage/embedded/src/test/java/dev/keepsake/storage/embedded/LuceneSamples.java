package dev.keepsake.storage.embedded;

import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Lineage;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Origin;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import dev.keepsake.model.PlainAnalyzer;
import dev.keepsake.search.Bm25;
import dev.keepsake.storage.SearchIndex.Probe;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Random memories, filters and questions from so few values that they often meet.
final class LuceneSamples {

    static final int DIMENSIONS = 8;

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.000001Z");
    private static final String LONG = "long ".repeat(250);
    private static final List<String> WORDS =
            List.of("tea", "Tea", "coffee", "Graz", "straße", "İstanbul", "茶", "\uD83C\uDF75", "a");
    private static final List<String> ENTITIES = List.of("ana", "Ana", "bob", "ünal", "x y", LONG);
    private static final List<String> LABELS = List.of("food", "Food", "travel", "", LONG);
    private static final List<String> KEYS = List.of("source", "priority", "", "tags", LONG);
    private static final List<Object> VALUES =
            List.of("email", "5", 5, 5.0, 5L, true, "true", "", 1e300, 0.0, LONG, LONG + "!");

    private final Random random;

    LuceneSamples(long seed) {
        random = new Random(seed);
    }

    static Stored row(String text) {
        return row(Memory.of(MemoryId.random(), text, Scope.ofUser("ana"), Times.at(NOW)));
    }

    static Stored row(Memory memory) {
        var vector = new LuceneSamples(memory.text().hashCode()).vector();
        return new Stored(memory, new Encoding(terms(memory.text()), "test", vector));
    }

    static Probe probe(String question, int nearest, int matching) {
        return new Probe(
                new LuceneSamples(question.hashCode()).vector(),
                terms(question).stream().distinct().toList(),
                nearest,
                matching,
                Bm25.STANDARD);
    }

    private static List<String> terms(String text) {
        return new PlainAnalyzer().terms(text);
    }

    float[] vector() {
        var vector = new float[DIMENSIONS];
        for (var i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        var length =
                Math.sqrt(
                        IntStream.range(0, DIMENSIONS)
                                .mapToDouble(i -> vector[i] * vector[i])
                                .sum());
        for (var i = 0; i < DIMENSIONS; i++) {
            vector[i] /= (float) length;
        }
        return vector;
    }

    Stored row() {
        return row(new MemoryId(new UUID(random.nextLong(), random.nextLong())));
    }

    Stored row(MemoryId id) {
        var memory =
                new Memory(
                        id,
                        text(),
                        scope(),
                        Origin.UNKNOWN,
                        metadata(),
                        sometimes(() -> some(LABELS)),
                        new Times(instant(), instant(), instant()),
                        sometimes(this::day),
                        false,
                        Lineage.FRESH.moved(pick(List.of(Lifecycle.values())), null),
                        null);
        return new Stored(memory, new Encoding(terms(memory.text()), "test", vector()));
    }

    String text() {
        var length = random.nextInt(12);
        return String.join(" ", IntStream.range(0, length).mapToObj(_ -> pick(WORDS)).toList());
    }

    private Scope scope() {
        var scope = Scope.NONE;
        for (var kind : EntityKind.values()) {
            scope = scope.with(kind, sometimes(() -> pick(ENTITIES)));
        }
        return scope;
    }

    private Map<String, @Nullable Object> metadata() {
        Map<String, @Nullable Object> metadata = new HashMap<>();
        some(KEYS).forEach(key -> metadata.put(key, value()));
        return metadata;
    }

    private @Nullable Object value() {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> Arrays.asList(pick(VALUES), null, pick(VALUES), List.of(1));
            case 2 -> Map.of("nested", 1);
            case 3 -> List.of();
            default -> pick(VALUES);
        };
    }

    private Instant instant() {
        return NOW.plusNanos(1_000L * (random.nextInt(7) - 3));
    }

    private LocalDate day() {
        return LocalDate.EPOCH.plusDays(random.nextInt(7) - 3);
    }

    Probe probe() {
        var terms = Stream.concat(terms(text()).stream(), Stream.of("absent")).distinct().toList();
        return new Probe(
                vector(), terms, random.nextInt(12), random.nextInt(12), new Bm25(0.9, 0.3));
    }

    Filter filter(int depth) {
        return switch (depth == 0 ? 3 : random.nextInt(6)) {
            case 0 -> new Filter.All(filters(depth - 1));
            case 1 -> new Filter.Any(filters(depth - 1));
            case 2 -> new Filter.Not(filter(depth - 1));
            default -> leaf();
        };
    }

    private List<Filter> filters(int depth) {
        return IntStream.range(0, random.nextInt(4)).mapToObj(_ -> filter(depth)).toList();
    }

    private Filter leaf() {
        return switch (random.nextInt(16)) {
            case 0 -> new Filter.EntityIn(kind(), someSet(ENTITIES));
            case 1 -> new Filter.EntityPresent(kind());
            case 2, 3 ->
                    new Filter.InstantWithin(
                            pick(List.of(Filter.InstantField.values())),
                            sometimes(() -> instant().plusNanos(random.nextInt(2_000))),
                            sometimes(() -> instant().plusNanos(random.nextInt(2_000))));
            case 4 -> new Filter.ExpirationPresent();
            case 5 -> new Filter.ExpirationWithin(sometimes(this::day), sometimes(this::day));
            case 6 -> new Filter.LabelPresent();
            case 7 -> new Filter.LabelIn(someSet(LABELS));
            case 8 -> new Filter.LabelContains(pick(List.of("FOO", "o", "", "RAVE", "long long")));
            case 9 -> new Filter.MetadataPresent(pick(KEYS));
            case 10 -> new Filter.MetadataEquals(pick(KEYS), canonical());
            case 11 ->
                    new Filter.MetadataContains(pick(KEYS), pick(List.of("mai", "5", "", "true")));
            case 12 -> new Filter.TextEquals(text());
            case 13 -> new Filter.TextContains(pick(WORDS), random.nextBoolean());
            case 14 -> new Filter.HasTerms(new HashSet<>(terms(String.join(" ", some(WORDS)))));
            default -> new Filter.StateIn(someStates());
        };
    }

    private String canonical() {
        return String.valueOf(Filter.canonical(pick(VALUES)));
    }

    private EntityKind kind() {
        return pick(List.of(EntityKind.values()));
    }

    private Set<Lifecycle> someStates() {
        var states = EnumSet.noneOf(Lifecycle.class);
        states.addAll(some(List.of(Lifecycle.values())));
        return states;
    }

    private Set<String> someSet(List<String> values) {
        return new LinkedHashSet<>(some(values));
    }

    private <T> List<T> some(List<T> values) {
        var shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, random.nextInt(4));
    }

    private <T> @Nullable T sometimes(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
