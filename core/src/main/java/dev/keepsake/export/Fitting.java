package dev.keepsake.export;

import dev.keepsake.export.Blank.Filling;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings what a filler made into the shape that was ordered: what fits stays, what nearly fits is
/// cut or read anew, and the rest becomes [Blank]. Pure.
final class Fitting {

    private Fitting() {}

    static Map<String, @Nullable Object> fitted(
            Shape.Structure structure, Map<String, @Nullable Object> value) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        structure
                .members()
                .forEach((name, shape) -> {
                    var filling =
                            filling(shape, value.get(name), structure.required().contains(name));
                    if (filling.isThere()) {
                        members.put(name, filling.value());
                    }
                });
        if (structure.open()) {
            // the check decides about members that the schema does not name
            value.forEach((name, each) -> {
                if (!structure.members().containsKey(name)) {
                    members.put(name, each);
                }
            });
        }
        return members;
    }

    /// @param value null when nothing is known
    private static Filling filling(Shape shape, @Nullable Object value, boolean required) {
        var fitting = value == null ? null : fit(shape.kind(), value);
        return fitting == null ? Blank.of(shape, required) : Filling.of(fitting);
    }

    /// Null when it does not fit.
    private static @Nullable Object fit(Shape.Kind kind, Object value) {
        return switch (kind) {
            case Shape.Text text -> text(text, value);
            case Shape.Amount amount -> amount(amount, value);
            case Shape.Truth _ -> truth(value);
            case Shape.Choice choice -> choice(choice, value);
            case Shape.Series series -> series(series, value);
            case Shape.Structure structure ->
                    value instanceof Map<?, ?> members ? fitted(structure, object(members)) : null;
            case Shape.Free _ -> value;
        };
    }

    private static @Nullable String text(Shape.Text text, Object value) {
        var given = value instanceof Map || value instanceof Collection ? null : value.toString();
        if (given == null) {
            return null;
        }
        var length = given.codePointCount(0, given.length());
        if (length > text.most() && (text.format() != null || text.patterned())) {
            return null;
        }
        return length < text.least() ? null : cut(given, text.most());
    }

    /// At a space, if there is one not too far back.
    static String cut(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        var cut = text.substring(0, text.offsetByCodePoints(0, most));
        var space = cut.lastIndexOf(' ');
        return space > cut.length() / 2 ? cut.substring(0, space).strip() : cut;
    }

    private static @Nullable Number amount(Shape.Amount amount, Object value) {
        var number = number(value);
        if (number == null
                || amount.least() != null && number.compareTo(amount.least()) < 0
                || amount.most() != null && number.compareTo(amount.most()) > 0
                || !isMultiple(number, amount.step())) {
            return null;
        }
        return amount.whole() ? whole(number) : number;
    }

    private static @Nullable BigDecimal number(Object value) {
        try {
            return switch (value) {
                case Number number -> new BigDecimal(number.toString());
                case String text when text.length() < 40 -> new BigDecimal(text.strip());
                default -> null;
            };
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static boolean isMultiple(BigDecimal number, @Nullable BigDecimal step) {
        return step == null
                || step.signum() <= 0
                || Math.abs((long) number.scale()) > 100
                || number.remainder(step).signum() == 0;
    }

    private static @Nullable Number whole(BigDecimal number) {
        if (Math.abs((long) number.scale()) > 100) {
            return null;
        }
        try {
            BigInteger exact = number.toBigIntegerExact();
            return exact.bitLength() < 32 ? (Number) exact.intValue() : exact;
        } catch (ArithmeticException fraction) {
            return null;
        }
    }

    private static @Nullable Boolean truth(Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case String text when text.equalsIgnoreCase("true") -> true;
            case String text when text.equalsIgnoreCase("false") -> false;
            default -> null;
        };
    }

    /// The label itself, or the one that is spelled like it but for case and punctuation.
    private static @Nullable Object choice(Shape.Choice choice, Object value) {
        if (choice.values().contains(value)) {
            return value;
        }
        var plain = Shape.wordsOf(value.toString());
        return choice.values().stream()
                .filter(label ->
                        isSame(label, value) || Shape.wordsOf(label.toString()).equals(plain))
                .filter(label -> (label instanceof String) == (value instanceof String))
                .findFirst()
                .orElse(null);
    }

    private static boolean isSame(Object label, Object value) {
        return label instanceof Number one
                && value instanceof Number other
                && new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
    }

    /// Distinct items in the order of their first mention.
    private static @Nullable List<@Nullable Object> series(Shape.Series series, Object value) {
        var given = value instanceof Collection<?> items ? items : List.of(value);
        Set<Object> fitting = new LinkedHashSet<>();
        for (var item : given) {
            var fits = item == null ? null : fit(series.items().kind(), item);
            if (fits != null && fitting.size() < series.most()) {
                fitting.add(fits);
            }
        }
        return fitting.size() < series.least() ? null : new ArrayList<>(fitting);
    }

    static Map<String, @Nullable Object> object(Map<?, ?> members) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        members.forEach((key, value) -> object.put(String.valueOf(key), value));
        return object;
    }

    /// The value with the place that a path leads to made blank, without its default; the value
    /// itself when the path leads nowhere.
    static Map<String, @Nullable Object> blanked(
            Shape.Structure structure, Map<String, @Nullable Object> value, List<String> path) {
        if (path.isEmpty()) {
            return value;
        }
        var name = path.getFirst();
        Map<String, @Nullable Object> members = new LinkedHashMap<>(value);
        var shape = structure.members().get(name);
        if (shape == null) {
            members.remove(name);
            return members;
        }
        var inner = value.get(name);
        var rest = path.subList(1, path.size());
        if (!rest.isEmpty() && shape.kind() instanceof Shape.Structure nested) {
            if (inner instanceof Map<?, ?> object) {
                members.put(name, blanked(nested, object(object), rest));
                return members;
            }
        }
        if (!rest.isEmpty() && inner instanceof List<?> items) {
            var others = without(items, rest.getFirst());
            if (shape.kind() instanceof Shape.Series series && others.size() >= series.least()) {
                members.put(name, others);
                return members;
            }
        }
        var filling = Blank.plain(shape, structure.required().contains(name));
        if (filling.isThere()) {
            members.put(name, filling.value());
        } else {
            members.remove(name);
        }
        return members;
    }

    private static List<@Nullable Object> without(List<?> items, String position) {
        List<@Nullable Object> others = new ArrayList<>();
        for (var at = 0; at < items.size(); at++) {
            if (!String.valueOf(at).equals(position)) {
                others.add(items.get(at));
            }
        }
        return others;
    }
}
