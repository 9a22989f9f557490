package dev.keepsake.export;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What stands where nothing is known (engine contract 12.2): the default, else null, else the
/// empty value of the type. Where the schema insists on more, something that nobody takes for a
/// fact: what may be left out is left out, what may not is the nearest thing to empty.
final class Blank {

    private static final String UNKNOWN = "unknown";
    private static final Set<String> LABELS_OF_NOTHING =
            Set.of("unknown", "none", "other", "unspecified", "not specified", "n a", "na");

    private Blank() {}

    /// A value, or nothing at all.
    ///
    /// @param isThere false when the place is to be left out
    record Filling(boolean isThere, @Nullable Object value) {
        static final Filling OMITTED = new Filling(false, null);

        static Filling of(@Nullable Object value) {
            return new Filling(true, value);
        }
    }

    static Filling of(Shape shape, boolean required) {
        return of(shape, required, true);
    }

    /// Without defaults, which may be such as the schema itself does not accept.
    static Filling plain(Shape shape, boolean required) {
        return of(shape, required, false);
    }

    private static Filling of(Shape shape, boolean required, boolean defaults) {
        var fallback = shape.fallback();
        if (defaults && fallback != null) {
            return Filling.of(fallback.value());
        }
        if (shape.nullable()) {
            return Filling.of(null);
        }
        return switch (shape.kind()) {
            case Shape.Text text ->
                    isEmptyAllowed(text) ? Filling.of("") : ifRequired(required, placeholder(text));
            case Shape.Amount amount -> ifRequired(required, nearestToZero(amount));
            case Shape.Truth _ -> ifRequired(required, false);
            case Shape.Choice choice ->
                    ifRequired(required || choice.isFixed(), labelOfNothing(choice));
            case Shape.Series series ->
                    series.least() == 0
                            ? Filling.of(List.of())
                            : ifRequired(required, repeated(series, defaults));
            case Shape.Structure structure ->
                    required || structure.required().isEmpty()
                            ? Filling.of(required ? emptied(structure, defaults) : Map.of())
                            : Filling.OMITTED;
            case Shape.Free _ -> Filling.of(null);
        };
    }

    private static Filling ifRequired(boolean required, Object value) {
        return required ? Filling.of(value) : Filling.OMITTED;
    }

    private static boolean isEmptyAllowed(Shape.Text text) {
        return text.least() == 0 && text.format() == null && !text.patterned();
    }

    /// Values from reserved ranges, which mean nothing anywhere.
    private static String placeholder(Shape.Text text) {
        var format = text.format() == null ? "" : text.format();
        return switch (format) {
            case "date" -> "0001-01-01";
            case "date-time" -> "0001-01-01T00:00:00Z";
            case "time" -> "00:00:00Z";
            case "email", "idn-email" -> "unknown@example.com";
            case "uri", "iri", "uri-reference" -> "about:blank";
            case "uuid" -> "00000000-0000-0000-0000-000000000000";
            case "hostname", "idn-hostname" -> "unknown.example.com";
            case "ipv4" -> "0.0.0.0";
            case "ipv6" -> "::";
            default -> ofLength(text.least(), text.most());
        };
    }

    private static String ofLength(int least, int most) {
        if (least == 0) {
            return "";
        }
        // a schema may ask for more than anybody can store; then the check refuses it
        var length = Math.min(least, 100_000);
        var word = length > UNKNOWN.length() ? UNKNOWN + ".".repeat(length - 7) : UNKNOWN;
        return word.length() > most ? word.substring(0, most) : word;
    }

    static BigDecimal nearestToZero(Shape.Amount amount) {
        var least = amount.least();
        var most = amount.most();
        var value = BigDecimal.ZERO;
        var up = RoundingMode.CEILING;
        if (least != null && least.signum() > 0) {
            value = least;
        } else if (most != null && most.signum() < 0) {
            value = most;
            up = RoundingMode.FLOOR;
        }
        var step = amount.step() != null && amount.step().signum() > 0 ? amount.step() : null;
        if (step == null && amount.whole()) {
            step = BigDecimal.ONE;
        }
        return step == null ? value : value.divide(step, 0, up).multiply(step);
    }

    private static Object labelOfNothing(Shape.Choice choice) {
        return choice.values().stream()
                .filter(value ->
                        LABELS_OF_NOTHING.contains(
                                value.toString()
                                        .toLowerCase(Locale.ROOT)
                                        .replaceAll("[^a-z]+", " ")
                                        .strip()))
                .findFirst()
                .orElse(choice.values().getFirst());
    }

    private static List<@Nullable Object> repeated(Shape.Series series, boolean defaults) {
        List<@Nullable Object> items = new ArrayList<>();
        for (var at = 0; at < Math.min(series.least(), 1_000); at++) {
            items.add(of(series.items(), true, defaults).value());
        }
        return items;
    }

    /// All members as if nothing were known of any.
    private static Map<String, @Nullable Object> emptied(
            Shape.Structure structure, boolean defaults) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        structure
                .members()
                .forEach((name, shape) -> {
                    var filling = of(shape, structure.required().contains(name), defaults);
                    if (filling.isThere()) {
                        members.put(name, filling.value());
                    }
                });
        return members;
    }
}
