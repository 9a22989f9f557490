package dev.keepsake.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The percent-escapes of a path or query. They are looked at before the framework decodes them,
/// because it would drop every parameter beside a broken one, and put a question mark for bytes
/// that are no UTF-8: a deletion must not lose a condition or reach another name.
final class PercentEscapes {

    private static final Pattern RUN = Pattern.compile("(?:%\\p{XDigit}{2})+");

    private PercentEscapes() {}

    /// Whether all are whole, and those side by side are the UTF-8 of something.
    static boolean areSound(@Nullable String encoded) {
        return encoded == null
                || encoded.indexOf('%') < 0
                || (RUN.matcher(encoded).replaceAll("").indexOf('%') < 0
                        && RUN.matcher(encoded).results().allMatch(PercentEscapes::isUtf8));
    }

    private static boolean isUtf8(MatchResult run) {
        var bytes = HexFormat.of().parseHex(run.group().replace("%", ""));
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
