package dev.keepsake.models.text;

import dev.keepsake.model.Linguist;
import dev.keepsake.model.Token;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import opennlp.tools.lemmatizer.LemmatizerME;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import opennlp.tools.util.Span;

/// English by Apache OpenNLP with its Universal Dependencies models (trained on EWT). The models
/// are read when the first text comes: about half a second. Safe for many threads.
public final class OpenNlpLinguist implements Linguist {

    private static final String TOKENS = "/opennlp-en-ud-ewt-tokens-1.3-2.5.4.bin";
    private static final String TAGS = "/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin";
    private static final String LEMMAS = "/opennlp-en-ud-ewt-lemmas-1.3-2.5.4.bin";

    /// Taggers serve one thread at a time, so they are lent.
    private final ArrayBlockingQueue<Desk> idle =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    @Override
    public List<Token> tokens(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        var lent = idle.poll();
        var desk = lent == null ? new Desk(Models.SHARED) : lent;
        var tokens = desk.tokens(text);
        // not in a finally block: what failed halfway must not be used again
        idle.offer(desk);
        return tokens;
    }

    /// Immutable and large, so there is one set for the process.
    private record Models(TokenizerModel tokens, POSModel tags, LemmatizerModel lemmas) {

        static final Models SHARED = read();

        private static Models read() {
            try (var tokens = open(TOKENS);
                    var tags = open(TAGS);
                    var lemmas = open(LEMMAS)) {
                return new Models(
                        new TokenizerModel(tokens),
                        new POSModel(tags),
                        new LemmatizerModel(lemmas));
            } catch (IOException broken) {
                throw new UncheckedIOException("a language model could not be read", broken);
            }
        }

        private static InputStream open(String name) throws IOException {
            var stream = OpenNlpLinguist.class.getResourceAsStream(name);
            if (stream == null) {
                throw new IOException(name + " is not on the class path");
            }
            return stream;
        }
    }

    private static final class Desk {
        private final TokenizerME tokenizer;
        private final POSTaggerME tagger;
        private final LemmatizerME lemmatizer;

        Desk(Models models) {
            this.tokenizer = new TokenizerME(models.tokens);
            this.tagger = new POSTaggerME(models.tags);
            this.lemmatizer = new LemmatizerME(models.lemmas);
        }

        List<Token> tokens(String text) {
            var spans = tokenizer.tokenizePos(text);
            var words = Span.spansToStrings(spans, text);
            var tags = tagger.tag(words);
            var lemmas = lemmatizer.lemmatize(words, tags);
            List<Token> tokens = new ArrayList<>(words.length);
            for (var at = 0; at < words.length; at++) {
                tokens.add(
                        new Token(
                                words[at],
                                lemma(lemmas[at], words[at]),
                                tag(tags[at]),
                                spans[at].getStart(),
                                spans[at].getEnd()));
            }
            return tokens;
        }

        /// The model answers with a mark of its own where it knows none.
        private static String lemma(String found, String word) {
            var known = !found.isEmpty() && !found.equals("O") && !found.equals("_");
            return (known ? found : word).toLowerCase(Locale.ROOT);
        }

        private static Token.Tag tag(String name) {
            for (var each : Token.Tag.values()) {
                if (each.name().equals(name)) {
                    return each;
                }
            }
            return Token.Tag.X;
        }
    }
}
