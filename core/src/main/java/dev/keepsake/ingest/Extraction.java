package dev.keepsake.ingest;

import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Temporal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an extractor proposes to remember.
///
/// @param extractor `rules` or `llm`: which way it was made, shown in the event
/// @param warnings for the event's metadata
public record Extraction(List<Candidate> candidates, String extractor, List<String> warnings) {

    public Extraction {
        candidates = List.copyOf(candidates);
        warnings = List.copyOf(warnings);
    }

    boolean isByRules() {
        return extractor.equals(RulesExtractor.NAME);
    }

    /// One statement, self-contained, with what the extractor believes about it. References to
    /// existing memories are already mapped back to ids of the task's context; unknown ones are
    /// gone.
    ///
    /// @param attributedTo who stated it
    /// @param speaker the one named speaker that it comes from, or null
    /// @param sources positions in the task's messages that it rests on; empty when unknown
    /// @param linked existing memories about the same thing
    /// @param supersedes existing memories that it makes outdated
    /// @param duplicateOf an existing memory that already says it
    /// @param absorbs existing memories that it says everything of, and more
    /// @param categories labels, or null when the extractor does not classify
    public record Candidate(
            String text,
            Attribution attributedTo,
            @Nullable String speaker,
            List<Integer> sources,
            List<MemoryId> linked,
            List<MemoryId> supersedes,
            @Nullable MemoryId duplicateOf,
            List<MemoryId> absorbs,
            @Nullable Temporal temporal,
            @Nullable List<String> categories) {

        public Candidate {
            sources = List.copyOf(sources);
            linked = List.copyOf(linked);
            supersedes = List.copyOf(supersedes);
            absorbs = List.copyOf(absorbs);
            categories = categories == null ? null : List.copyOf(categories);
        }

        /// The same with other sources.
        public Candidate from(List<Integer> positions) {
            return new Candidate(
                    text,
                    attributedTo,
                    speaker,
                    positions,
                    linked,
                    supersedes,
                    duplicateOf,
                    absorbs,
                    temporal,
                    categories);
        }

        /// A statement about which nothing more is known.
        public static Candidate of(String text, Attribution attributedTo, List<Integer> sources) {
            return new Candidate(
                    text,
                    attributedTo,
                    null,
                    sources,
                    List.of(),
                    List.of(),
                    null,
                    List.of(),
                    null,
                    null);
        }
    }
}
