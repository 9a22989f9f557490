package dev.keepsake.server.config;

import dev.keepsake.failure.Failure;
import java.util.regex.Pattern;

/// Rules that settings share. The forms of password and key are those of management contract 18.3
/// and 18.4.
final class Rules {

    static final Kind<Secret> ANY_SECRET = Kind.secret("a secret text", Pattern.compile(".+"));

    static final Kind<Secret> PEPPER =
            Kind.secret("a secret text of at least 16 characters", Pattern.compile(".{16,}"));

    static final Kind<Secret> PASSWORD =
            Kind.secret("12 to 128 characters", Pattern.compile(".{12,128}"));

    static final Kind<Secret> API_KEY =
            Kind.secret(
                    "`m0-` followed by 43 letters and digits",
                    Pattern.compile("m0-[A-Za-z0-9]{43}"));

    static final Kind<String> EMAIL =
            Kind.text("an email address", Pattern.compile("[^@\\s]+@[^@\\s]+"));

    private Rules() {}

    static void require(boolean holds, String message, Object... values) {
        if (!holds) {
            throw new Failure.Invalid(message.formatted(values));
        }
    }
}
