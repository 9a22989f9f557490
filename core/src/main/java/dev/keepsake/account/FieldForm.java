package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.ExpirationForm;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a plain JSON value becomes the value of a field.
@FunctionalInterface
interface FieldForm<T extends @Nullable Object> {

    /// @throws IllegalArgumentException with the rule that the value breaks
    T read(Object value);

    /// Text with something in it, white space around it taken away.
    static FieldForm<String> filled(int longest) {
        return value -> {
            var text = wellFormed(value).strip();
            if (text.isEmpty()) {
                throw new IllegalArgumentException("This field must not be blank.");
            }
            return within(longest, text);
        };
    }

    /// Any text, kept as it is; nothing but white space reads as null.
    static FieldForm<@Nullable String> text(int longest) {
        return value -> {
            var text = wellFormed(value);
            return text.isBlank() ? null : within(longest, text);
        };
    }

    /// The same, or a list of texts for its lines.
    static FieldForm<@Nullable String> lines(int longest) {
        return value ->
                text(longest)
                        .read(
                                value instanceof List<?> lines
                                        ? lines.stream()
                                                .map(FieldForm::line)
                                                .collect(Collectors.joining("\n"))
                                        : value);
    }

    private static String line(@Nullable Object value) {
        if (value instanceof String line) {
            return line;
        }
        throw new IllegalArgumentException("Must be a string or a list of strings.");
    }

    static FieldForm<Boolean> flag() {
        return value -> {
            if (value instanceof Boolean flag) {
                return flag;
            }
            throw new IllegalArgumentException("Must be true or false.");
        };
    }

    static FieldForm<Integer> wholeNumber(int least, int most) {
        return value -> {
            if (value instanceof Integer number && number >= least && number <= most) {
                return number;
            }
            throw new IllegalArgumentException(
                    "Must be a whole number from " + least + " to " + most + ".");
        };
    }

    /// A number counts as the text that spells it.
    static FieldForm<@Nullable String> textOrNumber(int longest) {
        return value ->
                switch (value) {
                    case BigDecimal number when Math.abs((long) number.scale()) > longest ->
                            throw new IllegalArgumentException("Must be a string or a number.");
                    case BigDecimal number -> within(longest, number.toPlainString());
                    case Number number -> within(longest, number.toString());
                    case String text -> text(longest).read(text);
                    default -> throw new IllegalArgumentException("Must be a string or a number.");
                };
    }

    /// A day of the calendar, as text.
    static FieldForm<String> day() {
        return value -> {
            try {
                return ExpirationForm.parse(value).toString();
            } catch (Failure.Invalid _) {
                throw new IllegalArgumentException("Must be a day of the calendar, YYYY-MM-DD.");
            }
        };
    }

    private static String wellFormed(Object value) {
        if (!(value instanceof String text)) {
            throw new IllegalArgumentException("Must be a string.");
        }
        if (text.codePoints().anyMatch(FieldForm::isHalfPair)) {
            throw new IllegalArgumentException("Must be well-formed Unicode.");
        }
        return text;
    }

    private static String within(int longest, String text) {
        if (text.codePointCount(0, text.length()) > longest) {
            throw new IllegalArgumentException("Must have at most " + longest + " characters.");
        }
        return text;
    }

    /// Half of a surrogate pair, which UTF-8 cannot say.
    private static boolean isHalfPair(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
