package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import java.util.Locale;
import java.util.regex.Pattern;

/// Email addresses as they are compared and stored: lower case, without blanks around. Whether one
/// exists only a letter can tell, so the rule is loose.
public final class EmailForm {

    private static final int LONGEST = 254;
    private static final Pattern SHAPE = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

    private EmailForm() {}

    /// @throws Failure.Invalid for what is no address
    public static String parse(String text) {
        var email = text.strip().toLowerCase(Locale.ROOT);
        if (email.length() > LONGEST || !SHAPE.matcher(email).matches()) {
            throw new Failure.Invalid("email: must be an email address");
        }
        return email;
    }

    static String localPart(String email) {
        return email.substring(0, email.indexOf('@'));
    }
}
