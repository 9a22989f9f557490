package dev.keepsake.bench.crash;

import java.util.List;

/// What a client knows about memories that it alone writes, by the answers that it got.
sealed interface Fact {

    String user();

    /// An add without an answer: all of the texts are stored or none.
    record Sent(String user, List<String> texts) implements Fact {}

    /// The server said that it is stored.
    record Present(String user, String id, String text) implements Fact {}

    /// An update without an answer.
    record Changing(String user, String id, String before, String after) implements Fact {}

    /// A deletion without an answer.
    record Leaving(String user, String id, String text) implements Fact {}

    /// The server said that it is deleted, or it was gone after a restart.
    record Gone(String user, String id) implements Fact {}

    /// An add without an answer that turned out not to have happened; it may not happen later.
    record Never(String user, List<String> texts) implements Fact {}
}
