package dev.keepsake.memory;

import static dev.keepsake.memory.FilterFixture.list;
import static dev.keepsake.memory.FilterFixture.matching;
import static dev.keepsake.memory.FilterFixture.object;
import static dev.keepsake.memory.FilterTableRows.and;
import static dev.keepsake.memory.FilterTableRows.not;
import static dev.keepsake.memory.FilterTableRows.or;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.FilterTableRows.Verdict;
import dev.keepsake.model.PlainAnalyzer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Laws that hold for filters at random; a failure names the seed that repeats it.
class FilterLawsTest {
    private static final int ROUNDS = 2000;

    private static final List<String> KEYS =
            List.of(
                    "AND",
                    "OR",
                    "NOT",
                    "and",
                    "user_id",
                    "agent_id",
                    "app_id",
                    "run_id",
                    "userId",
                    "created_at",
                    "updated_at",
                    "timestamp",
                    "expiration_date",
                    "text",
                    "categories",
                    "metadata",
                    "metadata.k",
                    "metadata.",
                    "keywords_search",
                    "memory_ids",
                    "keywords",
                    "eq",
                    "ne",
                    "in",
                    "gt",
                    "gte",
                    "lt",
                    "lte",
                    "contains",
                    "icontains",
                    "nin",
                    "",
                    "\ud800",
                    "k");

    private static final List<@Nullable Object> SCALARS =
            list(
                    null,
                    true,
                    false,
                    "",
                    " ",
                    "*",
                    "alice",
                    "\udc00",
                    "2026-03-10",
                    "2026-02-30",
                    "0000-01-01",
                    "9999-12-31",
                    "9999-12-31T23:59:59.999999Z",
                    "-1e999",
                    "1e11",
                    "2026-03-10T25:00:00Z",
                    "2026-03-10T10:00:00+99:99",
                    "7".repeat(400),
                    0,
                    -1,
                    5.5,
                    Double.NaN,
                    Double.NEGATIVE_INFINITY,
                    Double.MIN_VALUE,
                    Float.NaN,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE,
                    BigInteger.TEN.pow(300),
                    new BigDecimal("1e999999999"),
                    new BigDecimal("1e-999999999"),
                    new BigDecimal("-1e-999999999"),
                    new BigDecimal("1e2147483647"));

    private final FilterParser parser = new FilterParser(new PlainAnalyzer());

    @Test
    void junkIsParsedOrInvalidAndNothingElse() {
        int parsed = 0;
        for (int seed = 0; seed < 20 * ROUNDS; seed++) {
            var junk = junk(new Random(seed), 4);
            try {
                var filter = parser.parse(junk);
                matching(filter);
                filter.isPositivelyScoped();
                parsed++;
            } catch (Failure.Invalid expected) {
                assertThat(expected.reason()).as("seed %d", seed).hasSizeLessThan(500);
            } catch (RuntimeException | StackOverflowError other) {
                throw new AssertionError("seed " + seed + ": " + junk, other);
            }
        }
        assertThat(parsed).as("junk that happens to be valid").isGreaterThan(100);
    }

    @Test
    void doubleNegationChangesNothing() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var filter = valid(new Random(seed), 3);

            assertThat(rows(not(not(filter)))).as("seed %d", seed).isEqualTo(rows(filter));
        }
    }

    @Test
    void negationTakesExactlyTheOtherRows() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var filter = valid(new Random(seed), 3);
            var matched = List.of(rows(filter).split(" "));
            var others =
                    FilterFixture.ROWS.keySet().stream()
                            .filter(name -> !matched.contains(name))
                            .toList();

            assertThat(rows(not(filter))).as("seed %d", seed).isEqualTo(String.join(" ", others));
        }
    }

    @Test
    void deMorganHolds() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var one = valid(random, 2);
            var other = valid(random, 2);

            assertThat(rows(not(and(one, other))))
                    .as("seed %d", seed)
                    .isEqualTo(rows(or(not(one), not(other))));
            assertThat(rows(not(or(one, other))))
                    .as("seed %d", seed)
                    .isEqualTo(rows(and(not(one), not(other))));
            assertThat(rows(not(list(one, other))))
                    .as("seed %d", seed)
                    .isEqualTo(rows(not(or(one, other))));
        }
    }

    @Test
    void siblingsMeanTheSameAsAnd() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var one = valid(random, 2);
            var other = valid(random, 2);

            assertThat(rows(object("AND", list(one), "OR", list(other))))
                    .as("seed %d", seed)
                    .isEqualTo(rows(and(one, other)));
        }
    }

    private String rows(Object filter) {
        return matching(parser.parse(filter));
    }

    /// Rows of the contract's table, combined at random.
    private static Map<String, @Nullable Object> valid(Random random, int depth) {
        if (depth == 0) {
            var rows =
                    FilterTableRows.ALL.stream()
                            .filter(row -> row.verdict() != Verdict.INVALID)
                            .toList();
            return rows.get(random.nextInt(rows.size())).filter();
        }
        return switch (random.nextInt(4)) {
            case 0 -> and(valid(random, depth - 1), valid(random, depth - 1));
            case 1 -> or(valid(random, depth - 1), valid(random, depth - 1));
            case 2 -> not(valid(random, depth - 1));
            default -> valid(random, 0);
        };
    }

    private static @Nullable Object junk(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 1 : 6);
        return switch (kind) {
            case 0 -> SCALARS.get(random.nextInt(SCALARS.size()));
            case 1, 2 -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int size = random.nextInt(4); size > 0; size--) {
                    list.add(junk(random, depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                for (int size = random.nextInt(3); size >= 0; size--) {
                    object.put(KEYS.get(random.nextInt(KEYS.size())), junk(random, depth - 1));
                }
                yield object;
            }
        };
    }
}
