package dev.keepsake.memory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an error message shows the value that it complains about: short, and never the inside of a
/// list or object, which may be large or nested without end.
final class Quoted {
    private static final int SHOWN = 60;

    private Quoted() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> '"' + cut(text) + '"';
            case Number number -> cut(number.toString());
            case Boolean flag -> flag.toString();
            case List<?> _ -> "a list";
            default -> "an object";
        };
    }

    private static String cut(String text) {
        if (text.length() <= SHOWN) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
        return text.substring(0, end) + "…";
    }
}
