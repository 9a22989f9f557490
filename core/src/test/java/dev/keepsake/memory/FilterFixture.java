package dev.keepsake.memory;

import dev.keepsake.model.PlainAnalyzer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The memories M1 to M8 of engine contract 3.6, and shorthand for JSON values.
final class FilterFixture {
    static final Map<String, Stored> ROWS = new LinkedHashMap<>();

    static {
        put(
                "M1",
                new Scope("alice", null, null, "r1"),
                List.of("food"),
                object("source", "email", "priority", 5),
                "2026-01-10T09:00:00Z",
                null,
                "User is allergic to shellfish");
        put(
                "M2",
                new Scope("alice", null, "shop", null),
                List.of("finance", "travel"),
                object("source", "chat"),
                "2026-02-01T00:00:00Z",
                null,
                "User paid invoice 4471 for the Tokyo trip");
        put(
                "M3",
                new Scope(null, "bot", null, "r1"),
                List.of("technology"),
                Map.of(),
                "2026-02-15T12:30:00Z",
                null,
                "Agent recommended Postgres");
        put(
                "M4",
                new Scope("bob", null, null, "r1"),
                List.of(),
                Map.of(),
                "2026-03-01T10:00:00Z",
                null,
                "User prefers Invoice reminders by email");
        put(
                "M5",
                new Scope("alice", "bot", "shop", "r2"),
                List.of("finance"),
                object("source", "email", "tags", List.of("vip", "eu")),
                "2026-03-10T08:00:00Z",
                "2026-03-31",
                "Alice has a VIP contract");
        put(
                "M6",
                new Scope(null, null, "shop", null),
                List.of("misc"),
                object("vip", true),
                "2026-04-01T00:00:00Z",
                null,
                "Store opens at 9");
        put(
                "M7",
                new Scope(null, null, null, "r9"),
                null,
                object("priority", "5"),
                "2026-04-02T18:00:00Z",
                null,
                "Ticket 88 resolved");
        put(
                "M8",
                new Scope("alice", null, null, null),
                List.of("travel"),
                object("source", "chat", "priority", 7),
                "2025-12-01T00:00:00Z",
                null,
                "User lives in Bergen");
    }

    private FilterFixture() {}

    static String id(String name) {
        return "00000000-0000-4000-8000-00000000000" + name.charAt(1);
    }

    /// The names of the rows that a filter matches, in order.
    static String matching(Filter filter) {
        return ROWS.entrySet().stream()
                .filter(row -> filter.matches(row.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" "));
    }

    static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return object;
    }

    static List<@Nullable Object> list(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    private static void put(
            String name,
            Scope scope,
            @Nullable List<String> categories,
            Map<String, @Nullable Object> metadata,
            String created,
            @Nullable String expiration,
            String text) {
        var id = new MemoryId(UUID.fromString(id(name)));
        var memory =
                Memory.of(id, text, scope, Times.at(Instant.parse(created)))
                        .withCategories(categories)
                        .withMetadata(metadata)
                        .withExpiration(expiration == null ? null : LocalDate.parse(expiration));
        var encoding = new Encoding(new PlainAnalyzer().terms(text), "none", new float[] {1});
        ROWS.put(name, new Stored(memory, encoding));
    }
}
