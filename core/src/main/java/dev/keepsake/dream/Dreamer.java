package dev.keepsake.dream;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.model.Purpose;
import java.util.List;
import java.util.Optional;

/// Says in one statement what keeps coming back in a cluster. Safe for many threads.
public interface Dreamer {

    /// `rules` or `llm`, as runs tell it.
    String name();

    /// @param purpose of the run
    /// @return empty when the cluster is about nothing in particular
    /// @throws Failure.ModelFailed when a model is needed and does not answer
    Optional<Statement> statement(Purpose purpose, Cluster cluster);

    /// @param sources memories of the cluster that it rests on, at least [#LEAST_SOURCES]
    record Statement(String text, List<MemoryId> sources) {
        public Statement {
            sources = List.copyOf(sources);
        }
    }

    /// Fewer are no pattern.
    int LEAST_SOURCES = 3;
}
