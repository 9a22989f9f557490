package dev.keepsake.category;

import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.Purpose;
import java.util.List;

/// Finds the categories that statements belong to, by their text alone. Safe for many threads.
///
/// Whoever only wants to know whether a text belongs to a topic asks with a catalog in which the
/// topic is one of the categories, and looks for it among the labels.
public interface Classifier {

    /// The labels of each statement in the order given, best first, as [Catalog#kept] leaves them.
    /// A model that does not answer is no failure: implementations fall back on rules.
    ///
    /// @param purpose of the work that the labels are for
    /// @throws dev.keepsake.failure.Failure.ModelFailed when the embedding model cannot answer
    List<List<String>> labels(Purpose purpose, Catalog catalog, List<Statement> statements);

    /// A text and what was computed from it.
    record Statement(String text, Encoding encoding) {

        public static Statement of(Stored row) {
            return new Statement(row.memory().text(), row.encoding());
        }
    }
}
