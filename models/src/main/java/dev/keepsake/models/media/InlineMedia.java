package dev.keepsake.models.media;

import dev.keepsake.ingest.Media;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// Media that came in the request itself: a data URI, or for plain text also bare base64 (engine
/// contract 1.12). Pure.
final class InlineMedia {

    private InlineMedia() {}

    static byte[] bytes(Media media) throws UnreadableMedia {
        var url = media.url().strip();
        if (url.regionMatches(true, 0, "data:", 0, 5)) {
            return ofDataUri(media.kind(), url);
        }
        return switch (media.kind()) {
            case TXT, MDX -> base64(url);
            case IMAGE, PDF ->
                    throw new UnreadableMedia("must be an http or https address or a data URI");
        };
    }

    private static byte[] ofDataUri(Media.Kind kind, String uri) throws UnreadableMedia {
        var comma = uri.indexOf(',');
        if (comma < 0) {
            throw new UnreadableMedia("the data URI has no data");
        }
        var type = uri.substring(5, comma).toLowerCase(Locale.ROOT).strip();
        if (kind == Media.Kind.IMAGE && !type.startsWith("image/")) {
            throw new UnreadableMedia("the data URI is not one of an image");
        }
        var data = uri.substring(comma + 1);
        return type.endsWith(";base64") ? base64(data) : percentDecoded(data);
    }

    /// Also in lines, without padding, or in the alphabet of addresses.
    private static byte[] base64(String text) throws UnreadableMedia {
        var plain = text.replace('-', '+').replace('_', '/');
        try {
            var bytes = Base64.getMimeDecoder().decode(checked(plain));
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new UnreadableMedia("is no valid base64");
        }
        throw new UnreadableMedia("is empty");
    }

    /// The decoder for lines skips whatever it does not know; nothing but line ends may be skipped.
    private static String checked(String text) {
        for (var at = 0; at < text.length(); at++) {
            var mark = text.charAt(at);
            var isKnown =
                    mark < 128
                            && (Character.isLetterOrDigit(mark)
                                    || Character.isWhitespace(mark)
                                    || mark == '+'
                                    || mark == '/'
                                    || mark == '=');
            if (!isKnown) {
                throw new IllegalArgumentException();
            }
        }
        return text;
    }

    private static byte[] percentDecoded(String data) throws UnreadableMedia {
        try {
            var plus = data.replace("+", "%2B");
            return URLDecoder.decode(plus, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new UnreadableMedia("the data URI is malformed");
        }
    }
}
