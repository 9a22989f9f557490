package dev.keepsake.memory;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Filter.All;
import dev.keepsake.memory.Filter.Any;
import dev.keepsake.memory.Filter.InstantField;
import dev.keepsake.memory.Filter.Not;
import dev.keepsake.model.TextAnalyzer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the filter language of the wire (engine contract 3, wire contract 5.7) from plain JSON
/// values (`Map`, `List`, `String`, `Number`, `Boolean`, null) into a [Filter].
///
/// Every error is a [Failure.Invalid] with the text that the contract gives. Input is untrusted:
/// depth, number of conditions and length of lists are limited, and no value can make parsing slow
/// or throw anything else. Safe for many threads.
public final class FilterParser {
    private static final int MAX_DEPTH = 10;
    private static final int MAX_NODES = 200;
    private static final String METADATA = "metadata";
    private static final String METADATA_PREFIX = METADATA + ".";
    private static final Set<String> METADATA_OPERATORS = Set.of("eq", "ne", "contains");

    private static final String UNKNOWN_KEY =
            "Top-level key must be a logical operator or an allowed field: ['AND', 'OR', 'NOT',"
                    + " 'user_id', 'agent_id', 'app_id', 'run_id', 'created_at', 'updated_at',"
                    + " 'timestamp', 'expiration_date', 'text', 'categories', 'metadata',"
                    + " 'keywords_search', 'memory_ids', 'keywords']";

    private final Map<String, FilterField> fields = new HashMap<>();

    /// @param analyzer the one that also makes the terms stored with memories
    public FilterParser(TextAnalyzer analyzer) {
        Stream.of(
                        FilterField.entity(EntityKind.USER),
                        FilterField.entity(EntityKind.AGENT),
                        FilterField.entity(EntityKind.APP),
                        FilterField.entity(EntityKind.RUN),
                        FilterField.instant("created_at", InstantField.CREATED),
                        FilterField.instant("updated_at", InstantField.UPDATED),
                        FilterField.instant("timestamp", InstantField.TIMESTAMP),
                        FilterField.expiration(),
                        FilterField.text(),
                        FilterField.categories(),
                        FilterField.terms(analyzer),
                        FilterField.ids(),
                        FilterField.keywords())
                .forEach(field -> fields.put(field.name(), field));
        // npm sends filters as its callers wrote them, in camelCase
        fields.put("userId", FilterField.entity(EntityKind.USER));
        fields.put("agentId", FilterField.entity(EntityKind.AGENT));
        fields.put("appId", FilterField.entity(EntityKind.APP));
        fields.put("runId", FilterField.entity(EntityKind.RUN));
    }

    /// Reads a filter, whatever it is about.
    ///
    /// @throws Failure.Invalid when it breaks a rule of the language
    public Filter parse(@Nullable Object json) {
        if (json == null || json instanceof Map<?, ?> members && members.isEmpty()) {
            throw new Failure.Invalid("Filters are required and cannot be empty.");
        }
        return new Reading().object("filters", json, 1);
    }

    /// Reads the filter of a search, list, summary or export, which must name an entity
    /// [positively][Filter#isPositivelyScoped].
    ///
    /// @throws Failure.Invalid also when it does not
    public Filter parseScoped(@Nullable Object json) {
        var filter = parse(json);
        if (!filter.isPositivelyScoped()) {
            throw new Failure.Invalid(
                    "filters must include at least one entity ID"
                            + " (user_id, agent_id, app_id, or run_id)");
        }
        return filter;
    }

    static Failure.Invalid invalid(String message) {
        return new Failure.Invalid("FilterValidationError: " + message);
    }

    static Filter together(List<Filter> parts) {
        return parts.size() == 1 ? parts.getFirst() : new All(parts);
    }

    /// One pass over one filter, counting its nodes: logical operators and field conditions.
    private final class Reading {
        private int nodes;

        Filter object(String where, @Nullable Object json, int depth) {
            if (!(json instanceof Map<?, ?> members)) {
                throw invalid(where + ": must be an object, not " + Quoted.of(json));
            }
            if (members.isEmpty()) {
                throw invalid(where + ": must not be an empty object");
            }
            if (depth > MAX_DEPTH) {
                throw invalid("filters must not be nested deeper than " + MAX_DEPTH + " levels");
            }
            List<Filter> parts = new ArrayList<>();
            members.forEach((key, value) -> parts.add(member(key, value, depth)));
            return together(parts);
        }

        private Filter member(@Nullable Object key, @Nullable Object value, int depth) {
            if (key instanceof String name) {
                return named(name, value, depth);
            }
            throw new Failure.Invalid(UNKNOWN_KEY);
        }

        private Filter named(String name, @Nullable Object value, int depth) {
            return switch (name) {
                case "AND" -> together(conditions(name, value, depth));
                case "OR" -> new Any(conditions(name, value, depth));
                case "NOT" -> new Not(negated(value, depth));
                case METADATA -> metadata(value);
                default -> condition(name, value);
            };
        }

        private Filter negated(@Nullable Object value, int depth) {
            if (value instanceof Map<?, ?>) {
                count();
                return object("NOT", value, depth + 1);
            }
            return new Any(conditions("NOT", value, depth));
        }

        private List<Filter> conditions(String operator, @Nullable Object value, int depth) {
            if (!(value instanceof List<?> elements) || elements.isEmpty()) {
                throw invalid(operator + " requires a non-empty list of conditions");
            }
            count();
            List<Filter> parts = new ArrayList<>();
            for (var element : elements) {
                parts.add(object(operator, element, depth + 1));
            }
            return parts;
        }

        private Filter condition(String name, @Nullable Object value) {
            count();
            return field(name).condition(value);
        }

        private FilterField field(String name) {
            var field = fields.get(name);
            if (field != null) {
                return field;
            }
            if (name.startsWith(METADATA_PREFIX) && name.length() > METADATA_PREFIX.length()) {
                return FilterField.metadata(name.substring(METADATA_PREFIX.length()));
            }
            throw new Failure.Invalid(UNKNOWN_KEY);
        }

        private Filter metadata(@Nullable Object value) {
            var members = metadataMembers(value);
            List<Filter> parts = new ArrayList<>();
            if (isOperatorForm(members)) {
                members.forEach(
                        (operator, operands) -> parts.add(metadataOperator(operator, operands)));
            } else {
                members.forEach((key, operand) -> parts.add(metadataKey(key).condition(operand)));
            }
            return together(parts);
        }

        private Filter metadataOperator(@Nullable Object operator, @Nullable Object operands) {
            List<Filter> parts = new ArrayList<>();
            metadataMembers(operands)
                    .forEach((key, operand) ->
                            parts.add(metadataKey(key).operator(operator, operand)));
            return together(parts);
        }

        private Map<?, ?> metadataMembers(@Nullable Object value) {
            if (value instanceof Map<?, ?> members && !members.isEmpty()) {
                return members;
            }
            throw invalid(METADATA + ": must be a non-empty object, not " + Quoted.of(value));
        }

        private boolean isOperatorForm(Map<?, ?> members) {
            return members.entrySet().stream()
                    .allMatch(member ->
                            member.getKey() instanceof String operator
                                    && METADATA_OPERATORS.contains(operator)
                                    && member.getValue() instanceof Map<?, ?>);
        }

        private FilterField metadataKey(@Nullable Object key) {
            count();
            return FilterField.metadata(String.valueOf(key));
        }

        private void count() {
            nodes++;
            if (nodes > MAX_NODES) {
                throw invalid("filters must not have more than " + MAX_NODES + " conditions");
            }
        }
    }
}
