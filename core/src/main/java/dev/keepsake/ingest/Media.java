package dev.keepsake.ingest;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A part of a message that is not text: a picture or a document.
///
/// @param url where it is, or itself: a web address, a data URI, or plain base64
public record Media(Kind kind, String url) {

    /// What a part can be, by the names of the wire.
    public enum Kind {
        IMAGE("image_url"),
        PDF("pdf_url"),
        TXT("txt_url"),
        MDX("mdx_url");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        public static Optional<Kind> of(@Nullable Object wireName) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName.equals(wireName))
                    .findFirst();
        }
    }

    /// Whether it has to be fetched.
    public boolean isLink() {
        return url.regionMatches(true, 0, "http://", 0, 7)
                || url.regionMatches(true, 0, "https://", 0, 8);
    }

    /// An estimate of the size of what is sent in place, never too high; 0 for a link.
    long inlineBytes() {
        return isLink() ? 0 : (url.length() - url.indexOf(',') - 1) / 4L * 3 - 2;
    }

    Map<String, @Nullable Object> toJob() {
        Map<String, @Nullable Object> job = new LinkedHashMap<>();
        job.put("kind", kind.wireName);
        job.put("url", url);
        return job;
    }

    /// Empty for what an earlier version left in the queue, which kept no address.
    static Optional<Media> fromJob(@Nullable Object job) {
        if (!(job instanceof Map<?, ?> members) || !(members.get("url") instanceof String url)) {
            return Optional.empty();
        }
        return Kind.of(members.get("kind")).map(kind -> new Media(kind, url));
    }
}
