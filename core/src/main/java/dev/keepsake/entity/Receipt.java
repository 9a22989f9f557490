package dev.keepsake.entity;

import dev.keepsake.memory.Filter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the event of a deletion says when nothing is left. It proves which entity went to whoever
/// knows its name, and tells the name to nobody else.
final class Receipt {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Receipt() {}

    /// The SHA-256 of `kind:name` in UTF-8, such as of `user:alice`, in lower-case hex.
    static String digest(EntityKey key) {
        var text = Filter.foldCase(key.kind().name()) + ":" + key.name();
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /// What is known of a deletion before it is done.
    static Map<String, @Nullable Object> asked(EntityKey key) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("entity_type", Filter.foldCase(key.kind().name()));
        payload.put("entity_digest", digest(key));
        return payload;
    }

    /// The receipt, as plain JSON values.
    ///
    /// @param left how many of each kind of thing were found afterwards
    static Map<String, @Nullable Object> of(
            Erased erased, Map<String, Long> left, Instant started, Instant finished) {
        Map<String, @Nullable Object> receipt = asked(erased.entity().key());
        receipt.put("deleted_at", STAMP.format(erased.entity().at()));
        receipt.put("started_at", STAMP.format(started));
        receipt.put("finished_at", STAMP.format(finished));
        receipt.put("erased", erased.erased());
        Map<String, @Nullable Object> residue = new LinkedHashMap<>();
        residue.put("memories_looked_for", erased.memories().size());
        residue.put("texts_looked_for", erased.texts());
        residue.put("found", left.values().stream().mapToLong(Long::longValue).sum());
        residue.put("by_store", left);
        residue.put("notices_to_be_delivered", erased.pending());
        receipt.put("residue", residue);
        return receipt;
    }
}
