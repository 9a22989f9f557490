package dev.keepsake.memory;

import static dev.keepsake.memory.FilterFixture.id;
import static dev.keepsake.memory.FilterFixture.list;
import static dev.keepsake.memory.FilterFixture.object;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows F01 to F51 of engine contract 3.6 as plain Java values.
final class FilterTableRows {

    /// What reads make of a filter: they serve it, refuse it for want of an entity, or cannot parse
    /// it.
    enum Verdict {
        SERVED,
        UNSCOPED,
        INVALID
    }

    /// @param matching the fixture's rows that the predicate holds for
    record Row(
            String name, Verdict verdict, Map<String, @Nullable Object> filter, String matching) {

        @Override
        public String toString() {
            return name + " " + filter;
        }
    }

    static final List<Row> ALL =
            List.of(
                    served("F01", "M1 M2 M5 M8", object("user_id", "alice")),
                    served("F02", "M1 M2 M5 M8", and(object("user_id", "alice"))),
                    served("F03", "M2 M5", object("user_id", "alice", "app_id", "shop")),
                    served("F04", "M5", and(object("user_id", "alice"), object("agent_id", "bot"))),
                    served(
                            "F05",
                            "M1 M2 M3 M5 M8",
                            or(object("user_id", "alice"), object("agent_id", "bot"))),
                    served("F06", "M1 M2 M4 M5 M8", object("user_id", "*")),
                    served("F07", "M1 M4", and(object("user_id", "*"), object("run_id", "r1"))),
                    served(
                            "F08",
                            "M1 M2 M4 M5 M8",
                            object("user_id", object("in", list("alice", "bob")))),
                    served("F09", "M1 M2 M4 M5 M8", object("user_id", list("alice", "bob"))),
                    served(
                            "F10",
                            "M3 M4",
                            and(object("run_id", "r1"), object("user_id", object("ne", "alice")))),
                    served(
                            "F11",
                            "M4",
                            and(
                                    object("run_id", "r1"),
                                    object("user_id", "*"),
                                    object("user_id", object("ne", "alice")))),
                    served("F12", "M2 M8", and(object("user_id", "alice"), object("run_id", null))),
                    served(
                            "F13",
                            "M1 M5",
                            and(object("user_id", "alice"), not(categoriesIn("travel")))),
                    served(
                            "F14",
                            "M2",
                            and(
                                    object("app_id", "shop"),
                                    not(or(categoriesIn("misc"), object("run_id", "r2"))))),
                    served(
                            "F15",
                            "M2",
                            and(
                                    object("app_id", "shop"),
                                    not(list(categoriesIn("misc"), object("run_id", "r2"))))),
                    served(
                            "F16",
                            "M1 M2 M5",
                            object(
                                    "user_id",
                                    "alice",
                                    "categories",
                                    object("in", list("finance", "food")))),
                    served(
                            "F17",
                            "M2 M8",
                            object("user_id", "alice", "categories", object("contains", "TRA"))),
                    served("F18", "", object("user_id", "bob", "categories", "*")),
                    served("F19", "M2 M4", created("gte", "2026-02-01", "lt", "2026-03-10")),
                    served("F20", "M4 M5", created("gt", "2026-02-01")),
                    served("F21", "M1 M2 M4 M5 M8", created("lte", "2026-03-10")),
                    served("F22", "M5", object("user_id", "*", "created_at", "2026-03-10")),
                    served(
                            "F23",
                            "M4 M5",
                            created("gte", "2026-03-01T10:00:00Z", "lte", "2026-03-10T08:00:00Z")),
                    served(
                            "F24",
                            "M5",
                            object("user_id", "*", "expiration_date", object("lte", "2026-12-31"))),
                    served("F25", "M1 M5", aliceWith("metadata", object("source", "email"))),
                    served(
                            "F26",
                            "M2 M8",
                            aliceWith("metadata", object("source", object("ne", "email")))),
                    served(
                            "F27",
                            "M5",
                            and(
                                    object("app_id", "shop"),
                                    object("metadata", object("tags", object("contains", "vip"))))),
                    served(
                            "F28",
                            "M1 M7",
                            and(object("run_id", "*"), object("metadata", object("priority", 5)))),
                    served(
                            "F29",
                            "M1 M2 M5 M8",
                            or(
                                    aliceWith("metadata", object("source", "chat")),
                                    aliceWith("metadata", object("source", "email")))),
                    served("F30", "M1 M5", object("user_id", "alice", "metadata.source", "email")),
                    served(
                            "F31",
                            "M2",
                            and(
                                    object("user_id", "*"),
                                    object("keywords", object("contains", "invoice")))),
                    served(
                            "F32",
                            "M2 M4",
                            and(
                                    object("user_id", "*"),
                                    object("keywords", object("icontains", "invoice")))),
                    served(
                            "F33",
                            "M2 M8",
                            aliceWith("memory_ids", list(id("M2"), id("M4"), id("M8")))),
                    served(
                            "F34",
                            "M2 M5",
                            object(
                                    "AND",
                                    list(object("app_id", "shop")),
                                    "OR",
                                    list(object("user_id", "*"), object("agent_id", "*")))),
                    served(
                            "F35",
                            "M1 M2",
                            and(
                                    object("user_id", "alice"),
                                    or(object("app_id", "*"), object("run_id", "r1")),
                                    object("created_at", object("lt", "2026-03-01")))),
                    invalid("F36", object("user_id", "alice", "bogus_key", "z")),
                    invalid("F37", object("user_id", object("nin", list("bob")))),
                    invalid("F38", object("user_id", "alice", "categories", object("eq", "food"))),
                    invalid(
                            "F39",
                            object("user_id", "alice", "created_at", object("eq", "2026-01-10"))),
                    invalid(
                            "F40",
                            object(
                                    "user_id",
                                    "alice",
                                    "metadata",
                                    object("priority", object("gt", 3)))),
                    invalid(
                            "F41",
                            object("user_id", "alice", "created_at", object(">=", "2026-01-01"))),
                    invalid("F42", object("user_id", "alice", "OR", list())),
                    unscoped("F43", "M3 M4 M6 M7", not(object("user_id", "alice"))),
                    unscoped("F44", "M1", categoriesIn("food")),
                    unscoped(
                            "F45",
                            "M1 M2 M5 M6 M8",
                            or(object("user_id", "alice"), categoriesIn("misc"))),
                    unscoped("F46", "M1", object("memory_ids", list(id("M1")))),
                    invalid("F47", object()),
                    unscoped("F48", "M3 M4 M6 M7", object("user_id", object("ne", "alice"))),
                    invalid("F49", object("and", list(object("user_id", "alice")))),
                    served("F50", "M1 M2 M4 M5 M8", or(object("user_id", "*"))),
                    served("F51", "M1 M2 M5 M8", object("userId", "alice")));

    private FilterTableRows() {}

    static Map<String, @Nullable Object> and(Object... filters) {
        return object("AND", List.of(filters));
    }

    static Map<String, @Nullable Object> or(Object... filters) {
        return object("OR", List.of(filters));
    }

    static Map<String, @Nullable Object> not(Object filter) {
        return object("NOT", filter);
    }

    private static Map<String, @Nullable Object> categoriesIn(String label) {
        return object("categories", object("in", list(label)));
    }

    private static Map<String, @Nullable Object> created(Object... operators) {
        return object("user_id", "*", "created_at", object(operators));
    }

    private static Map<String, @Nullable Object> aliceWith(String field, Object condition) {
        return and(object("user_id", "alice"), object(field, condition));
    }

    private static Row served(String name, String ids, Map<String, @Nullable Object> filter) {
        return new Row(name, Verdict.SERVED, filter, ids);
    }

    private static Row unscoped(String name, String ids, Map<String, @Nullable Object> filter) {
        return new Row(name, Verdict.UNSCOPED, filter, ids);
    }

    private static Row invalid(String name, Map<String, @Nullable Object> filter) {
        return new Row(name, Verdict.INVALID, filter, "");
    }
}
