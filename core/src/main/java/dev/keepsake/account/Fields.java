package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a request about organizations, projects and members, and gathers what is
/// wrong with them, so that all of it can be told at once. A field that is wrong reads as some
/// harmless value; whoever reads calls [#requireRight] before using any of them. For one thread.
final class Fields {

    static final int LONGEST_NAME = 255;

    private static final int LONGEST_EMAIL = 254;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

    private final Map<String, @Nullable Object> values;
    private final Map<String, List<String>> wrong = new LinkedHashMap<>();

    /// @param values plain JSON values, as the caller wrote them
    Fields(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    boolean names(String field) {
        return values.containsKey(field);
    }

    boolean isNull(String field) {
        return values.get(field) == null;
    }

    void refuse(String field, String reason) {
        wrong.computeIfAbsent(field, _ -> new ArrayList<>()).add(reason);
    }

    /// @throws Failure.Invalid with everything that was wrong
    void requireRight() {
        if (!wrong.isEmpty()) {
            throw new Failure.Invalid(wrong);
        }
    }

    /// A field that must be there.
    ///
    /// @param otherwise what it reads as when it is wrong
    <T> T required(String field, FieldForm<T> form, T otherwise) {
        if (!values.containsKey(field)) {
            refuse(field, "This field is required.");
            return otherwise;
        }
        var value = values.get(field);
        if (value == null) {
            refuse(field, "This field must not be null.");
            return otherwise;
        }
        return read(field, form, value, otherwise);
    }

    /// A field that may be absent or null.
    <T> @Nullable T optional(String field, FieldForm<? extends @Nullable T> form) {
        var value = values.get(field);
        return value == null ? null : read(field, form, value, null);
    }

    private <T extends @Nullable Object> T read(
            String field, FieldForm<? extends T> form, Object value, T otherwise) {
        try {
            return form.read(value);
        } catch (IllegalArgumentException broken) {
            refuse(field, String.valueOf(broken.getMessage()));
            return otherwise;
        }
    }

    String name() {
        return required("name", FieldForm.filled(LONGEST_NAME), "");
    }

    Role role() {
        return required("role", Fields::role, Role.READER);
    }

    /// Roles are upper case, as the clients check before they send one.
    private static Role role(Object value) {
        for (var role : Role.values()) {
            if (role.name().equals(value)) {
                return role;
            }
        }
        throw new IllegalArgumentException("Must be READER or OWNER.");
    }

    /// Whom a request is about: by email, or by username as older clients do.
    Addressee addressee() {
        if (values.get("email") == null && values.get("username") != null) {
            return new Addressee.ByUsername(
                    required("username", FieldForm.filled(LONGEST_NAME), ""));
        }
        return new Addressee.ByEmail(email());
    }

    String email() {
        return required("email", Fields::email, "");
    }

    private static String email(Object value) {
        var text = FieldForm.filled(LONGEST_EMAIL).read(value);
        if (!EMAIL.matcher(text).matches()) {
            throw new IllegalArgumentException("Must be an email address.");
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
