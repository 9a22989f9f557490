package dev.keepsake.memory;

import static dev.keepsake.memory.FilterFixture.id;
import static dev.keepsake.memory.FilterFixture.list;
import static dev.keepsake.memory.FilterFixture.matching;
import static dev.keepsake.memory.FilterFixture.object;
import static dev.keepsake.memory.FilterTableRows.and;
import static dev.keepsake.memory.FilterTableRows.not;
import static dev.keepsake.memory.FilterTableRows.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Filter.All;
import dev.keepsake.memory.Filter.Any;
import dev.keepsake.memory.Filter.EntityIn;
import dev.keepsake.memory.Filter.EntityPresent;
import dev.keepsake.memory.Filter.ExpirationPresent;
import dev.keepsake.memory.Filter.ExpirationWithin;
import dev.keepsake.memory.Filter.HasTerms;
import dev.keepsake.memory.Filter.IdIn;
import dev.keepsake.memory.Filter.InstantField;
import dev.keepsake.memory.Filter.InstantWithin;
import dev.keepsake.memory.Filter.LabelContains;
import dev.keepsake.memory.Filter.LabelIn;
import dev.keepsake.memory.Filter.LabelPresent;
import dev.keepsake.memory.Filter.MetadataContains;
import dev.keepsake.memory.Filter.MetadataEquals;
import dev.keepsake.memory.Filter.MetadataPresent;
import dev.keepsake.memory.Filter.Not;
import dev.keepsake.memory.Filter.TextContains;
import dev.keepsake.memory.Filter.TextEquals;
import dev.keepsake.memory.FilterTableRows.Verdict;
import dev.keepsake.model.PlainAnalyzer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
    private static final String UNKNOWN_KEY =
            "Top-level key must be a logical operator or an allowed field: ['AND', 'OR', 'NOT',"
                    + " 'user_id', 'agent_id', 'app_id', 'run_id', 'created_at', 'updated_at',"
                    + " 'timestamp', 'expiration_date', 'text', 'categories', 'metadata',"
                    + " 'keywords_search', 'memory_ids', 'keywords']";

    private final FilterParser parser = new FilterParser(new PlainAnalyzer());

    static List<FilterTableRows.Row> table() {
        return FilterTableRows.ALL;
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyRowOfTheContractsTableHolds(FilterTableRows.Row row) {
        if (row.verdict() == Verdict.INVALID) {
            assertThatThrownBy(() -> parser.parse(row.filter()))
                    .isInstanceOf(Failure.Invalid.class);
            return;
        }
        var filter = parser.parse(row.filter());

        assertThat(matching(filter)).isEqualTo(row.matching());
        assertThat(filter.isPositivelyScoped()).isEqualTo(row.verdict() == Verdict.SERVED);
    }

    @ParameterizedTest
    @MethodSource("table")
    void onlyServedRowsPassForReads(FilterTableRows.Row row) {
        switch (row.verdict()) {
            case SERVED ->
                    assertThat(parser.parseScoped(row.filter()))
                            .isEqualTo(parser.parse(row.filter()));
            case UNSCOPED ->
                    assertThatThrownBy(() -> parser.parseScoped(row.filter()))
                            .isInstanceOf(Failure.Invalid.class)
                            .hasMessage(
                                    "filters must include at least one entity ID (user_id,"
                                            + " agent_id, app_id, or run_id)");
            case INVALID ->
                    assertThatThrownBy(() -> parser.parseScoped(row.filter()))
                            .isInstanceOf(Failure.Invalid.class);
        }
    }

    static Stream<Arguments> meanings() {
        var alice = new EntityIn(EntityKind.USER, Set.of("alice"));
        var user = new EntityPresent(EntityKind.USER);
        var day = Instant.parse("2026-03-10T00:00:00Z");
        var next = Instant.parse("2026-03-11T00:00:00Z");
        var onDay = created(day, next);
        var eight = Instant.parse("2026-03-10T08:00:00Z");
        var afterEight = Instant.parse("2026-03-10T08:00:00.000001Z");
        var march = LocalDate.parse("2026-03-31");
        var april = LocalDate.parse("2026-04-01");
        var email = new MetadataEquals("k", "email");
        return Stream.of(
                arguments(object("user_id", " alice "), alice),
                arguments(object("user_id", 42), new EntityIn(EntityKind.USER, Set.of("42"))),
                arguments(
                        object("agent_id", list("a", 1.0)),
                        new EntityIn(EntityKind.AGENT, Set.of("a", "1"))),
                arguments(object("user_id", object("eq", "alice")), alice),
                arguments(object("user_id", object("ne", "alice")), new Not(alice)),
                arguments(
                        object("run_id", object("in", list())),
                        new EntityIn(EntityKind.RUN, Set.of())),
                arguments(object("user_id", "*"), user),
                arguments(object("user_id", null), new Not(user)),
                arguments(
                        object("user_id", object("eq", "*")),
                        new EntityIn(EntityKind.USER, Set.of("*"))),
                arguments(object("userId", "*"), user),
                arguments(object("agentId", "*"), new EntityPresent(EntityKind.AGENT)),
                arguments(object("appId", "*"), new EntityPresent(EntityKind.APP)),
                arguments(object("runId", "*"), new EntityPresent(EntityKind.RUN)),
                arguments(
                        object("user_id", object("in", list("alice"), "ne", "alice")),
                        new All(List.of(alice, new Not(alice)))),
                arguments(object("created_at", "2026-03-10"), onDay),
                arguments(object("created_at", object("ne", "2026-03-10")), new Not(onDay)),
                arguments(
                        object("created_at", object("in", list("2026-03-10", eight.toString()))),
                        new Any(List.of(onDay, created(eight, afterEight)))),
                arguments(object("created_at", object("gt", "2026-03-10")), created(next, null)),
                arguments(object("created_at", object("gte", "2026-03-10")), created(day, null)),
                arguments(object("created_at", object("lt", "2026-03-10")), created(null, day)),
                arguments(object("created_at", object("lte", "2026-03-10")), created(null, next)),
                arguments(
                        object("created_at", object("gt", eight.toString())),
                        created(afterEight, null)),
                arguments(
                        object("created_at", object("gte", eight.toString())),
                        created(eight, null)),
                arguments(
                        object("created_at", object("lt", eight.toString())), created(null, eight)),
                arguments(
                        object("created_at", object("lte", eight.toString())),
                        created(null, afterEight)),
                arguments(object("created_at", eight.getEpochSecond()), created(eight, afterEight)),
                arguments(
                        object("created_at", String.valueOf(eight.toEpochMilli())),
                        created(eight, afterEight)),
                arguments(object("created_at", "*"), Filter.EVERYTHING),
                arguments(
                        object("updated_at", object("lt", eight.toString())),
                        new InstantWithin(InstantField.UPDATED, null, eight)),
                arguments(
                        object("timestamp", object("lt", eight.toString())),
                        new InstantWithin(InstantField.TIMESTAMP, null, eight)),
                arguments(
                        object("expiration_date", "2026-03-31"),
                        new ExpirationWithin(march, april)),
                arguments(
                        object("expiration_date", object("ne", "2026-03-31")),
                        new Not(new ExpirationWithin(march, april))),
                arguments(
                        object("expiration_date", object("in", list("2026-03-31"))),
                        new Any(List.of(new ExpirationWithin(march, april)))),
                arguments(
                        object("expiration_date", object("gt", "2026-03-31")),
                        new ExpirationWithin(april, null)),
                arguments(
                        object("expiration_date", object("gte", "2026-03-31T23:59:59Z")),
                        new ExpirationWithin(march, null)),
                arguments(
                        object("expiration_date", object("lt", "2026-03-31")),
                        new ExpirationWithin(null, march)),
                arguments(
                        object("expiration_date", object("lte", "2026-03-31T01:00:00+02:00")),
                        new ExpirationWithin(null, march)),
                arguments(object("expiration_date", "*"), new ExpirationPresent()),
                arguments(object("expiration_date", null), new Not(new ExpirationPresent())),
                arguments(object("categories", "food"), new LabelIn(Set.of("food"))),
                arguments(object("categories", list("a", "b")), new LabelIn(Set.of("a", "b"))),
                arguments(object("categories", object("in", list("a"))), new LabelIn(Set.of("a"))),
                arguments(
                        object("categories", object("contains", "TRA")), new LabelContains("TRA")),
                arguments(object("categories", "*"), new LabelPresent()),
                arguments(object("categories", null), new Not(new LabelPresent())),
                arguments(object("metadata", object("k", "email")), email),
                arguments(object("metadata.k", "email"), email),
                arguments(object("metadata", object("k", object("eq", "email"))), email),
                arguments(object("metadata", object("eq", object("k", "email"))), email),
                arguments(object("metadata", object("k", object("ne", "email"))), new Not(email)),
                arguments(object("metadata", object("ne", object("k", "email"))), new Not(email)),
                arguments(
                        object(
                                "metadata",
                                object("contains", object("k", "em"), "eq", object("k", 1))),
                        new All(
                                List.of(
                                        new MetadataContains("k", "em"),
                                        new MetadataEquals("k", "1")))),
                arguments(
                        object("metadata", object("eq", "email")),
                        new MetadataEquals("eq", "email")),
                arguments(
                        object("metadata.a.b", object("contains", true)),
                        new MetadataContains("a.b", "true")),
                arguments(object("metadata", object("k", "*")), new MetadataPresent("k")),
                arguments(object("metadata", object("k", null)), new Not(new MetadataPresent("k"))),
                arguments(
                        object("metadata", object("k", 5.0, "l", false)),
                        new All(
                                List.of(
                                        new MetadataEquals("k", "5"),
                                        new MetadataEquals("l", "false")))),
                arguments(object("keywords", "Tea"), new TextContains("Tea", true)),
                arguments(
                        object("keywords", object("contains", "Tea")),
                        new TextContains("Tea", false)),
                arguments(
                        object("keywords", object("icontains", "Tea")),
                        new TextContains("Tea", true)),
                arguments(object("text", " Tea"), new TextEquals(" Tea")),
                arguments(object("text", object("eq", "Tea")), new TextEquals("Tea")),
                arguments(object("text", object("ne", "Tea")), new Not(new TextEquals("Tea"))),
                arguments(
                        object("text", object("contains", "Tea")), new TextContains("Tea", false)),
                arguments(
                        object("text", object("icontains", "Tea")), new TextContains("Tea", true)),
                arguments(
                        object("keywords_search", "Green TEA, tea"),
                        new HasTerms(Set.of("green", "tea"))),
                arguments(
                        object("keywords_search", object("contains", "Tea")),
                        new HasTerms(Set.of("tea"))),
                arguments(
                        object("memory_ids", list(id("M1"), "nonsense")),
                        new IdIn(Set.of(MemoryId.parse(id("M1"))))),
                arguments(
                        object("memory_ids", object("in", list(id("M1").toUpperCase()))),
                        new IdIn(Set.of(MemoryId.parse(id("M1"))))),
                arguments(
                        not(list(object("user_id", "*"), object("user_id", "alice"))),
                        new Not(new Any(List.of(user, alice)))),
                arguments(
                        object("user_id", "*", "OR", list(object("user_id", "alice"))),
                        new All(List.of(user, new Any(List.of(alice))))));
    }

    private static Filter created(Instant from, Instant until) {
        return new InstantWithin(InstantField.CREATED, from, until);
    }

    @ParameterizedTest
    @MethodSource("meanings")
    void everyFormHasItsMeaning(Map<String, Object> filter, Filter meaning) {
        assertThat(parser.parse(filter)).isEqualTo(meaning);
    }

    /// The cells of the contract's matrix 3.2, column by column.
    static Stream<Arguments> cells() {
        var columns =
                List.of(
                        "bare",
                        "list",
                        "eq",
                        "ne",
                        "in",
                        "gt",
                        "gte",
                        "lt",
                        "lte",
                        "contains",
                        "icontains",
                        "*",
                        "null");
        var entity = "bare list eq ne in * null";
        var instant = "bare ne in gt gte lt lte *";
        var matrix =
                object(
                        "user_id",
                        entity,
                        "agent_id",
                        entity,
                        "app_id",
                        entity,
                        "run_id",
                        entity,
                        "created_at",
                        instant,
                        "updated_at",
                        instant,
                        "timestamp",
                        instant,
                        "expiration_date",
                        instant + " null",
                        "categories",
                        "bare list in contains * null",
                        "metadata.key",
                        "bare eq ne contains * null",
                        "keywords",
                        "bare contains icontains",
                        "text",
                        "bare eq ne contains icontains",
                        "keywords_search",
                        "bare contains",
                        "memory_ids",
                        "list in");
        return matrix.entrySet().stream()
                .flatMap(row ->
                        columns.stream()
                                .map(column ->
                                        arguments(
                                                row.getKey(),
                                                column,
                                                List.of(String.valueOf(row.getValue()).split(" "))
                                                        .contains(column))));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellOfTheMatrixIsTakenOrRefused(String field, String column, boolean taken) {
        var sample =
                field.endsWith("_at") || field.matches("timestamp|.*_date") ? "2026-03-10" : "x";
        Object value =
                switch (column) {
                    case "bare" -> sample;
                    case "list" -> list(sample);
                    case "in" -> object("in", list(sample));
                    case "*" -> "*";
                    case "null" -> null;
                    default -> object(column, sample);
                };
        var filter = object(field, value);

        if (taken) {
            assertThatCode(() -> parser.parse(filter)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> parser.parse(filter))
                    .isInstanceOf(Failure.Invalid.class)
                    .hasMessageStartingWith("FilterValidationError: ")
                    .hasMessageContaining(field)
                    .hasMessageContaining("Supported: [");
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(null, "Filters are required and cannot be empty."),
                arguments(object(), "Filters are required and cannot be empty."),
                arguments(
                        list(object("user_id", "a")),
                        "FilterValidationError: filters: must be an object, not a list"),
                arguments(
                        "user_id=a",
                        "FilterValidationError: filters: must be an object, not \"user_id=a\""),
                arguments(object("bogus", 1), UNKNOWN_KEY),
                arguments(and(object("session_id", "s")), UNKNOWN_KEY),
                arguments(object("$or", list(object("user_id", "a"))), UNKNOWN_KEY),
                arguments(object("not", object("user_id", "a")), UNKNOWN_KEY),
                arguments(object("metadata.", 1), UNKNOWN_KEY),
                arguments(object("createdAt", "2026-03-10"), UNKNOWN_KEY),
                arguments(Collections.singletonMap(null, "a"), UNKNOWN_KEY),
                arguments(
                        object("user_id", object("nin", list("bob"))),
                        "FilterValidationError: operator 'nin' is not supported for field"
                                + " 'user_id'. Supported: ['eq', 'ne', 'in']"),
                arguments(
                        object("userId", object("IN", list("bob"))),
                        "FilterValidationError: operator 'IN' is not supported for field"
                                + " 'user_id'. Supported: ['eq', 'ne', 'in']"),
                arguments(
                        object("metadata", object("priority", object("gt", 3))),
                        "FilterValidationError: operator 'gt' is not supported for field"
                                + " 'metadata.priority'. Supported: ['eq', 'ne', 'contains']"),
                arguments(
                        object("created_at", object(">=", "2026-01-01")),
                        "FilterValidationError: operator '>=' is not supported for field"
                                + " 'created_at'. Supported: ['ne', 'in', 'gt', 'gte', 'lt',"
                                + " 'lte']"),
                arguments(
                        object("created_at", list("2026-01-01")),
                        "FilterValidationError: created_at: does not take a list. Supported:"
                                + " ['ne', 'in', 'gt', 'gte', 'lt', 'lte']"),
                arguments(
                        object("AND", list()),
                        "FilterValidationError: AND requires a non-empty list of conditions"),
                arguments(
                        object("OR", object("user_id", "a")),
                        "FilterValidationError: OR requires a non-empty list of conditions"),
                arguments(
                        object("NOT", "a"),
                        "FilterValidationError: NOT requires a non-empty list of conditions"),
                arguments(
                        object("NOT", list()),
                        "FilterValidationError: NOT requires a non-empty list of conditions"),
                arguments(
                        object("NOT", object()),
                        "FilterValidationError: NOT: must not be an empty object"),
                arguments(
                        and(object("user_id", "a"), "b"),
                        "FilterValidationError: AND: must be an object, not \"b\""),
                arguments(or(object()), "FilterValidationError: OR: must not be an empty object"),
                arguments(
                        object("user_id", object()),
                        "FilterValidationError: user_id: must not be an empty object"),
                arguments(
                        object("user_id", true),
                        "FilterValidationError: user_id: must be a string, not true"),
                arguments(
                        object("user_id", object("ne", null)),
                        "FilterValidationError: user_id: must be a string, not null"),
                arguments(
                        object("user_id", object("in", "alice")),
                        "FilterValidationError: user_id: must be a list, not \"alice\""),
                arguments(
                        object("user_id", list("alice", list())),
                        "FilterValidationError: user_id: must be a string, not a list"),
                arguments(
                        object("user_id", "  "),
                        "FilterValidationError: user_id: must be 1 to 255 characters, not \"  \""),
                arguments(
                        object("user_id", ""),
                        "FilterValidationError: user_id: must be 1 to 255 characters, not \"\""),
                arguments(
                        object("created_at", "yesterday"),
                        "FilterValidationError: created_at: must be epoch seconds, YYYY-MM-DD or"
                                + " an ISO 8601 date and time (years 1 to 9999), not"
                                + " \"yesterday\""),
                arguments(
                        object("expiration_date", object("lt", "2026-02-30")),
                        "FilterValidationError: expiration_date: must be epoch seconds,"
                                + " YYYY-MM-DD or an ISO 8601 date and time (years 1 to 9999), not"
                                + " \"2026-02-30\""),
                arguments(
                        object("categories", 5),
                        "FilterValidationError: categories: must be a string, not 5"),
                arguments(
                        object("keywords", object("contains", list("a"))),
                        "FilterValidationError: keywords: must be a string, not a list"),
                arguments(
                        object("memory_ids", list(id("M1"), 7)),
                        "FilterValidationError: memory_ids: must be a string, not 7"),
                arguments(
                        object("metadata", "email"),
                        "FilterValidationError: metadata: must be a non-empty object, not"
                                + " \"email\""),
                arguments(
                        object("metadata", object("eq", object())),
                        "FilterValidationError: metadata: must be a non-empty object, not an"
                                + " object"),
                arguments(
                        object("metadata", object("k", object("eq", object("a", 1)))),
                        "FilterValidationError: metadata.k: must be a string, a number or a"
                                + " boolean, not an object"),
                arguments(
                        object("metadata", object("k", list("a"))),
                        "FilterValidationError: metadata.k: does not take a list. Supported:"
                                + " ['eq', 'ne', 'contains']"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreNamed(Object filter, String message) {
        assertThatThrownBy(() -> parser.parse(filter))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage(message);
    }

    @Test
    void longValuesAreCutInErrors() {
        var filter = object("created_at", "🙂".repeat(5000));

        assertThatThrownBy(() -> parser.parse(filter))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageEndingWith("not \"" + "🙂".repeat(30) + "…\"");
    }

    @Test
    void tenLevelsAreTakenAndElevenRefused() {
        Map<String, Object> nested = object("user_id", "alice");
        for (int level = 2; level <= 10; level++) {
            nested = and(nested);
        }
        var ten = nested;

        assertThat(matching(parser.parse(ten))).isEqualTo("M1 M2 M5 M8");
        assertThatThrownBy(() -> parser.parse(and(ten)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage(
                        "FilterValidationError: filters must not be nested deeper than 10 levels");
    }

    @Test
    void nestingWithoutEndIsRefusedWithoutDescendingIntoIt() {
        Object nested = object("user_id", "alice");
        for (int level = 0; level < 100_000; level++) {
            nested = level % 2 == 0 ? not(nested) : or(nested);
        }
        var endless = nested;

        assertThatThrownBy(() -> parser.parse(endless)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> parser.parse(object("text", list(endless))))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> parser.parse(object("metadata.k", object("eq", endless))))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void twoHundredNodesAreTakenAndOneMoreRefused() {
        var conditions =
                new ArrayList<Object>(Collections.nCopies(199, object("user_id", "alice")));

        assertThat(matching(parser.parse(object("AND", conditions)))).isEqualTo("M1 M2 M5 M8");
        conditions.add(object("user_id", "alice"));
        assertThatThrownBy(() -> parser.parse(object("AND", conditions)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage(
                        "FilterValidationError: filters must not have more than 200 conditions");
    }

    @Test
    void metadataKeysCountAsNodes() {
        var keys = object();
        for (int key = 0; key < 201; key++) {
            keys.put("k" + key, key);
        }

        assertThatThrownBy(() -> parser.parse(object("metadata", keys)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage(
                        "FilterValidationError: filters must not have more than 200 conditions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_id", "categories", "memory_ids"})
    void aThousandValuesAreTakenAndOneMoreRefused(String field) {
        assertThatCode(() -> parser.parse(object(field, Collections.nCopies(1000, "x"))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> parser.parse(object(field, Collections.nCopies(1001, "x"))))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage(
                        "FilterValidationError: %s: must have at most 1000 values, not a list",
                        field);
    }
}
