package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.SearchIndex.Candidate;
import dev.keepsake.storage.SearchIndex.Probe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntToDoubleFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/// Answers one question on one view of the index.
///
/// First it lists the documents that match the filter. Up to a limit the question is then compared
/// with every one of them, which is exact, and for a person's or a small team's memories takes well
/// under a millisecond. Beyond it, Lucene's graphs propose more of the nearest than are wanted, and
/// only those are compared exactly. Words are always counted exactly.
final class LuceneGathering {

    /// How many times the wanted number the graphs propose, so that after exact comparison hardly
    /// any of the true nearest is missing.
    private static final int OVERSAMPLING = 3;

    private final IndexSearcher searcher;
    private final ProjectId project;
    private final Query query;
    private final Probe probe;
    private final LuceneMatches matches;
    private final LuceneCosines cosines;
    private final LuceneWords words;

    LuceneGathering(IndexSearcher searcher, ProjectId project, Probe probe, Filter filter)
            throws IOException {
        this.searcher = searcher;
        this.project = project;
        this.probe = probe;
        query = LuceneFilter.within(project, filter);
        matches = new LuceneMatches(searcher, query);
        cosines = new LuceneCosines(matches, probe.vector());
        words = new LuceneWords(matches, probe);
    }

    /// @param exactUpTo how many matches are all compared
    List<Candidate> candidates(int exactUpTo) throws IOException {
        var everything = new BitSet(matches.count());
        everything.set(0, matches.count());
        var chosen = best(everything, probe.matching(), words::score, 0);
        chosen.or(included());
        var near = matches.count() <= exactUpTo ? compareAll(everything) : compareSome(chosen);
        chosen.or(best(near, probe.nearest(), cosines::cosine, Double.NEGATIVE_INFINITY));
        return read(chosen);
    }

    /// The places of those that the question names, as far as they match.
    private BitSet included() throws IOException {
        var places = new BitSet();
        if (probe.included().isEmpty()) {
            return places;
        }
        var keys = probe.included().stream().map(id -> LuceneDocuments.key(project, id)).toList();
        var named = new LuceneMatches(searcher, new TermInSetQuery(LuceneDocuments.KEY, keys));
        for (var segment : named.segments()) {
            var from = matches.start(segment);
            for (var at = named.start(segment); at < named.end(segment); at++) {
                var document = named.document(at);
                from = matches.placeAtOrAfter(document, from, segment);
                if (from < matches.end(segment) && matches.document(from) == document) {
                    places.set(from);
                }
            }
        }
        return places;
    }

    private BitSet compareAll(BitSet everything) throws IOException {
        cosines.computeAll();
        return everything;
    }

    /// Compares what the graphs propose and the places chosen already.
    private BitSet compareSome(BitSet chosen) throws IOException {
        var near = (BitSet) chosen.clone();
        if (probe.nearest() > 0) {
            var wanted = Math.min(matches.count(), OVERSAMPLING * probe.nearest());
            var proposing =
                    new KnnFloatVectorQuery(LuceneDocuments.VECTOR, probe.vector(), wanted, query);
            for (var proposed : searcher.search(proposing, wanted).scoreDocs) {
                near.set(matches.placeOf(proposed.doc));
            }
        }
        cosines.compute(near);
        return near;
    }

    private record Scored(int place, double score) {}

    /// The places of the highest scores above a floor.
    private static BitSet best(
            BitSet places, int wanted, IntToDoubleFunction scores, double floor) {
        var best = new PriorityQueue<>(Comparator.comparingDouble(Scored::score));
        var least = floor;
        for (var place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
            var score = scores.applyAsDouble(place);
            if (score > least && wanted > 0) {
                best.add(new Scored(place, score));
                if (best.size() > wanted) {
                    best.poll();
                }
                if (best.size() == wanted) {
                    least = best.element().score();
                }
            }
        }
        var chosen = new BitSet();
        best.forEach(each -> chosen.set(each.place()));
        return chosen;
    }

    private List<Candidate> read(BitSet places) throws IOException {
        List<Candidate> candidates = new ArrayList<>(places.cardinality());
        for (var segment : matches.segments()) {
            var ids = segment.reader().getBinaryDocValues(LuceneDocuments.ID);
            var end = matches.end(segment);
            for (var place = places.nextSetBit(matches.start(segment));
                    place >= 0 && place < end;
                    place = places.nextSetBit(place + 1)) {
                if (ids != null && ids.advanceExact(matches.document(place))) {
                    candidates.add(candidate(place, ids.binaryValue()));
                }
            }
        }
        return candidates;
    }

    private Candidate candidate(int place, BytesRef id) {
        return new Candidate(
                new MemoryId(LuceneDocuments.uuid(id)),
                cosines.cosine(place),
                words.score(place),
                words.coverage(place));
    }
}
