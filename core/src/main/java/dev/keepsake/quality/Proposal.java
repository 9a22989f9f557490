package dev.keepsake.quality;

import dev.keepsake.memory.Message;
import dev.keepsake.memory.Scope;
import java.util.List;

/// What an extractor wants remembered.
///
/// @param scope whose it would be
/// @param sources the messages that it rests on; all of the add when nobody knows better
public record Proposal(String text, Scope scope, List<Message> sources) {

    public Proposal {
        sources = List.copyOf(sources);
    }
}
