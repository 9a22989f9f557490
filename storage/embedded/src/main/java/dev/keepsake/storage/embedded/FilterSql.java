package dev.keepsake.storage.embedded;

import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.storage.document.PlainJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A [Filter] as a condition on `memory m`, with every value bound.
///
/// A leaf may come out as null for a missing value. `AND`, `OR` and `WHERE` never take null for
/// true, and `IS NOT TRUE` turns it into true, so the whole is two-valued as the reference is. The
/// entity leaves stay bare comparisons that an index can serve; what SQLite would judge otherwise
/// than Java (case, numbers, metadata, labels) is asked of Java, see [ReferenceFunctions].
///
/// @param condition SQL for behind `WHERE`
/// @param values one for each `?`
/// @param leaves those that `judge` is asked about, by their place
record FilterSql(String condition, List<@Nullable Object> values, List<Filter> leaves) {

    static FilterSql of(Filter filter) {
        var writing = new Writing();
        return new FilterSql(writing.sql(filter), writing.values, writing.leaves);
    }

    private static final class Writing {
        private final List<@Nullable Object> values = new ArrayList<>();
        private final List<Filter> leaves = new ArrayList<>();

        String sql(Filter filter) {
            return switch (filter) {
                case Filter.All(var parts) -> joined(parts, " AND ", "TRUE");
                case Filter.Any(var parts) -> joined(parts, " OR ", "FALSE");
                case Filter.Not(var part) -> "((" + sql(part) + ") IS NOT TRUE)";
                case Filter.EntityIn(var kind, var ids) -> oneOf(column(kind), ids);
                case Filter.EntityPresent(var kind) -> column(kind) + " IS NOT NULL";
                case Filter.InstantWithin(var field, var from, var until) ->
                        within(
                                column(field),
                                from == null ? null : Columns.boundary(from),
                                until == null ? null : Columns.boundary(until));
                case Filter.ExpirationPresent() -> "m.expiration IS NOT NULL";
                case Filter.ExpirationWithin(var from, var until) ->
                        "(m.expiration IS NOT NULL AND "
                                + within(
                                        "m.expiration",
                                        from == null ? null : from.toEpochDay(),
                                        until == null ? null : until.toEpochDay())
                                + ")";
                case Filter.TextEquals(var text) -> "m.text = " + bound(text);
                case Filter.TextContains(var part, var ignoreCase) ->
                        ignoreCase
                                ? "instr(fold_case(m.text), " + bound(Filter.foldCase(part)) + ")"
                                : "instr(m.text, " + bound(part) + ")";
                case Filter.HasTerms(var terms) -> hasTerms(terms);
                case Filter.IdIn(var ids) -> idIn(ids.stream().map(id -> id.toString()).toList());
                case Filter.StateIn(var states) ->
                        oneOf("m.state", states.stream().map(Lifecycle::name).toList());
                case Filter.LabelPresent _, Filter.LabelIn _, Filter.LabelContains _ ->
                        judged("categories", filter);
                case Filter.MetadataPresent(var key) -> judged(key, filter);
                case Filter.MetadataEquals(var key, _) -> judged(key, filter);
                case Filter.MetadataContains(var key, _) -> judged(key, filter);
            };
        }

        /// Halved rather than chained, because SQLite limits how deep an expression may be.
        private String joined(List<Filter> parts, String operator, String none) {
            return switch (parts.size()) {
                case 0 -> none;
                case 1 -> sql(parts.getFirst());
                default -> {
                    var half = parts.size() / 2;
                    yield "("
                            + joined(parts.subList(0, half), operator, none)
                            + operator
                            + joined(parts.subList(half, parts.size()), operator, none)
                            + ")";
                }
            };
        }

        private String oneOf(String column, Collection<String> choices) {
            return switch (choices.size()) {
                case 0 -> "FALSE";
                case 1 -> column + " = " + bound(choices.iterator().next());
                default -> column + " IN (SELECT value FROM " + each(choices) + ")";
            };
        }

        private String idIn(Collection<String> ids) {
            return "m.id IN (SELECT unhex(value, '-') FROM " + each(ids) + ")";
        }

        /// One bound value however many there are, so that long lists need no long statements.
        private String each(Collection<String> choices) {
            return "json_each(" + bound(PlainJson.write(choices)) + ")";
        }

        private String within(String column, @Nullable Long from, @Nullable Long until) {
            if (from == null && until == null) {
                return "TRUE";
            }
            if (from == null) {
                return column + " < " + bound(until);
            }
            var start = column + " >= " + bound(from);
            return until == null
                    ? start
                    : "(" + start + " AND " + column + " < " + bound(until) + ")";
        }

        private String hasTerms(Set<String> terms) {
            return "NOT EXISTS (SELECT 1 FROM "
                    + each(terms)
                    + " t WHERE NOT instr((SELECT e.terms FROM encoding e WHERE e.row_id ="
                    + " m.encoding), char(10) || t.value || char(10)))";
        }

        /// Asks Java only about documents that hold the key at all, which SQLite sees much faster.
        private String judged(String key, Filter leaf) {
            var place = leaves.size();
            leaves.add(leaf);
            var judgement = "judge(m.body, " + place + ")";
            return isSpelledAsItIs(key)
                    ? "(instr(m.body, " + bound('"' + key + "\":") + ") AND " + judgement + ")"
                    : judgement;
        }

        /// Whether JSON has only one way to write it.
        private static boolean isSpelledAsItIs(String key) {
            return key.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
        }

        private String bound(@Nullable Object value) {
            values.add(value);
            return "?";
        }

        private static String column(EntityKind kind) {
            return switch (kind) {
                case USER -> "m.user_id";
                case AGENT -> "m.agent_id";
                case APP -> "m.app_id";
                case RUN -> "m.run_id";
            };
        }

        private static String column(Filter.InstantField field) {
            return switch (field) {
                case CREATED -> "m.created";
                case UPDATED -> "m.updated";
                case TIMESTAMP -> "m.timestamp";
            };
        }
    }
}
