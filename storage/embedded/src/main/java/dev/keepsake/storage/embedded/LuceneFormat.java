package dev.keepsake.storage.embedded;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/// Lucene's own format for vectors: full precision for exact comparison and, beside it, one byte
/// per dimension and (in large segments) a graph over those bytes for the approximate search.
///
/// Only two things differ from Lucene's defaults: small segments get no graph, and vectors may be
/// longer. Both matter for writing only, so the format keeps Lucene's name and any Lucene reads it.
final class LuceneFormat extends KnnVectorsFormat {

    /// Embedding models on offer have up to 4,096 dimensions; Lucene's own limit is 1,024.
    private static final int MOST_DIMENSIONS = 4_096;

    private final KnnVectorsFormat format;

    /// @param graphFrom the size from which a segment gets a graph
    private LuceneFormat(int graphFrom) {
        super(Lucene104HnswScalarQuantizedVectorsFormat.NAME);
        format =
                new Lucene104HnswScalarQuantizedVectorsFormat(
                        ScalarEncoding.SEVEN_BIT, 16, 100, 1, null, graphThreshold(graphFrom));
    }

    static Codec codec(int graphFrom) {
        var format = new LuceneFormat(graphFrom);
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
            }
        };
    }

    /// Lucene gives a segment of `n` vectors a graph when `n > threshold * ln(n)`, the number of
    /// vectors that a search for so many would visit; 0 means always.
    private static int graphThreshold(int graphFrom) {
        return graphFrom < 2 ? 0 : (int) (graphFrom / Math.log(graphFrom));
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
        return MOST_DIMENSIONS;
    }
}
