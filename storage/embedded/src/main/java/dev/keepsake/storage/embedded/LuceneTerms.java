package dev.keepsake.storage.embedded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;

/// How strings become terms of the index, and a memory's analysed terms on their way there: each is
/// indexed as it is, nothing is analysed again.
///
/// A string is its UTF-8 bytes, unless it is long or no proper Unicode; then it is the byte 0xFF,
/// which UTF-8 never has, and the SHA-256 of its characters. So distinct strings stay distinct, and
/// Lucene's limit of 32,766 bytes is never met.
final class LuceneTerms extends TokenStream {

    private static final int LONGEST = 1_000;
    private static final byte DIGEST = (byte) 0xFF;

    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final List<String> terms;
    private Iterator<String> rest;

    LuceneTerms(List<String> terms) {
        this.terms = terms;
        this.rest = terms.iterator();
    }

    @Override
    public void reset() {
        rest = terms.iterator();
    }

    @Override
    public boolean incrementToken() {
        clearAttributes();
        if (!rest.hasNext()) {
            return false;
        }
        term.setBytesRef(of(rest.next()));
        return true;
    }

    static BytesRef of(String text) {
        if (text.length() > LONGEST || !isUnicode(text)) {
            return digest(text);
        }
        return new BytesRef(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The length keeps `("a", "bc")` and `("ab", "c")` apart.
    static BytesRef ofPair(String key, String value) {
        return of(key.length() + ":" + key + value);
    }

    /// Whether every surrogate has its partner.
    private static boolean isUnicode(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                var isPair =
                        i + 1 < text.length()
                                && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!isPair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static BytesRef digest(String text) {
        var characters = ByteBuffer.allocate(text.length() * Character.BYTES);
        characters.asCharBuffer().put(text);
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(characters.array());
            return new BytesRef(ByteBuffer.allocate(1 + hash.length).put(DIGEST).put(hash).array());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
