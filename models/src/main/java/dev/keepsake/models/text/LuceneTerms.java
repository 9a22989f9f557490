package dev.keepsake.models.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.jspecify.annotations.Nullable;

/// One of Lucene's analyzers with its token stream reused. Lucene keeps streams by thread, which
/// would build a new one for each virtual thread; here the caller sees to it that only one thread
/// at a time comes in.
final class LuceneTerms {

    private final Analyzer analyzer;

    LuceneTerms(Analyzer analyzer) {
        this.analyzer =
                new AnalyzerWrapper(new OneStream()) {
                    @Override
                    protected Analyzer getWrappedAnalyzer(String field) {
                        return analyzer;
                    }
                };
    }

    void add(String text, List<String> terms) {
        try (var stream = analyzer.tokenStream("", text)) {
            var term = stream.getAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                terms.add(term.toString());
            }
            stream.end();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class OneStream extends Analyzer.ReuseStrategy {
        private Analyzer.@Nullable TokenStreamComponents components;

        @Override
        public Analyzer.@Nullable TokenStreamComponents getReusableComponents(
                Analyzer analyzer, String field) {
            return components;
        }

        @Override
        public void setReusableComponents(
                Analyzer analyzer, String field, Analyzer.TokenStreamComponents components) {
            this.components = components;
        }
    }
}
