package dev.keepsake.memory;

import dev.keepsake.failure.Failure;
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
import dev.keepsake.model.TextAnalyzer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One row of the field and operator matrix (engine contract 3.2): the forms in which a field may
/// be asked for, and what each of them means.
final class FilterField {

    /// The columns of the matrix.
    enum Form {
        BARE("a single value", false),
        LIST("a list", false),
        EQ("eq", true),
        NE("ne", true),
        IN("in", true),
        GT("gt", true),
        GTE("gte", true),
        LT("lt", true),
        LTE("lte", true),
        CONTAINS("contains", true),
        ICONTAINS("icontains", true),
        WILDCARD("\"*\"", false),
        NULL("null", false);

        private final String spelling;
        private final boolean operator;

        Form(String spelling, boolean operator) {
            this.spelling = spelling;
            this.operator = operator;
        }
    }

    private final String name;
    private final Map<Form, Function<Operand, Filter>> meanings;

    private FilterField(String name, Map<Form, Function<Operand, Filter>> meanings) {
        this.name = name;
        this.meanings = new EnumMap<>(meanings);
    }

    static FilterField entity(EntityKind kind) {
        Function<Operand, Filter> one = operand -> new EntityIn(kind, Set.of(operand.entityId()));
        Function<Operand, Filter> any =
                operand -> new EntityIn(kind, setOf(operand, Operand::entityId));
        var present = new EntityPresent(kind);
        return new FilterField(
                kind.field(),
                Map.of(
                        Form.BARE, one,
                        Form.LIST, any,
                        Form.EQ, one,
                        Form.NE, one.andThen(Not::new),
                        Form.IN, any,
                        Form.WILDCARD, _ -> present,
                        Form.NULL, _ -> new Not(present)));
    }

    /// Instants of a memory are never null, so `*` holds for all.
    static FilterField instant(String name, InstantField field) {
        Function<Operand, Filter> inside =
                operand -> {
                    var form = operand.instant();
                    return new InstantWithin(field, form.start(), form.end());
                };
        return new FilterField(
                name,
                Map.of(
                        Form.BARE, inside,
                        Form.NE, inside.andThen(Not::new),
                        Form.IN, anyOf(inside),
                        Form.GT, it -> new InstantWithin(field, it.instant().end(), null),
                        Form.GTE, it -> new InstantWithin(field, it.instant().start(), null),
                        Form.LT, it -> new InstantWithin(field, null, it.instant().start()),
                        Form.LTE, it -> new InstantWithin(field, null, it.instant().end()),
                        Form.WILDCARD, _ -> Filter.EVERYTHING));
    }

    static FilterField expiration() {
        Function<Operand, Filter> inside =
                it -> new ExpirationWithin(it.day(), it.day().plusDays(1));
        return new FilterField(
                "expiration_date",
                Map.of(
                        Form.BARE, inside,
                        Form.NE, inside.andThen(Not::new),
                        Form.IN, anyOf(inside),
                        Form.GT, it -> new ExpirationWithin(it.day().plusDays(1), null),
                        Form.GTE, it -> new ExpirationWithin(it.day(), null),
                        Form.LT, it -> new ExpirationWithin(null, it.day()),
                        Form.LTE, it -> new ExpirationWithin(null, it.day().plusDays(1)),
                        Form.WILDCARD, _ -> new ExpirationPresent(),
                        Form.NULL, _ -> new Not(new ExpirationPresent())));
    }

    static FilterField categories() {
        Function<Operand, Filter> any = it -> new LabelIn(setOf(it, Operand::text));
        return new FilterField(
                "categories",
                Map.of(
                        Form.BARE, it -> new LabelIn(Set.of(it.text())),
                        Form.LIST, any,
                        Form.IN, any,
                        Form.CONTAINS, it -> new LabelContains(it.text()),
                        Form.WILDCARD, _ -> new LabelPresent(),
                        Form.NULL, _ -> new Not(new LabelPresent())));
    }

    static FilterField metadata(String key) {
        Function<Operand, Filter> equal = it -> new MetadataEquals(key, it.scalar());
        return new FilterField(
                "metadata." + key,
                Map.of(
                        Form.BARE,
                        equal,
                        Form.EQ,
                        equal,
                        Form.NE,
                        equal.andThen(Not::new),
                        Form.CONTAINS,
                        it -> new MetadataContains(key, it.scalar()),
                        Form.WILDCARD,
                        _ -> new MetadataPresent(key),
                        Form.NULL,
                        _ -> new Not(new MetadataPresent(key))));
    }

    static FilterField keywords() {
        Function<Operand, Filter> inAnyCase = it -> new TextContains(it.text(), true);
        return new FilterField(
                "keywords",
                Map.of(
                        Form.BARE, inAnyCase,
                        Form.CONTAINS, it -> new TextContains(it.text(), false),
                        Form.ICONTAINS, inAnyCase));
    }

    static FilterField text() {
        Function<Operand, Filter> equal = it -> new TextEquals(it.text());
        return new FilterField(
                "text",
                Map.of(
                        Form.BARE,
                        equal,
                        Form.EQ,
                        equal,
                        Form.NE,
                        equal.andThen(Not::new),
                        Form.CONTAINS,
                        it -> new TextContains(it.text(), false),
                        Form.ICONTAINS,
                        it -> new TextContains(it.text(), true)));
    }

    static FilterField terms(TextAnalyzer analyzer) {
        Function<Operand, Filter> all =
                it -> new HasTerms(new HashSet<>(analyzer.terms(it.text())));
        return new FilterField("keywords_search", Map.of(Form.BARE, all, Form.CONTAINS, all));
    }

    static FilterField ids() {
        Function<Operand, Filter> any = it -> new IdIn(knownIds(it));
        return new FilterField("memory_ids", Map.of(Form.LIST, any, Form.IN, any));
    }

    String name() {
        return name;
    }

    /// What asking for the field with this JSON value means.
    ///
    /// @throws Failure.Invalid when the field does not take it
    Filter condition(@Nullable Object value) {
        return switch (value) {
            case null -> meaning(Form.NULL, value);
            case Map<?, ?> operators -> operators(operators);
            case List<?> _ -> meaning(Form.LIST, value);
            default -> meaning("*".equals(value) ? Form.WILDCARD : Form.BARE, value);
        };
    }

    /// @throws Failure.Invalid for an operator that the field does not have, or a wrong operand
    Filter operator(@Nullable Object operator, @Nullable Object operand) {
        for (var form : meanings.keySet()) {
            if (form.operator && form.spelling.equals(operator)) {
                return meaning(form, operand);
            }
        }
        throw FilterParser.invalid(
                "operator '"
                        + plain(operator)
                        + "' is not supported for field '"
                        + name
                        + "'. "
                        + supported());
    }

    private Filter operators(Map<?, ?> operators) {
        if (operators.isEmpty()) {
            throw FilterParser.invalid(name + ": must not be an empty object");
        }
        List<Filter> parts = new ArrayList<>(operators.size());
        operators.forEach((operator, operand) -> parts.add(operator(operator, operand)));
        return FilterParser.together(parts);
    }

    private Filter meaning(Form form, @Nullable Object value) {
        var meaning = meanings.get(form);
        if (meaning == null) {
            throw FilterParser.invalid(
                    name + ": does not take " + form.spelling + ". " + supported());
        }
        return meaning.apply(new Operand(name, value));
    }

    private String supported() {
        return meanings.keySet().stream()
                .filter(form -> form.operator)
                .map(form -> "'" + form.spelling + "'")
                .collect(Collectors.joining(", ", "Supported: [", "]"));
    }

    private static String plain(@Nullable Object operator) {
        var quoted = Quoted.of(operator);
        return operator instanceof String ? quoted.substring(1, quoted.length() - 1) : quoted;
    }

    private static Function<Operand, Filter> anyOf(Function<Operand, Filter> one) {
        return operand -> new Any(operand.items().stream().map(one).toList());
    }

    private static Set<String> setOf(Operand operand, Function<Operand, String> reading) {
        return operand.items().stream().map(reading).collect(Collectors.toSet());
    }

    private static Set<MemoryId> knownIds(Operand operand) {
        Set<MemoryId> ids = new HashSet<>();
        for (var text : setOf(operand, Operand::text)) {
            try {
                ids.add(MemoryId.parse(text));
            } catch (IllegalArgumentException notAnId) {
                // no memory has it, which is all that the language promises
            }
        }
        return ids;
    }
}
