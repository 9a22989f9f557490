package dev.keepsake.memory;

import dev.keepsake.failure.Failure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Entity ids as callers write them (wire contract 5.1): strings, trimmed, 1 to 255 characters of
/// any script; numbers become their plain decimal text. Null and `""` are absent.
public final class EntityIds {
    /// In Unicode characters, not in `char`s.
    public static final int MAX_LENGTH = 255;

    private static final Set<String> UNADDRESSABLE = Set.of(".", "..");

    private EntityIds() {}

    /// An id that a read or delete asks for, or null when absent. `*` comes back as it is; what the
    /// wildcard means is the operation's to say.
    ///
    /// @throws Failure.Invalid `user_id: must be …`
    public static @Nullable String forReading(EntityKind kind, @Nullable Object value) {
        if (value == null || "".equals(value)) {
            return null;
        }
        var flaw = flaw(value);
        if (flaw != null) {
            throw new Failure.Invalid(kind.field() + ": " + flaw + ", not " + Quoted.of(value));
        }
        return text(value);
    }

    /// An id that will be stored, or null when absent. Refuses the wildcard, and `.` and `..`,
    /// which no URL path can address.
    ///
    /// @throws Failure.Invalid `user_id: must …`
    public static @Nullable String forWriting(EntityKind kind, @Nullable Object value) {
        var id = forReading(kind, value);
        if ("*".equals(id)) {
            throw new Failure.Invalid(kind.field() + ": must not be \"*\", the wildcard");
        }
        if (id != null && UNADDRESSABLE.contains(id)) {
            throw new Failure.Invalid(kind.field() + ": must not be \".\" or \"..\"");
        }
        return id;
    }

    /// Which rule the value breaks; null for a good id.
    static @Nullable String flaw(@Nullable Object value) {
        var text = text(value);
        if (text == null) {
            return "must be a string";
        }
        if (text.isEmpty() || text.codePointCount(0, text.length()) > MAX_LENGTH) {
            return "must be 1 to " + MAX_LENGTH + " characters";
        }
        // Stored as UTF-8, half a surrogate pair turns into "?" and two owners would become one
        if (text.codePoints().anyMatch(EntityIds::isHalfPair)) {
            return "must be well-formed Unicode";
        }
        return null;
    }

    /// The id that a string or number stands for; null for other values.
    static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case String text -> text.strip();
            case Number number -> Filter.canonical(number);
            case null, default -> null;
        };
    }

    private static boolean isHalfPair(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
