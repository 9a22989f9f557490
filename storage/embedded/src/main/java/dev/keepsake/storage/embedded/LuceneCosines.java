package dev.keepsake.storage.embedded;

import java.io.IOException;
import java.util.BitSet;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.VectorScorer;
import org.jspecify.annotations.Nullable;

/// The exact cosines between a question and the matches, by place. Compares full-precision vectors
/// where they lie in the mapped file. For one thread.
final class LuceneCosines {

    private final LuceneMatches matches;
    private final float[] vector;
    private final float[] cosines;

    LuceneCosines(LuceneMatches matches, float[] vector) {
        this.matches = matches;
        this.vector = vector;
        this.cosines = new float[matches.count()];
    }

    /// Of a place that was computed.
    double cosine(int place) {
        return cosines[place];
    }

    void computeAll() throws IOException {
        var buffer = new DocAndFloatFeatureBuffer();
        for (var segment : matches.segments()) {
            var scorer = scorer(segment);
            if (scorer == null) {
                continue;
            }
            var bulk = scorer.bulk(matches.iterator(segment));
            var place = matches.start(segment);
            while (true) {
                bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, buffer);
                if (buffer.size == 0) {
                    break;
                }
                for (var i = 0; i < buffer.size; i++) {
                    place = matches.placeAtOrAfter(buffer.docs[i], place, segment);
                    cosines[place] = cosineOf(buffer.features[i]);
                }
            }
        }
    }

    void compute(BitSet places) throws IOException {
        for (var segment : matches.segments()) {
            var end = matches.end(segment);
            var place = places.nextSetBit(matches.start(segment));
            var scorer = place < 0 || place >= end ? null : scorer(segment);
            for (;
                    scorer != null && place >= 0 && place < end;
                    place = places.nextSetBit(place + 1)) {
                var document = matches.document(place);
                if (scorer.iterator().advance(document) == document) {
                    cosines[place] = cosineOf(scorer.score());
                }
            }
        }
    }

    private @Nullable VectorScorer scorer(LeafReaderContext segment) throws IOException {
        var values = segment.reader().getFloatVectorValues(LuceneDocuments.VECTOR);
        // the plain scorer would compare the quantized copies
        return values == null ? null : values.rescorer(vector);
    }

    /// Lucene moves the dot product from [-1,1] to [0,1].
    private static float cosineOf(float score) {
        return Math.clamp(2 * score - 1, -1f, 1f);
    }
}
