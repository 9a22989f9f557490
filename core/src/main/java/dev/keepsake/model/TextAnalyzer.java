package dev.keepsake.model;

import java.util.List;

/// Splits a text into the terms that keyword search compares (engine contract 16.2). Deterministic,
/// safe for many threads. Storages never analyse text themselves, so all of them agree on what a
/// word is.
public interface TextAnalyzer {

    /// The terms of a text in order, repeats kept: lower case, stop words dropped, inflections
    /// folded. A term holds no white space.
    List<String> terms(String text);

    /// The terms of a question: as [#terms], without the words that only make it a question.
    default List<String> queryTerms(String query) {
        return terms(query);
    }
}
