package dev.keepsake.storage.testkit;

import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import dev.keepsake.model.PlainAnalyzer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The memories M1 to M8 of engine contract 3.6 and what filters say about them: the contract's own
/// rows F01 to F51, and rows G… that visit the rest of the language and the places where a
/// translation into a query goes wrong (nulls, wildcards of `LIKE`, ends of days, letter case,
/// types of metadata).
///
/// Two things go beyond the contract's fixture, so that no backend may read the wrong column:
/// `updated_at` is `created_at` plus 100 days, and M8's `timestamp` is `2024-06-01T00:00Z`.
///
/// Any number of tests may share the values; nothing here changes.
public final class FilterTable {
    public static final String MODEL = "filter-table";
    public static final int DIMENSIONS = 8;

    /// What a search or list makes of a filter.
    public enum Verdict {
        /// It parses and names an entity.
        SERVED,
        /// It parses, but names no entity positively, so reads refuse it.
        UNSCOPED,
        /// It does not parse.
        INVALID
    }

    /// One row of the table.
    ///
    /// @param filter as JSON, with the fixture's names (`"M1"`) in place of ids
    /// @param matching names of the memories that the predicate holds for, whatever the verdict
    public record Row(String name, Verdict verdict, String filter, List<String> matching) {

        /// The filter as plain JSON values with real ids.
        public Map<String, @Nullable Object> json() {
            return object(filter.replaceAll("\"M(\\d)\"", '"' + ID_PREFIX + "$1\""));
        }

        public boolean parses() {
            return verdict != Verdict.INVALID;
        }

        @Override
        public String toString() {
            return name + " " + filter;
        }
    }

    private static final String ID_PREFIX = "00000000-0000-4000-8000-00000000000";
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT =
            new TypeReference<>() {};
    private static final PlainAnalyzer ANALYZER = new PlainAnalyzer();

    /// The fixture by name, M1 first.
    public static final Map<String, Stored> MEMORIES = memories();

    /// The contract's rows.
    public static final List<Row> CONTRACT =
            rows(
                    """
                    F01 | served   | {"user_id":"alice"} | M1 M2 M5 M8
                    F02 | served   | {"AND":[{"user_id":"alice"}]} | M1 M2 M5 M8
                    F03 | served   | {"user_id":"alice","app_id":"shop"} | M2 M5
                    F04 | served   | {"AND":[{"user_id":"alice"},{"agent_id":"bot"}]} | M5
                    F05 | served   | {"OR":[{"user_id":"alice"},{"agent_id":"bot"}]} | M1 M2 M3 M5 M8
                    F06 | served   | {"user_id":"*"} | M1 M2 M4 M5 M8
                    F07 | served   | {"AND":[{"user_id":"*"},{"run_id":"r1"}]} | M1 M4
                    F08 | served   | {"user_id":{"in":["alice","bob"]}} | M1 M2 M4 M5 M8
                    F09 | served   | {"user_id":["alice","bob"]} | M1 M2 M4 M5 M8
                    F10 | served   | {"AND":[{"run_id":"r1"},{"user_id":{"ne":"alice"}}]} | M3 M4
                    F11 | served   | {"AND":[{"run_id":"r1"},{"user_id":"*"},{"user_id":{"ne":"alice"}}]} | M4
                    F12 | served   | {"AND":[{"user_id":"alice"},{"run_id":null}]} | M2 M8
                    F13 | served   | {"AND":[{"user_id":"alice"},{"NOT":{"categories":{"in":["travel"]}}}]} | M1 M5
                    F14 | served   | {"AND":[{"app_id":"shop"},{"NOT":{"OR":[{"categories":{"in":["misc"]}},{"run_id":"r2"}]}}]} | M2
                    F15 | served   | {"AND":[{"app_id":"shop"},{"NOT":[{"categories":{"in":["misc"]}},{"run_id":"r2"}]}]} | M2
                    F16 | served   | {"user_id":"alice","categories":{"in":["finance","food"]}} | M1 M2 M5
                    F17 | served   | {"user_id":"alice","categories":{"contains":"TRA"}} | M2 M8
                    F18 | served   | {"user_id":"bob","categories":"*"} |
                    F19 | served   | {"user_id":"*","created_at":{"gte":"2026-02-01","lt":"2026-03-10"}} | M2 M4
                    F20 | served   | {"user_id":"*","created_at":{"gt":"2026-02-01"}} | M4 M5
                    F21 | served   | {"user_id":"*","created_at":{"lte":"2026-03-10"}} | M1 M2 M4 M5 M8
                    F22 | served   | {"user_id":"*","created_at":"2026-03-10"} | M5
                    F23 | served   | {"user_id":"*","created_at":{"gte":"2026-03-01T10:00:00Z","lte":"2026-03-10T08:00:00Z"}} | M4 M5
                    F24 | served   | {"user_id":"*","expiration_date":{"lte":"2026-12-31"}} | M5
                    F25 | served   | {"AND":[{"user_id":"alice"},{"metadata":{"source":"email"}}]} | M1 M5
                    F26 | served   | {"AND":[{"user_id":"alice"},{"metadata":{"source":{"ne":"email"}}}]} | M2 M8
                    F27 | served   | {"AND":[{"app_id":"shop"},{"metadata":{"tags":{"contains":"vip"}}}]} | M5
                    F28 | served   | {"AND":[{"run_id":"*"},{"metadata":{"priority":5}}]} | M1 M7
                    F29 | served   | {"OR":[{"AND":[{"user_id":"alice"},{"metadata":{"source":"chat"}}]},{"AND":[{"user_id":"alice"},{"metadata":{"source":"email"}}]}]} | M1 M2 M5 M8
                    F30 | served   | {"user_id":"alice","metadata.source":"email"} | M1 M5
                    F31 | served   | {"AND":[{"user_id":"*"},{"keywords":{"contains":"invoice"}}]} | M2
                    F32 | served   | {"AND":[{"user_id":"*"},{"keywords":{"icontains":"invoice"}}]} | M2 M4
                    F33 | served   | {"AND":[{"user_id":"alice"},{"memory_ids":["M2","M4","M8"]}]} | M2 M8
                    F34 | served   | {"AND":[{"app_id":"shop"}],"OR":[{"user_id":"*"},{"agent_id":"*"}]} | M2 M5
                    F35 | served   | {"AND":[{"user_id":"alice"},{"OR":[{"app_id":"*"},{"run_id":"r1"}]},{"created_at":{"lt":"2026-03-01"}}]} | M1 M2
                    F36 | invalid  | {"user_id":"alice","bogus_key":"z"} |
                    F37 | invalid  | {"user_id":{"nin":["bob"]}} |
                    F38 | invalid  | {"user_id":"alice","categories":{"eq":"food"}} |
                    F39 | invalid  | {"user_id":"alice","created_at":{"eq":"2026-01-10"}} |
                    F40 | invalid  | {"user_id":"alice","metadata":{"priority":{"gt":3}}} |
                    F41 | invalid  | {"user_id":"alice","created_at":{">=":"2026-01-01"}} |
                    F42 | invalid  | {"user_id":"alice","OR":[]} |
                    F43 | unscoped | {"NOT":{"user_id":"alice"}} | M3 M4 M6 M7
                    F44 | unscoped | {"categories":{"in":["food"]}} | M1
                    F45 | unscoped | {"OR":[{"user_id":"alice"},{"categories":{"in":["misc"]}}]} | M1 M2 M5 M6 M8
                    F46 | unscoped | {"memory_ids":["M1"]} | M1
                    F47 | invalid  | {} |
                    F48 | unscoped | {"user_id":{"ne":"alice"}} | M3 M4 M6 M7
                    F49 | invalid  | {"and":[{"user_id":"alice"}]} |
                    F50 | served   | {"OR":[{"user_id":"*"}]} | M1 M2 M4 M5 M8
                    F51 | served   | {"userId":"alice"} | M1 M2 M5 M8
                    """);

    /// The rest of the language.
    public static final List<Row> MORE =
            rows(
                    """
                    G01 | unscoped | {"user_id":null} | M3 M6 M7
                    G02 | served   | {"user_id":{"eq":" alice "}} | M1 M2 M5 M8
                    G03 | served   | {"user_id":{"in":["alice","bob"],"ne":"bob"}} | M1 M2 M5 M8
                    G04 | unscoped | {"user_id":{"in":[]}} |
                    G05 | served   | {"user_id":"Alice"} |
                    G06 | served   | {"user_id":"alic%"} |
                    G07 | served   | {"agentId":"*","appId":"*","runId":"*"} | M5
                    G08 | served   | {"run_id":["r1","r9"]} | M1 M3 M4 M7
                    G09 | unscoped | {"NOT":[{"user_id":"*"},{"app_id":"*"}]} | M3 M7
                    G10 | unscoped | {"NOT":{"user_id":"alice","app_id":"shop"}} | M1 M3 M4 M6 M7 M8
                    G11 | unscoped | {"NOT":{"NOT":{"user_id":"alice"}}} | M1 M2 M5 M8
                    G12 | unscoped | {"NOT":{"user_id":{"in":[]}}} | M1 M2 M3 M4 M5 M6 M7 M8
                    G20 | unscoped | {"created_at":{"ne":"2026-03-10"}} | M1 M2 M3 M4 M6 M7 M8
                    G21 | unscoped | {"created_at":{"in":["2026-03-10","2026-04-01T00:00:00Z"]}} | M5 M6
                    G22 | unscoped | {"created_at":{"in":[]}} |
                    G23 | unscoped | {"created_at":"*"} | M1 M2 M3 M4 M5 M6 M7 M8
                    G24 | unscoped | {"NOT":{"created_at":"*"}} |
                    G25 | unscoped | {"created_at":{"gt":"2026-03-10T07:59:59.999999Z","lt":"2026-03-10T08:00:00.000001Z"}} | M5
                    G26 | unscoped | {"created_at":{"gt":"2026-03-10T08:00:00Z","lte":"2026-04-01"}} | M6
                    G27 | unscoped | {"created_at":{"gte":"2026-03-10T08:00:00Z","lt":"2026-04-01T00:00:00Z"}} | M5
                    G28 | unscoped | {"created_at":{"gte":"2026-03-10T09:00:00+01:00","lt":"2026-04-01T00:00:00"}} | M5
                    G29 | unscoped | {"created_at":1775001600} | M6
                    G30 | unscoped | {"created_at":"1775001600000"} | M6
                    G31 | unscoped | {"created_at":{"lte":"9999-12-31"}} | M1 M2 M3 M4 M5 M6 M7 M8
                    G32 | unscoped | {"created_at":{"gt":"9999-12-31T23:59:59.999999Z"}} |
                    G33 | unscoped | {"created_at":{"gte":"0001-01-01","lt":-1}} |
                    G34 | unscoped | {"updated_at":{"lt":"2026-04-20"}} | M8
                    G35 | unscoped | {"updated_at":"2026-05-12T00:00:00Z"} | M2
                    G36 | unscoped | {"timestamp":{"lt":"2025-01-01"}} | M8
                    G37 | unscoped | {"timestamp":"2026-02-01"} | M2
                    G40 | unscoped | {"expiration_date":"2026-03-31"} | M5
                    G41 | unscoped | {"expiration_date":{"ne":"2026-03-31"}} | M1 M2 M3 M4 M6 M7 M8
                    G42 | unscoped | {"expiration_date":{"in":["2026-03-30","2026-03-31"]}} | M5
                    G43 | unscoped | {"expiration_date":{"gt":"2026-03-31"}} |
                    G44 | unscoped | {"expiration_date":{"gt":"2026-03-30","lt":"2026-04-01"}} | M5
                    G45 | unscoped | {"expiration_date":{"lt":"2026-03-31"}} |
                    G46 | unscoped | {"expiration_date":{"gte":"2026-03-31T23:00:00Z"}} | M5
                    G47 | unscoped | {"expiration_date":"*"} | M5
                    G48 | unscoped | {"expiration_date":null} | M1 M2 M3 M4 M6 M7 M8
                    G49 | unscoped | {"expiration_date":{"lte":"9999-12-31"}} | M5
                    G50 | unscoped | {"expiration_date":{"gt":"9999-12-31"}} |
                    G51 | unscoped | {"NOT":{"expiration_date":{"gte":"2026-01-01"}}} | M1 M2 M3 M4 M6 M7 M8
                    G60 | unscoped | {"categories":"travel"} | M2 M8
                    G61 | unscoped | {"categories":["food","misc"]} | M1 M6
                    G62 | unscoped | {"categories":{"in":["Travel"]}} |
                    G63 | unscoped | {"categories":{"in":[]}} |
                    G64 | unscoped | {"categories":"*"} | M1 M2 M3 M5 M6 M8
                    G65 | unscoped | {"categories":null} | M4 M7
                    G66 | unscoped | {"categories":{"contains":"O"}} | M1 M3
                    G67 | unscoped | {"categories":{"contains":"%"}} |
                    G68 | unscoped | {"categories":{"contains":"_"}} |
                    G69 | unscoped | {"categories":{"contains":""}} | M1 M2 M3 M5 M6 M8
                    G70 | unscoped | {"categories":{"contains":"finance travel"}} |
                    G80 | unscoped | {"metadata":{"priority":"*"}} | M1 M7 M8
                    G81 | unscoped | {"metadata":{"priority":null}} | M2 M3 M4 M5 M6
                    G82 | unscoped | {"metadata":{"priority":{"ne":5}}} | M2 M3 M4 M5 M6 M8
                    G83 | unscoped | {"metadata":{"priority":5.0}} | M1 M7
                    G84 | unscoped | {"metadata":{"priority":"5"}} | M1 M7
                    G85 | unscoped | {"metadata":{"vip":"true"}} | M6
                    G86 | unscoped | {"metadata.vip":true} | M6
                    G87 | unscoped | {"metadata":{"vip":1}} |
                    G88 | unscoped | {"metadata":{"source":{"contains":"ai"}}} | M1 M5
                    G89 | unscoped | {"metadata":{"source":{"contains":"AI"}}} |
                    G90 | unscoped | {"metadata":{"source":{"contains":"%"}}} |
                    G91 | unscoped | {"metadata":{"priority":{"contains":"5"}}} | M7
                    G92 | unscoped | {"metadata":{"tags":"vip"}} |
                    G93 | unscoped | {"metadata":{"tags":"*"}} | M5
                    G94 | unscoped | {"metadata":{"tags":{"contains":"v"}}} |
                    G95 | unscoped | {"metadata":{"contains":{"tags":"eu"}}} | M5
                    G96 | unscoped | {"metadata":{"eq":{"source":"chat","priority":7}}} | M8
                    G97 | unscoped | {"metadata":{"ne":{"source":"email","priority":7}}} | M2 M3 M4 M6 M7
                    G98 | unscoped | {"metadata":{"Source":"email"}} |
                    G99 | unscoped | {"metadata":{"sour":"*"}} |
                    H01 | unscoped | {"text":"User lives in Bergen"} | M8
                    H02 | unscoped | {"text":"user lives in bergen"} |
                    H03 | unscoped | {"text":{"ne":"User lives in Bergen"}} | M1 M2 M3 M4 M5 M6 M7
                    H04 | unscoped | {"text":{"contains":"User"}} | M1 M2 M4 M8
                    H05 | unscoped | {"text":{"icontains":"ALICE"}} | M5
                    H06 | unscoped | {"keywords":"INVOICE"} | M2 M4
                    H07 | unscoped | {"keywords":{"contains":"_"}} |
                    H08 | unscoped | {"keywords":{"icontains":"%"}} |
                    H09 | unscoped | {"keywords":{"contains":"'"}} |
                    H10 | unscoped | {"keywords":{"contains":"47"}} | M2
                    H11 | unscoped | {"keywords_search":"Trip: INVOICE"} | M2
                    H12 | unscoped | {"keywords_search":{"contains":"invoice"}} | M2 M4
                    H13 | unscoped | {"keywords_search":"invoi"} |
                    H14 | unscoped | {"keywords_search":"?!"} | M1 M2 M3 M4 M5 M6 M7 M8
                    H20 | unscoped | {"memory_ids":{"in":["M1","nonsense","00000000-0000-0000-0000-000000000000"]}} | M1
                    H21 | unscoped | {"memory_ids":[]} |
                    H22 | unscoped | {"NOT":{"memory_ids":["M1","M2"]}} | M3 M4 M5 M6 M7 M8
                    """);

    private FilterTable() {}

    /// All rows that parse; for each of them every storage must find [Row#matching].
    public static Stream<Row> predicates() {
        return Stream.concat(CONTRACT.stream(), MORE.stream()).filter(Row::parses);
    }

    /// Some of the table's predicates, combined with `AND`, `OR` and `NOT` to the given depth.
    public static Map<String, @Nullable Object> combined(Random random, int depth) {
        var way = depth == 0 ? 3 : random.nextInt(4);
        return switch (way) {
            case 0 ->
                    Map.of(
                            "AND",
                            List.of(combined(random, depth - 1), combined(random, depth - 1)));
            case 1 ->
                    Map.of("OR", List.of(combined(random, depth - 1), combined(random, depth - 1)));
            case 2 -> Map.of("NOT", combined(random, depth - 1));
            default -> {
                var rows = predicates().toList();
                yield rows.get(random.nextInt(rows.size())).json();
            }
        };
    }

    /// The names of the memories for which [Filter#matches] holds, M1 first.
    public static List<String> matching(Filter filter) {
        return MEMORIES.entrySet().stream()
                .filter(memory -> filter.matches(memory.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The names of these ids, in order of name.
    public static List<String> names(Stream<MemoryId> ids) {
        return ids.map(id -> "M" + id.toString().charAt(35)).sorted().toList();
    }

    /// The parser whose analyser made the fixture's terms.
    public static FilterParser parser() {
        return new FilterParser(ANALYZER);
    }

    private static List<Row> rows(String table) {
        return table.lines().map(FilterTable::row).toList();
    }

    private static Row row(String line) {
        var cells = line.split(" *\\| *", -1);
        var verdict = Verdict.valueOf(cells[1].toUpperCase(Locale.ROOT));
        var matching = cells[3].isEmpty() ? List.<String>of() : Arrays.asList(cells[3].split(" "));
        return new Row(cells[0], verdict, cells[2], List.copyOf(matching));
    }

    private static Map<String, @Nullable Object> object(String json) {
        return JSON.readValue(json, OBJECT);
    }

    private static Map<String, Stored> memories() {
        var memories =
                Stream.of(
                        memory(
                                        1,
                                        "User is allergic to shellfish",
                                        new Scope("alice", null, null, "r1"),
                                        "2026-01-10T09:00:00Z",
                                        "{\"source\":\"email\",\"priority\":5}")
                                .withCategories(List.of("food")),
                        memory(
                                        2,
                                        "User paid invoice 4471 for the Tokyo trip",
                                        new Scope("alice", null, "shop", null),
                                        "2026-02-01T00:00:00Z",
                                        "{\"source\":\"chat\"}")
                                .withCategories(List.of("finance", "travel")),
                        memory(
                                        3,
                                        "Agent recommended Postgres",
                                        new Scope(null, "bot", null, "r1"),
                                        "2026-02-15T12:30:00Z",
                                        "{}")
                                .withCategories(List.of("technology")),
                        memory(
                                        4,
                                        "User prefers Invoice reminders by email",
                                        new Scope("bob", null, null, "r1"),
                                        "2026-03-01T10:00:00Z",
                                        "{}")
                                .withCategories(List.of()),
                        memory(
                                        5,
                                        "Alice has a VIP contract",
                                        new Scope("alice", "bot", "shop", "r2"),
                                        "2026-03-10T08:00:00Z",
                                        "{\"source\":\"email\",\"tags\":[\"vip\",\"eu\"]}")
                                .withCategories(List.of("finance"))
                                .withExpiration(LocalDate.parse("2026-03-31")),
                        memory(
                                        6,
                                        "Store opens at 9",
                                        new Scope(null, null, "shop", null),
                                        "2026-04-01T00:00:00Z",
                                        "{\"vip\":true}")
                                .withCategories(List.of("misc")),
                        memory(
                                7,
                                "Ticket 88 resolved",
                                new Scope(null, null, null, "r9"),
                                "2026-04-02T18:00:00Z",
                                "{\"priority\":\"5\"}"),
                        memory(
                                        8,
                                        "User lives in Bergen",
                                        new Scope("alice", null, null, null),
                                        "2025-12-01T00:00:00Z",
                                        "{\"source\":\"chat\",\"priority\":7}")
                                .withCategories(List.of("travel")));
        Map<String, Stored> byName = new LinkedHashMap<>();
        memories.forEach(memory ->
                byName.put(
                        "M" + memory.id().toString().charAt(35),
                        new Stored(memory, encoding(memory.text()))));
        return Collections.unmodifiableMap(byName);
    }

    private static Memory memory(
            int number, String text, Scope scope, String created, String metadata) {
        var creation = Instant.parse(created);
        var timestamp = number == 8 ? Instant.parse("2024-06-01T00:00:00Z") : creation;
        var times = new Times(creation, creation.plus(Duration.ofDays(100)), timestamp);
        var id = new MemoryId(UUID.fromString(ID_PREFIX + number));
        return Memory.of(id, text, scope, times).withMetadata(object(metadata));
    }

    /// Which memories are near is not the question here, so any unit vector does.
    private static Encoding encoding(String text) {
        var vector = new float[DIMENSIONS];
        vector[Math.floorMod(text.hashCode(), DIMENSIONS)] = 1;
        return new Encoding(ANALYZER.terms(text), MODEL, vector);
    }
}
