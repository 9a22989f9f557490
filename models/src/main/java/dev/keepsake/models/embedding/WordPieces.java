package dev.keepsake.models.embedding;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.keepsake.failure.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The word pieces of a model, as ids of its vocabulary. Safe for many threads.
final class WordPieces implements AutoCloseable {

    /// A word piece is a few characters. The tokenizer would split a text of many megabytes to its
    /// end only to throw nearly all of it away, so it never sees more than this many characters for
    /// each piece of the window.
    private static final int CHARACTERS_PER_PIECE = 64;

    private final HuggingFaceTokenizer tokenizer;
    private final int longest;
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private boolean closed;

    private WordPieces(HuggingFaceTokenizer tokenizer, int longest) {
        this.tokenizer = tokenizer;
        this.longest = longest;
    }

    static WordPieces load(OnnxModel model) throws IOException {
        // What the file says of padding and truncation is meant for training: 128 fixed for MiniLM
        var settings =
                Map.of(
                        "padding",
                        "false",
                        "truncation",
                        "true",
                        "maxLength",
                        String.valueOf(model.window()),
                        "modelMaxLength",
                        String.valueOf(model.window()));
        try (var rules = WordPieces.class.getResourceAsStream(model.tokenizer())) {
            if (rules == null) {
                throw new FileNotFoundException(model.tokenizer() + " is not on the class path");
            }
            return new WordPieces(
                    HuggingFaceTokenizer.newInstance(rules, settings),
                    model.window() * CHARACTERS_PER_PIECE);
        }
    }

    /// The pieces of a text between the two special ones that the model wants at the ends; only
    /// those two for an empty text; never more than the window.
    ///
    /// @throws Failure.ModelFailed when closed
    long[] of(String text) {
        var readable = readable(text);
        // Freeing the native tokenizer under a running call would end the process
        inUse.readLock().lock();
        try {
            if (closed) {
                throw new Failure.ModelFailed("The embedding model is closed", false);
            }
            return tokenizer.encode(readable).getIds();
        } finally {
            inUse.readLock().unlock();
        }
    }

    /// The native tokenizer takes only whole characters: half of a surrogate pair, which JSON can
    /// carry, becomes the replacement character.
    private String readable(String text) {
        var cut = text.length() > longest ? text.substring(0, longest) : text;
        if (cut.chars().noneMatch(unit -> Character.isSurrogate((char) unit))) {
            return cut;
        }
        var whole = new StringBuilder(cut.length());
        cut.codePoints()
                .map(point -> isHalf(point) ? '\uFFFD' : point)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    private static boolean isHalf(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            closed = true;
            tokenizer.close();
        } finally {
            inUse.writeLock().unlock();
        }
    }
}
