package dev.keepsake.export;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a JSON Schema wants in one place, as far as a value can be made for it: references are
/// followed, combinations taken apart. Made by [SchemaReading]. What it leaves out, [SchemaCheck]
/// still checks.
///
/// @param words title and description
/// @param nullable whether null will do
/// @param fallback the default; null for none
public record Shape(Kind kind, String words, boolean nullable, @Nullable Fallback fallback) {

    /// @param value may be null, as any JSON value
    public record Fallback(@Nullable Object value) {}

    public sealed interface Kind {}

    /// @param format such as `date`; null for none
    /// @param patterned whether a regular expression must fit
    public record Text(int least, int most, @Nullable String format, boolean patterned)
            implements Kind {}

    /// @param least inclusive
    /// @param most inclusive
    /// @param step what it must be a multiple of
    public record Amount(
            boolean whole,
            @Nullable BigDecimal least,
            @Nullable BigDecimal most,
            @Nullable BigDecimal step)
            implements Kind {}

    public record Truth() implements Kind {}

    /// One of some values, null aside.
    public record Choice(List<Object> values) implements Kind {
        public Choice {
            values = List.copyOf(values);
        }

        /// Whether there is nothing to choose.
        boolean isFixed() {
            return values.size() == 1;
        }
    }

    public record Series(Shape items, int least, int most) implements Kind {}

    /// @param members in the order of the schema
    /// @param open whether other members are allowed
    public record Structure(Map<String, Shape> members, Set<String> required, boolean open)
            implements Kind {
        public Structure {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
            required = Set.copyOf(required);
        }
    }

    /// Nothing is known about it; null will do.
    public record Free() implements Kind {}

    /// The words of a property's name: `currentRole`, `current-role` and `current_role` alike.
    static List<String> wordsOf(String name) {
        List<String> words = new ArrayList<>();
        var spaced = name.replaceAll("(\\p{Ll}|\\d)(\\p{Lu})", "$1 $2");
        for (var word : spaced.split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                words.add(word.toLowerCase(java.util.Locale.ROOT));
            }
        }
        return words;
    }
}
