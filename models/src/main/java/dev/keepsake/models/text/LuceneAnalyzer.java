package dev.keepsake.models.text;

import dev.keepsake.model.TextAnalyzer;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.th.ThaiAnalyzer;

/// The terms of texts in any language (engine contract 16.2): English by own rules, others by
/// Lucene's where the script tells the language, words in lower case for the rest. Deterministic;
/// safe for many threads, virtual ones as well.
///
/// A question loses its question words too, unless nothing else is left ("Who are The Who?").
public final class LuceneAnalyzer implements TextAnalyzer {

    /// Streams are costly to build and serve one thread at a time, so they are lent. Analysis takes
    /// microseconds: more than twice the processors are hardly ever out at once.
    private final ArrayBlockingQueue<Desk> idle =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    @Override
    public List<String> terms(String text) {
        return terms(text, false);
    }

    @Override
    public List<String> queryTerms(String query) {
        var terms = terms(query, true);
        return terms.isEmpty() ? terms(query, false) : terms;
    }

    private List<String> terms(String text, boolean question) {
        var lent = idle.poll();
        var desk = lent == null ? new Desk() : lent;
        var terms = desk.terms(Normalizer.normalize(text, Normalizer.Form.NFC), question);
        // Not in a finally block: a stream that failed halfway must not be used again
        idle.offer(desk);
        return terms;
    }

    /// The rules of all languages, for one thread at a time.
    private static final class Desk {
        private final EnglishTerms english = new EnglishTerms();
        private final Map<Language, LuceneTerms> others = new EnumMap<>(Language.class);

        List<String> terms(String text, boolean question) {
            var terms = new ArrayList<String>();
            for (var run : Language.runs(text)) {
                switch (run.language()) {
                    case ENGLISH -> english.add(run.text(), question, terms);
                    case PLAIN -> terms.addAll(Words.of(run.text()));
                    case EAST_ASIAN, RUSSIAN, ARABIC, GREEK, HINDI, THAI ->
                            others.computeIfAbsent(
                                            run.language(),
                                            language -> new LuceneTerms(analyzer(language)))
                                    .add(run.text(), terms);
                }
            }
            return List.copyOf(terms);
        }

        private static Analyzer analyzer(Language language) {
            return switch (language) {
                case EAST_ASIAN -> new CJKAnalyzer(CharArraySet.EMPTY_SET);
                case RUSSIAN -> new RussianAnalyzer();
                case ARABIC -> new ArabicAnalyzer();
                case GREEK -> new GreekAnalyzer();
                case HINDI -> new HindiAnalyzer();
                case THAI -> new ThaiAnalyzer();
                case ENGLISH, PLAIN ->
                        throw new IllegalArgumentException(language + " is not Lucene's");
            };
        }
    }
}
