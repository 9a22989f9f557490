package dev.keepsake.memory;

import dev.keepsake.memory.Filter.All;
import dev.keepsake.memory.Filter.Any;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells filters that are spelled differently and mean the same apart from those that do not: keys
/// in another order, a flat object in place of `AND`, groups of one, repeated conditions (engine
/// contract 12.1). It is about spelling, not logic: `NOT NOT a` is not `a`.
public final class FilterKey {

    private FilterKey() {}

    /// A text of fixed length that is equal for filters of one meaning.
    public static String of(Filter filter) {
        try {
            var bytes = text(reduced(filter)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /// Whether a filter, as plain JSON values, mentions an entity anywhere.
    public static boolean names(@Nullable Object filter, EntityKind kind, String entity) {
        return switch (filter) {
            case Map<?, ?> members ->
                    members.entrySet().stream()
                            .anyMatch(member ->
                                    isFieldOf(kind, member.getKey())
                                                    && holds(member.getValue(), entity)
                                            || names(member.getValue(), kind, entity));
            case Collection<?> elements ->
                    elements.stream().anyMatch(element -> names(element, kind, entity));
            case null, default -> false;
        };
    }

    private static boolean isFieldOf(EntityKind kind, @Nullable Object name) {
        return name instanceof String text
                && text.replace("_", "").equalsIgnoreCase(kind.field().replace("_", ""));
    }

    private static boolean holds(@Nullable Object value, String entity) {
        return switch (value) {
            case Map<?, ?> members ->
                    members.values().stream().anyMatch(member -> holds(member, entity));
            case Collection<?> elements ->
                    elements.stream().anyMatch(element -> holds(element, entity));
            case null -> false;
            default -> entity.equals(EntityIds.text(value));
        };
    }

    private static String text(Filter filter) {
        return switch (filter) {
            case All(var parts) -> group("all", parts);
            case Any(var parts) -> group("any", parts);
            case Filter.Not(var part) -> "not(" + text(part) + ")";
            case Filter.EntityIn(var kind, var ids) -> leaf("entity", kind, sorted(ids));
            case Filter.EntityPresent(var kind) -> leaf("entity?", kind);
            case Filter.InstantWithin(var field, var from, var until) ->
                    leaf("instant", field, from, until);
            case Filter.ExpirationPresent _ -> leaf("expiration?");
            case Filter.ExpirationWithin(var from, var until) -> leaf("expiration", from, until);
            case Filter.LabelPresent _ -> leaf("label?");
            case Filter.LabelIn(var labels) -> leaf("label", sorted(labels));
            case Filter.LabelContains(var part) -> leaf("label~", part);
            case Filter.MetadataPresent(var key) -> leaf("metadata?", key);
            case Filter.MetadataEquals(var key, var value) -> leaf("metadata", key, value);
            case Filter.MetadataContains(var key, var part) -> leaf("metadata~", key, part);
            case Filter.TextEquals(var text) -> leaf("text", text);
            case Filter.TextContains(var part, var ignoreCase) -> leaf("text~", ignoreCase, part);
            case Filter.HasTerms(var terms) -> leaf("terms", sorted(terms));
            case Filter.IdIn(var ids) ->
                    leaf("id", sorted(ids.stream().map(MemoryId::toString).toList()));
            case Filter.StateIn(var states) ->
                    leaf("state", sorted(states.stream().map(Lifecycle::name).toList()));
        };
    }

    /// Groups inside groups of their kind dissolved, repeats dropped, groups of one replaced by
    /// what they hold.
    private static Filter reduced(Filter filter) {
        if (filter instanceof All(var parts)) {
            var flat = parts.stream().map(FilterKey::reduced).flatMap(FilterKey::conjuncts);
            return single(flat.distinct().toList(), All::new);
        }
        if (filter instanceof Any(var parts)) {
            var flat = parts.stream().map(FilterKey::reduced).flatMap(FilterKey::disjuncts);
            return single(flat.distinct().toList(), Any::new);
        }
        return filter instanceof Filter.Not(var part) ? new Filter.Not(reduced(part)) : filter;
    }

    private static Stream<Filter> conjuncts(Filter part) {
        return part instanceof All(var inner) ? inner.stream() : Stream.of(part);
    }

    private static Stream<Filter> disjuncts(Filter part) {
        return part instanceof Any(var inner) ? inner.stream() : Stream.of(part);
    }

    private static Filter single(List<Filter> parts, Function<List<Filter>, Filter> group) {
        return parts.size() == 1 ? parts.getFirst() : group.apply(parts);
    }

    private static String group(String name, List<Filter> parts) {
        return name + sorted(parts.stream().map(FilterKey::text).toList());
    }

    private static List<String> sorted(Collection<String> values) {
        return values.stream().sorted().toList();
    }

    /// Lengths keep two values from reading like one.
    private static String leaf(String name, @Nullable Object... values) {
        var text = new StringBuilder(name);
        for (var value : values) {
            append(text, value);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        if (value instanceof List<?> elements) {
            text.append('[');
            elements.forEach(element -> append(text, element));
            text.append(']');
        } else {
            var plain = String.valueOf(value);
            text.append(value == null ? "/" : ":").append(plain.length()).append(':').append(plain);
        }
    }
}
