package dev.keepsake.memory;

import java.util.UUID;
import java.util.regex.Pattern;

/// The text of a UUID as the wire takes it: 8-4-4-4-12 hexadecimal digits in any case. The JDK
/// alone would also take groups of other lengths.
public final class UuidForm {
    private static final Pattern SHAPE =
            Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private UuidForm() {}

    /// @throws IllegalArgumentException for anything else
    public static UUID parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a UUID");
        }
        return UUID.fromString(text);
    }
}
