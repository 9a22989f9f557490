package dev.keepsake.server.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an event keeps of its request: everything but the timestamp, credentials and inline media
/// (engine contract 13.2).
public final class Payload {

    private static final Set<String> LEFT_OUT =
            Set.of("timestamp", "api_key", "apikey", "authorization", "token", "password");
    private static final Set<String> MEDIA = Set.of("image_url", "pdf_url", "mdx_url", "txt_url");

    private static final int LONGEST_PLAIN_VALUE = 100;

    private Payload() {}

    public static Map<String, @Nullable Object> of(Map<String, @Nullable Object> request) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        request.forEach((name, value) -> {
            if (!LEFT_OUT.contains(name)) {
                kept.put(name, name.equals("messages") ? withoutMedia(value, false) : value);
            }
        });
        return kept;
    }

    private static @Nullable Object withoutMedia(@Nullable Object value, boolean inMedia) {
        return switch (value) {
            case List<?> elements ->
                    elements.stream()
                            .<@Nullable Object>map(each -> withoutMedia(each, inMedia))
                            .toList();
            case Map<?, ?> members -> {
                Map<String, @Nullable Object> kept = new LinkedHashMap<>();
                members.forEach((key, member) -> {
                    var name = String.valueOf(key);
                    kept.put(name, withoutMedia(member, inMedia || MEDIA.contains(name)));
                });
                yield kept;
            }
            case String text when inMedia && isInline(text) ->
                    "<omitted " + text.length() + " bytes>";
            case null, default -> value;
        };
    }

    /// Media is named by a link or given in place, as a data URI or bare base64; only links are
    /// kept.
    private static boolean isInline(String text) {
        var isLink = text.startsWith("http://") || text.startsWith("https://");
        return text.startsWith("data:") || (!isLink && text.length() > LONGEST_PLAIN_VALUE);
    }
}
