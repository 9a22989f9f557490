package dev.keepsake.summary;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.Purpose;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells in a few sentences what memories say. Safe for many threads.
public interface Summarizer {

    /// `rules` or `llm`, as shown with a summary.
    String name();

    /// @return not blank unless there are no memories
    /// @throws Failure.ModelFailed when a model does not answer
    String summarize(Task task);

    /// @param purpose who pays
    /// @param rows active and superseded memories of one owner, oldest first
    /// @param instructions of the project; null for none
    /// @param batch memories to be looked at in one go
    /// @param maxTokens the longest that the text may become
    record Task(
            Purpose purpose,
            List<Stored> rows,
            @Nullable String instructions,
            int batch,
            int maxTokens) {
        public Task {
            rows = List.copyOf(rows);
        }
    }
}
