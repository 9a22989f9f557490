package dev.keepsake.storage.embedded;

import dev.keepsake.search.Bm25;
import dev.keepsake.storage.SearchIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/// The keyword signals of the matches, by place. All statistics are those of the matches, so each
/// term's postings are walked together with them before any score is known. For one thread.
final class LuceneWords {

    private final LuceneMatches matches;
    private final Bm25 bm25;
    private final int[] lengths;
    private final double averageLength;
    private final double[] scores;
    private final double[] weights;
    private double allWeights;

    /// The occurrences of one term: places and, under the same index, frequencies.
    private int[] places = new int[64];

    private int[] frequencies = new int[64];
    private int found;

    LuceneWords(LuceneMatches matches, SearchIndex.Probe probe) throws IOException {
        this.matches = matches;
        this.bm25 = probe.bm25();
        var size = probe.terms().isEmpty() ? 0 : matches.count();
        lengths = new int[size];
        scores = new double[size];
        weights = new double[size];
        averageLength = size == 0 ? 0 : readLengths() / (double) size;
        if (size > 0) {
            score(probe.terms());
        }
    }

    double score(int place) {
        return scores.length == 0 ? 0 : scores[place];
    }

    double coverage(int place) {
        return allWeights == 0 ? 0 : weights[place] / allWeights;
    }

    private long readLengths() throws IOException {
        var sum = 0L;
        for (var segment : matches.segments()) {
            var values = segment.reader().getNumericDocValues(LuceneDocuments.LENGTH);
            for (var place = matches.start(segment); place < matches.end(segment); place++) {
                if (values != null && values.advanceExact(matches.document(place))) {
                    lengths[place] = Math.toIntExact(values.longValue());
                    sum += lengths[place];
                }
            }
        }
        return sum;
    }

    private void score(List<String> terms) throws IOException {
        var dictionaries = dictionaries();
        for (var term : terms) {
            var bytes = LuceneTerms.of(term);
            found = 0;
            for (var dictionary : dictionaries) {
                dictionary.find(bytes);
            }
            addScores();
        }
    }

    private void addScores() {
        var idf = Bm25.idf(matches.count(), found);
        allWeights += idf;
        for (var i = 0; i < found; i++) {
            var place = places[i];
            scores[place] += bm25.part(idf, frequencies[i], lengths[place], averageLength);
            weights[place] += idf;
        }
    }

    private List<Dictionary> dictionaries() throws IOException {
        List<Dictionary> dictionaries = new ArrayList<>();
        for (var segment : matches.segments()) {
            var terms = segment.reader().terms(LuceneDocuments.TERM);
            if (terms != null) {
                dictionaries.add(new Dictionary(segment, terms.iterator()));
            }
        }
        return dictionaries;
    }

    private void add(int place, int frequency) {
        if (found == places.length) {
            places = ArrayUtil.grow(places);
            frequencies = ArrayUtil.growExact(frequencies, places.length);
        }
        places[found] = place;
        frequencies[found++] = frequency;
    }

    /// The terms of one segment.
    private final class Dictionary {

        private final LeafReaderContext segment;
        private final TermsEnum terms;

        Dictionary(LeafReaderContext segment, TermsEnum terms) {
            this.segment = segment;
            this.terms = terms;
        }

        /// Postings and matches take turns to leap to where the other one is, so a frequent term
        /// costs little in a small scope, and a rare one in a large.
        void find(BytesRef term) throws IOException {
            if (!terms.seekExact(term)) {
                return;
            }
            var postings = terms.postings(null, PostingsEnum.FREQS);
            var place = matches.start(segment);
            var end = matches.end(segment);
            var document = postings.nextDoc();
            while (document != DocIdSetIterator.NO_MORE_DOCS) {
                place = matches.placeAtOrAfter(document, place, segment);
                if (place == end) {
                    return;
                }
                if (matches.document(place) == document) {
                    add(place, postings.freq());
                    document = postings.nextDoc();
                } else {
                    document = postings.advance(matches.document(place));
                }
            }
        }
    }
}
