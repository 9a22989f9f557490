package dev.keepsake.quality;

import dev.keepsake.quality.SecretScan.Finding;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Blocks such as those of PEM files. A block without an end is a secret to the end of what can
/// belong to it.
final class PrivateKeys {

    private static final int LONGEST = 64 * 1024;
    private static final Pattern OPENING =
            Pattern.compile("-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----");
    private static final Pattern CLOSING =
            Pattern.compile("-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----");

    private PrivateKeys() {}

    static void find(String text, Consumer<Finding> found) {
        var opening = OPENING.matcher(text);
        var at = text.indexOf("-----BEGIN ");
        while (at >= 0) {
            opening.region(at, Math.min(text.length(), at + 100));
            var end = at + 1;
            if (opening.lookingAt()) {
                end = end(text, opening.end());
                found.accept(new Finding(at, end, "private key"));
            }
            at = text.indexOf("-----BEGIN ", end);
        }
    }

    private static int end(String text, int from) {
        var dashes = text.indexOf("-----", from);
        if (dashes >= 0 && dashes - from < LONGEST) {
            var closing =
                    CLOSING.matcher(text).region(dashes, Math.min(text.length(), dashes + 100));
            if (closing.lookingAt()) {
                return closing.end();
            }
        }
        var end = from;
        while (end < text.length() && end - from < LONGEST && isBody(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /// Base64, line ends as they are, and line ends as JSON writes them.
    private static boolean isBody(char c) {
        return KnownTokens.isAlphanumeric(c) || "+/=\\\r\n".indexOf(c) >= 0;
    }
}
