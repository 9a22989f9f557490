package dev.keepsake.storage.testkit;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Lineage;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Origin;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Times;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Draws memories from a small world, so that random filters meet something and random texts share
/// words. Its values are chosen to trip translations: wildcards, quotes, letters whose case folds
/// oddly, numbers of one value in several spellings.
final class Vocabulary {

    static final List<ProjectId> PROJECTS =
            List.of(
                    ProjectId.parse("bbbbbbbb-0000-4000-8000-000000000001"),
                    ProjectId.parse("bbbbbbbb-0000-4000-8000-000000000002"),
                    ProjectId.parse("0bbbbbbb-0000-4000-8000-000000000003"));

    static final List<String> IDS = List.of("ana", "Ana", "o'brien%_", "%", "a&b=c", "İ");

    static final List<String> WORDS =
            List.of(
                    "likes",
                    "tea",
                    "Tea",
                    "TEA!",
                    "coffee",
                    "100%",
                    "under_score",
                    "Straße",
                    "STRASSE",
                    "İstanbul",
                    "istanbul",
                    "ΟΔΟΣ",
                    "οδός",
                    "naïve",
                    "back\\slash",
                    "\"quoted\"",
                    "it's",
                    "猫",
                    "c3po",
                    "3.14");

    static final List<String> LABELS = List.of("food", "Food", "fo%", "sport & play", "ΣΑΣ", "a,b");

    static final List<String> KEYS = List.of("team", "rank", "odd \"key\".$[0]'%", "");

    static final List<Instant> INSTANTS =
            List.of(
                    Samples.START,
                    Samples.START.plusNanos(1_000),
                    Samples.START.minusSeconds(1),
                    Instant.parse("2027-01-15T10:00:00Z"),
                    Instant.parse("2027-01-15T10:00:00.1Z"),
                    Instant.parse("2026-12-31T23:59:59.999999Z"),
                    Instant.parse("1969-12-31T23:59:59.5Z"),
                    Instant.parse("0999-01-01T00:00:00Z"));

    static final List<LocalDate> DAYS =
            List.of(
                    LocalDate.of(2027, 1, 14),
                    LocalDate.of(2027, 1, 15),
                    LocalDate.of(2027, 10, 1),
                    LocalDate.of(1969, 2, 28));

    private static final List<@Nullable Object> VALUES =
            Arrays.asList(
                    5,
                    5.0,
                    "5",
                    "5.0",
                    -0.0,
                    0,
                    1e20,
                    1.5e-7,
                    5_000_000_000L,
                    true,
                    "true",
                    false,
                    null,
                    "",
                    "red wine",
                    "Red_Wine%",
                    "ΟΔΟΣ",
                    List.of(),
                    Arrays.asList("red", 5, true, null, List.of("nested")),
                    List.of("red wine", 5.50, "tr\"ue"),
                    Map.of("red", 5));

    private final Random random;

    Vocabulary(Random random) {
        this.random = random;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// Some of them, perhaps none, in random order.
    <T> List<T> someOf(List<T> choices) {
        return choices.stream().filter(_ -> chance(2.0 / choices.size())).toList();
    }

    UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /// Mostly the first one, so that it has much in it.
    ProjectId project() {
        return chance(0.6) ? PROJECTS.getFirst() : oneOf(PROJECTS);
    }

    String text() {
        return IntStream.rangeClosed(0, below(6))
                .mapToObj(_ -> oneOf(WORDS))
                .collect(Collectors.joining(" "));
    }

    Scope scope() {
        if (chance(0.5)) {
            return Scope.ofUser(oneOf(IDS.subList(0, 2)));
        }
        var scope = Scope.NONE;
        for (var kind : EntityKind.values()) {
            if (chance(0.5)) {
                scope = scope.with(kind, oneOf(IDS));
            }
        }
        return scope;
    }

    /// A new memory.
    Sample memory(List<MemoryId> known) {
        return new Sample(
                new Memory(
                        new MemoryId(uuid()),
                        text(),
                        scope(),
                        origin(),
                        metadata(),
                        categories(),
                        times(),
                        chance(0.4) ? oneOf(DAYS) : null,
                        chance(0.1),
                        lineage(known),
                        temporal()));
    }

    /// The same memory, changed in some way; perhaps not at all.
    Sample changed(Memory memory, List<MemoryId> known) {
        var changed = memory;
        if (chance(0.5)) {
            changed = changed.withText(text());
        }
        if (chance(0.3)) {
            changed = changed.withMetadata(metadata());
        }
        if (chance(0.3)) {
            changed = changed.withLineage(lineage(known));
        }
        return annotated(changed);
    }

    /// The same memory with another label or day and the same text.
    Sample annotated(Memory memory) {
        var changed = memory;
        if (chance(0.4)) {
            changed = changed.withCategories(categories());
        }
        if (chance(0.3)) {
            changed = changed.withExpiration(chance(0.5) ? oneOf(DAYS) : null);
        }
        if (chance(0.3)) {
            changed = changed.withTemporal(temporal());
        }
        return new Sample(changed.withTimes(changed.times().touched(oneOf(INSTANTS))));
    }

    /// The spelling of some metadata value, or nearly.
    String spelling() {
        return oneOf(
                List.of(
                        "5",
                        "5.0",
                        "5.5",
                        "0",
                        "-0.0",
                        "100000000000000000000",
                        "0.00000015",
                        "5000000000",
                        "true",
                        "false",
                        "null",
                        "",
                        "red",
                        "red wine",
                        "Red",
                        "ΟΔΟΣ",
                        "e",
                        "%",
                        "_",
                        "nested"));
    }

    private Map<String, @Nullable Object> metadata() {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        someOf(KEYS).forEach(key -> metadata.put(key, oneOf(VALUES)));
        return metadata;
    }

    private @Nullable List<String> categories() {
        return chance(0.3) ? null : someOf(LABELS);
    }

    private Times times() {
        return new Times(oneOf(INSTANTS), oneOf(INSTANTS), oneOf(INSTANTS));
    }

    private Origin origin() {
        return chance(0.6)
                ? Origin.UNKNOWN
                : new Origin(
                        chance(0.5) ? "Ben" : null,
                        chance(0.5) ? "user" : null,
                        chance(0.5) ? Attribution.USER : null,
                        null);
    }

    private Lineage lineage(List<MemoryId> known) {
        if (known.isEmpty() || chance(0.5)) {
            return Lineage.FRESH;
        }
        var state = oneOf(List.of(Lifecycle.values()));
        var by = state == Lifecycle.ACTIVE ? null : oneOf(known);
        return new Lineage(state, by, chance(0.2), List.of(oneOf(known)), List.of());
    }

    private @Nullable Temporal temporal() {
        return chance(0.7)
                ? null
                : new Temporal(
                        oneOf(List.of(Temporal.Type.values())),
                        oneOf(List.of(Temporal.Status.values())),
                        chance(0.5) ? oneOf(INSTANTS) : null,
                        chance(0.5) ? oneOf(INSTANTS) : null,
                        oneOf(List.of(Temporal.Precision.values())));
    }
}
