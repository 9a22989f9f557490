package dev.keepsake.webhook;

import java.security.SecureRandom;

/// Random letters and digits, about 5.95 bits each.
final class Base62 {

    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Base62() {}

    static String random(int length) {
        var text = new StringBuilder(length);
        for (var at = 0; at < length; at++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
