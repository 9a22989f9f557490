package dev.keepsake.quality;

import dev.keepsake.quality.SecretScan.Finding;
import java.util.function.Consumer;

/// Passwords in addresses: `postgres://user:password@host`. The rest of the address stays.
final class ConnectionStrings {

    private static final int LONGEST = 512;

    private ConnectionStrings() {}

    static void find(String text, Consumer<Finding> found) {
        var at = text.indexOf("://");
        while (at >= 0) {
            findAt(text, at + 3, found);
            at = text.indexOf("://", at + 3);
        }
    }

    private static void findAt(String text, int from, Consumer<Finding> found) {
        var colon = -1;
        var host = -1;
        var limit = Math.min(text.length(), from + LONGEST);
        for (var i = from; i < limit && !endsAuthority(text.charAt(i)); i++) {
            var c = text.charAt(i);
            if (c == ':' && colon < 0) {
                colon = i;
            } else if (c == '@') {
                // passwords may hold an at sign; the last one begins the host
                host = i;
            }
        }
        if (colon >= 0 && host > colon + 1 && !isPlaceholder(text.substring(colon + 1, host))) {
            found.accept(new Finding(colon + 1, host, "password"));
        }
    }

    private static boolean endsAuthority(char c) {
        return Character.isWhitespace(c) || "/?#\"'<>`,".indexOf(c) >= 0;
    }

    private static boolean isPlaceholder(String value) {
        return LabelledSecrets.isPlaceholder(value) || value.startsWith("[secret");
    }
}
