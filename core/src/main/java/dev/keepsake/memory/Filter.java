package dev.keepsake.memory;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which memories are meant, in normal form: what the filter language of the wire says, after
/// parsing.
///
/// [#matches] is the reference meaning. Every backend translates the family in one exhaustive
/// switch with bound parameters and must give the same rows. `ne` and `null` of the language become
/// [Not]; two-valued logic throughout: a leaf is false for a missing value, and its [Not] is then
/// true.
public sealed interface Filter {

    /// Whether the row is meant.
    boolean matches(Stored row);

    /// Everything.
    Filter EVERYTHING = new All(List.of());

    static Filter all(Filter... parts) {
        return new All(List.of(parts));
    }

    /// The memories of exactly this scope, absent ids included.
    static Filter exactly(Scope scope) {
        return new All(
                java.util.Arrays.stream(EntityKind.values())
                        .map(kind -> {
                            var id = scope.id(kind);
                            Filter leaf =
                                    id == null
                                            ? new Not(new EntityPresent(kind))
                                            : new EntityIn(kind, Set.of(id));
                            return leaf;
                        })
                        .toList());
    }

    /// Whether an entity is named positively (engine contract 3.5): a read needs that, so that
    /// nobody reads a whole project by accident. `OR` needs it in every branch; negation never
    /// counts.
    default boolean isPositivelyScoped() {
        return switch (this) {
            case EntityIn(_, var ids) -> !ids.isEmpty();
            case EntityPresent _ -> true;
            case All(var parts) -> parts.stream().anyMatch(Filter::isPositivelyScoped);
            case Any(var parts) ->
                    !parts.isEmpty() && parts.stream().allMatch(Filter::isPositivelyScoped);
            case Not _,
                    InstantWithin _,
                    ExpirationPresent _,
                    ExpirationWithin _,
                    LabelPresent _,
                    LabelIn _,
                    LabelContains _,
                    MetadataPresent _,
                    MetadataEquals _,
                    MetadataContains _,
                    TextEquals _,
                    TextContains _,
                    HasTerms _,
                    IdIn _,
                    StateIn _ ->
                    false;
        };
    }

    /// Every part holds; with no parts, always.
    record All(List<Filter> parts) implements Filter {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(Stored row) {
            return parts.stream().allMatch(part -> part.matches(row));
        }
    }

    /// At least one part holds; with no parts, never.
    record Any(List<Filter> parts) implements Filter {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(Stored row) {
            return parts.stream().anyMatch(part -> part.matches(row));
        }
    }

    /// Plain complement.
    record Not(Filter part) implements Filter {
        @Override
        public boolean matches(Stored row) {
            return !part.matches(row);
        }
    }

    /// The entity id is one of these.
    record EntityIn(EntityKind kind, Set<String> ids) implements Filter {
        public EntityIn {
            ids = Set.copyOf(ids);
        }

        @Override
        public boolean matches(Stored row) {
            var id = row.memory().scope().id(kind);
            return id != null && ids.contains(id);
        }
    }

    /// The memory has an entity id of this kind.
    record EntityPresent(EntityKind kind) implements Filter {
        @Override
        public boolean matches(Stored row) {
            return row.memory().scope().id(kind) != null;
        }
    }

    /// The instants that a filter may look at.
    enum InstantField {
        CREATED(Times::created),
        UPDATED(Times::updated),
        TIMESTAMP(Times::timestamp);

        private final Function<Times, Instant> reading;

        InstantField(Function<Times, Instant> reading) {
            this.reading = reading;
        }

        public Instant of(Times times) {
            return reading.apply(times);
        }
    }

    /// The instant lies in `[from, until)`; a null end is open.
    record InstantWithin(InstantField field, @Nullable Instant from, @Nullable Instant until)
            implements Filter {
        @Override
        public boolean matches(Stored row) {
            var at = field.of(row.memory().times());
            return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
        }
    }

    /// The memory has an expiration date.
    record ExpirationPresent() implements Filter {
        @Override
        public boolean matches(Stored row) {
            return row.memory().expiration() != null;
        }
    }

    /// The expiration date exists and lies in `[from, until)`; a null end is open.
    record ExpirationWithin(@Nullable LocalDate from, @Nullable LocalDate until) implements Filter {
        @Override
        public boolean matches(Stored row) {
            var day = row.memory().expiration();
            return day != null
                    && (from == null || !day.isBefore(from))
                    && (until == null || day.isBefore(until));
        }
    }

    /// The memory has at least one category.
    record LabelPresent() implements Filter {
        @Override
        public boolean matches(Stored row) {
            var labels = row.memory().categories();
            return labels != null && !labels.isEmpty();
        }
    }

    /// At least one category is one of these, to the letter.
    record LabelIn(Set<String> labels) implements Filter {
        public LabelIn {
            labels = Set.copyOf(labels);
        }

        @Override
        public boolean matches(Stored row) {
            var own = row.memory().categories();
            return own != null && own.stream().anyMatch(labels::contains);
        }
    }

    /// Part of at least one category, in any case.
    record LabelContains(String part) implements Filter {
        @Override
        public boolean matches(Stored row) {
            var own = row.memory().categories();
            return own != null
                    && own.stream().anyMatch(label -> foldCase(label).contains(foldCase(part)));
        }
    }

    /// The metadata has this top-level key with a value other than null.
    record MetadataPresent(String key) implements Filter {
        @Override
        public boolean matches(Stored row) {
            return row.memory().metadata().get(key) != null;
        }
    }

    /// The metadata's value under this top-level key is a scalar of this [canonical][#canonical]
    /// form.
    record MetadataEquals(String key, String value) implements Filter {
        @Override
        public boolean matches(Stored row) {
            return value.equals(canonical(row.memory().metadata().get(key)));
        }
    }

    /// A string value has this part (case-sensitive), or an array value has an element of this
    /// canonical form.
    record MetadataContains(String key, String part) implements Filter {
        @Override
        public boolean matches(Stored row) {
            return switch (row.memory().metadata().get(key)) {
                case String text -> text.contains(part);
                case Collection<?> elements ->
                        elements.stream().anyMatch(each -> part.equals(canonical(each)));
                case null, default -> false;
            };
        }
    }

    /// The whole text is this.
    record TextEquals(String text) implements Filter {
        @Override
        public boolean matches(Stored row) {
            return row.memory().text().equals(text);
        }
    }

    /// The text has this part.
    record TextContains(String part, boolean ignoreCase) implements Filter {
        @Override
        public boolean matches(Stored row) {
            var text = row.memory().text();
            return ignoreCase ? foldCase(text).contains(foldCase(part)) : text.contains(part);
        }
    }

    /// Every one of these analysed terms occurs in the text.
    record HasTerms(Set<String> terms) implements Filter {
        public HasTerms {
            terms = Set.copyOf(terms);
        }

        @Override
        public boolean matches(Stored row) {
            return row.encoding().terms().containsAll(terms);
        }
    }

    /// The memory is one of these.
    record IdIn(Set<MemoryId> ids) implements Filter {
        public IdIn {
            ids = Set.copyOf(ids);
        }

        @Override
        public boolean matches(Stored row) {
            return ids.contains(row.memory().id());
        }
    }

    /// The memory's lifecycle state is one of these. Not part of the language; [Visibility] adds
    /// it.
    record StateIn(Set<Lifecycle> states) implements Filter {
        public StateIn {
            states = states.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(states));
        }

        @Override
        public boolean matches(Stored row) {
            return states.contains(row.memory().lineage().state());
        }
    }

    /// The one spelling under which scalars are compared: numbers without trailing zeros, so that
    /// `5`, `5.0` and `"5"` are equal, and everything else as its JSON text. Null for values that
    /// are not scalars.
    static @Nullable String canonical(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean flag -> flag.toString();
            case Number number -> plain(number);
            case null, default -> null;
        };
    }

    private static String plain(Number number) {
        if (number instanceof Double || number instanceof Float) {
            if (!Double.isFinite(number.doubleValue())) {
                return number.toString();
            }
        }
        var exact = new BigDecimal(number.toString());
        if (exact.signum() == 0) {
            return "0";
        }
        var stripped = exact.stripTrailingZeros();
        // 1e999999999 is legal JSON; written out it would fill the memory
        return Math.abs(stripped.scale()) > 100 ? stripped.toString() : stripped.toPlainString();
    }

    /// The case folding of the language: lower case without regard to a locale.
    static String foldCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
