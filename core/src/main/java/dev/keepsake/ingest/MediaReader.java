package dev.keepsake.ingest;

import dev.keepsake.model.Purpose;

/// Turns pictures and documents into words (engine contract 1.12). What it is given is untrusted:
/// addresses are checked before they are visited, and size, pages and time have limits. Safe for
/// many threads.
@FunctionalInterface
public interface MediaReader {

    /// Reads nothing, for engines without one.
    MediaReader NONE = (_, _) -> new Reading.Unreadable("media are not read here");

    /// Never fails otherwise than by saying so.
    ///
    /// @param purpose of the add: who pays for models
    Reading read(Purpose purpose, Media media);

    /// What came of it.
    sealed interface Reading {

        /// The text of a document.
        ///
        /// @param isCut whether the document goes on
        record Text(String text, boolean isCut) implements Reading {}

        /// What a picture shows, in words.
        record Photo(String description) implements Reading {}

        /// @param reason for the caller to read
        record Unreadable(String reason) implements Reading {}
    }
}
