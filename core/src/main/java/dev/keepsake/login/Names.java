package dev.keepsake.login;

import dev.keepsake.failure.Failure;

/// Names of people.
final class Names {

    private static final int LONGEST = 255;

    private Names() {}

    /// @throws Failure.Invalid when it is blank or too long
    static String checked(String name) {
        return checked("name", name);
    }

    /// The same for the name of something else.
    static String checked(String field, String name) {
        var plain = name.strip();
        if (plain.isEmpty() || plain.length() > LONGEST) {
            throw new Failure.Invalid(field + ": must have 1 to " + LONGEST + " characters");
        }
        return plain;
    }
}
