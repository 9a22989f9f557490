package dev.keepsake.storage.embedded;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.DocIdStream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.ArrayUtil;

/// The living documents that match a query, found once and then used by every signal. Each has a
/// *place*, counted from 0 in the order of the index, under which the signals keep their numbers.
///
/// Holds the documents of all segments in one array, segment after segment, by their numbers inside
/// the segment. For one thread.
final class LuceneMatches {

    private final List<LeafReaderContext> segments;
    private final int[] starts;
    private int[] documents = new int[64];
    private int count;

    LuceneMatches(IndexSearcher searcher, Query query) throws IOException {
        segments = searcher.getIndexReader().leaves();
        starts = new int[segments.size() + 1];
        var weight =
                searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (var segment : segments) {
            var scorer = weight.bulkScorer(segment);
            if (scorer != null) {
                var living = segment.reader().getLiveDocs();
                scorer.score(new Collecting(), living, 0, DocIdSetIterator.NO_MORE_DOCS);
            }
            starts[segment.ord + 1] = count;
        }
    }

    int count() {
        return count;
    }

    /// The segments that have matches.
    List<LeafReaderContext> segments() {
        return segments.stream().filter(each -> start(each) < end(each)).toList();
    }

    /// The first place of a segment.
    int start(LeafReaderContext segment) {
        return starts[segment.ord];
    }

    /// The place after the last of a segment.
    int end(LeafReaderContext segment) {
        return starts[segment.ord + 1];
    }

    /// The document at a place, numbered inside its segment.
    int document(int place) {
        return documents[place];
    }

    /// The place of a document or, if it does not match, of the next one in its segment that does;
    /// the segment's end if there is none.
    ///
    /// @param from a place in the segment to start at; quick when the answer is near
    int placeAtOrAfter(int document, int from, LeafReaderContext segment) {
        var end = end(segment);
        var low = from;
        var high = from;
        for (var step = 1; high < end && documents[high] < document; step *= 2) {
            low = high + 1;
            high = Math.min(end, high + step);
        }
        // smaller before low, not smaller from high on
        var found = Arrays.binarySearch(documents, low, high, document);
        return found >= 0 ? found : -found - 1;
    }

    /// The documents of a segment, from the first on.
    DocIdSetIterator iterator(LeafReaderContext segment) {
        return new Listing(start(segment), end(segment));
    }

    /// The place of a match that is numbered over the whole index.
    int placeOf(int globalDocument) {
        for (var segment : segments) {
            var document = globalDocument - segment.docBase;
            if (document >= 0 && document < segment.reader().maxDoc()) {
                return placeAtOrAfter(document, start(segment), segment);
            }
        }
        throw new IllegalArgumentException("no document " + globalDocument);
    }

    private void add(int document) {
        documents = ArrayUtil.grow(documents, count + 1);
        documents[count++] = document;
    }

    private final class Collecting implements LeafCollector {

        @Override
        public void setScorer(Scorable scorer) {}

        @Override
        public void collect(int document) {
            add(document);
        }

        @Override
        public void collectRange(int from, int until) {
            documents = ArrayUtil.grow(documents, count + until - from);
            for (var document = from; document < until; document++) {
                documents[count++] = document;
            }
        }

        @Override
        public void collect(DocIdStream stream) throws IOException {
            stream.forEach(LuceneMatches.this::add);
        }
    }

    private final class Listing extends DocIdSetIterator {

        private final int start;
        private final int end;
        private int place;

        Listing(int start, int end) {
            this.start = start;
            this.end = end;
            this.place = start - 1;
        }

        @Override
        public int docID() {
            if (place < start) {
                return -1;
            }
            return place < end ? documents[place] : NO_MORE_DOCS;
        }

        @Override
        public int nextDoc() {
            place++;
            return docID();
        }

        @Override
        public int advance(int target) throws IOException {
            return slowAdvance(target);
        }

        @Override
        public long cost() {
            return end - start;
        }
    }
}
