package dev.keepsake.models.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// Krovetz' stemmer ("Viewing morphology as an inference process", 1993), which Lucene gives only
/// as part of a token stream. It keeps to forms that its dictionary knows: organize and
/// organization stay apart. For one thread at a time.
final class KStem {

    private final Source source = new Source();
    private final KStemFilter filter = new KStemFilter(source);

    String of(String word) {
        source.word = word;
        try {
            filter.incrementToken();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return source.term.toString();
    }

    private static final class Source extends TokenStream {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private String word = "";

        @Override
        public boolean incrementToken() {
            clearAttributes();
            term.append(word);
            return true;
        }
    }
}
