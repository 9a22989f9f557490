package dev.keepsake.login;

import dev.keepsake.failure.Failure;

/// A password that somebody chose: 12 to 128 characters, without further rules (management contract
/// 18.3). It hides itself.
public record Password(String text) {

    public static final int SHORTEST = 12;
    public static final int LONGEST = 128;

    /// @throws Failure.Invalid when it is too short or too long
    public Password {
        var length = text.codePointCount(0, text.length());
        if (length < SHORTEST || length > LONGEST) {
            throw new Failure.Invalid(
                    "password: must have " + SHORTEST + " to " + LONGEST + " characters");
        }
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
