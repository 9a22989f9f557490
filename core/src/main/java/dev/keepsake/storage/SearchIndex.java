package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Stored;
import dev.keepsake.search.Bm25;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the memories nearest to a question. Derived from the truth: it follows the change log,
/// remembers the mark it has reached, and can be emptied and rebuilt.
public interface SearchIndex {

    /// Puts, removals and the mark become durable together, though perhaps later; after a crash the
    /// index is at some earlier mark with exactly the content of that mark. Batches are idempotent.
    /// Once this returns, [#gather] sees the batch.
    void write(Batch batch);

    /// The mark that [#gather] shows.
    Mark applied();

    /// Candidates for a question among the project's memories that match the filter, which is
    /// applied *inside* the search: the `probe.nearest()` memories of highest cosine and the
    /// `probe.matching()` memories of highest keyword score, and those that `probe.included()`
    /// names, united. Every candidate carries all its signals, whichever list it came from.
    /// Unordered.
    ///
    /// The cosine is exact. Keyword statistics are taken over the memories that match the filter,
    /// not over the index. Above a size that the implementation documents, the nearest may be found
    /// approximately.
    List<Candidate> gather(ProjectId project, Probe probe, Filter filter);

    /// What the content was made with; empty for an index that never had any.
    Optional<Fingerprint> fingerprint();

    /// The version of this implementation's own format, part of every fingerprint it accepts.
    int layout();

    /// Throws everything away and starts again at [Mark#START] under a new fingerprint.
    void reset(Fingerprint fingerprint);

    /// Living entries over all projects.
    long size();

    /// Which of these ids have an entry in the project; for checks.
    Set<MemoryId> present(ProjectId project, Set<MemoryId> ids);

    /// Makes everything written so far durable.
    void flush();

    /// Removes every entry of a project, durably. The change log may have forgotten them.
    void erase(ProjectId project);

    /// Rewrites what is stored, so that no byte of removed or replaced entries is left in it.
    void compact();

    record Batch(List<Put> puts, List<Removal> removals, Mark upTo) {
        public Batch {
            puts = List.copyOf(puts);
            removals = List.copyOf(removals);
        }
    }

    /// Inserts or replaces.
    record Put(ProjectId project, Stored stored) {}

    /// Removing what is not there is fine.
    record Removal(ProjectId project, MemoryId id) {}

    /// A question in the index's terms.
    ///
    /// @param vector unit length; owned by the probe
    /// @param terms distinct analysed terms; may be empty
    /// @param nearest how many candidates by meaning
    /// @param matching how many candidates by words
    /// @param included memories that are candidates in any case, if they match the filter
    @SuppressWarnings("ArrayRecordComponent")
    record Probe(
            float[] vector,
            List<String> terms,
            int nearest,
            int matching,
            Set<MemoryId> included,
            Bm25 bm25) {
        public Probe {
            terms = List.copyOf(terms);
            included = Set.copyOf(included);
            if (Set.copyOf(terms).size() != terms.size()) {
                throw new IllegalArgumentException("repeated terms");
            }
        }

        /// One that includes nobody in any case.
        public Probe(float[] vector, List<String> terms, int nearest, int matching, Bm25 bm25) {
            this(vector, terms, nearest, matching, Set.of(), bm25);
        }
    }

    /// @param cosine in [-1,1]
    /// @param bm25 raw keyword score, 0 without a common term
    /// @param coverage share of the question's idf that the matched terms hold, in [0,1]
    record Candidate(MemoryId id, double cosine, double bm25, double coverage) {}

    /// @param modelId embedding model and calibration
    /// @param layout version of the index's own format
    record Fingerprint(String modelId, int dimensions, int layout) {}
}
