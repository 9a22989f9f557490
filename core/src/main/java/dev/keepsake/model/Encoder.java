package dev.keepsake.model;

import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Stored;
import java.util.ArrayList;
import java.util.List;

/// Computes what is stored beside memories: their terms and vectors. Safe for many threads.
public final class Encoder {

    private final Embedder embedder;
    private final TextAnalyzer analyzer;

    public Encoder(Embedder embedder, TextAnalyzer analyzer) {
        this.embedder = embedder;
        this.analyzer = analyzer;
    }

    public Encoding encode(Memory memory) {
        return encodeAll(List.of(memory)).getFirst();
    }

    /// In the order given; one call to the embedder for all.
    public List<Encoding> encodeAll(List<Memory> memories) {
        var texts = memories.stream().map(Memory::indexedText).toList();
        var vectors = embedder.embedAll(texts);
        List<Encoding> encodings = new ArrayList<>(texts.size());
        for (var i = 0; i < texts.size(); i++) {
            encodings.add(
                    new Encoding(
                            analyzer.terms(texts.get(i)),
                            embedder.model().id(),
                            vectors.get(i).vector()));
        }
        return encodings;
    }

    /// The distinct terms of words to look for.
    public List<String> terms(String words) {
        return analyzer.terms(words).stream().distinct().toList();
    }

    /// The same memories with terms by today's analysis, and with new vectors where theirs are of
    /// another model.
    public List<Stored> refreshed(List<Stored> rows) {
        var foreign =
                rows.stream()
                        .filter(row -> !row.encoding().modelId().equals(embedder.model().id()))
                        .map(row -> row.memory().indexedText())
                        .toList();
        var vectors = embedder.embedAll(foreign).iterator();
        List<Stored> fresh = new ArrayList<>(rows.size());
        for (var row : rows) {
            var encoding = row.encoding();
            var isOwn = encoding.modelId().equals(embedder.model().id());
            fresh.add(
                    new Stored(
                            row.memory(),
                            new Encoding(
                                    analyzer.terms(row.memory().indexedText()),
                                    embedder.model().id(),
                                    isOwn ? encoding.vector() : vectors.next().vector())));
        }
        return fresh;
    }
}
