package dev.keepsake.ingest;

import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Origin;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Temporal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A memory about to be stored, before it has an id: its text, whose it is, the messages that it
/// rests on, and what the extractor says of it and others.
///
/// @param categories labels that the extractor proposes; null when it does not classify
record Draft(
        String text,
        Scope scope,
        Origin origin,
        List<Message> input,
        Claims claims,
        @Nullable Temporal temporal,
        @Nullable List<String> categories) {

    Draft {
        input = List.copyOf(input);
        categories = categories == null ? null : List.copyOf(categories);
    }

    static Draft of(String text, Scope scope, Origin origin, List<Message> input) {
        return new Draft(text, scope, origin, input, Claims.NONE, null, null);
    }

    Draft withText(String newText) {
        return new Draft(newText, scope, origin, input, claims, temporal, categories);
    }

    Draft withTemporal(@Nullable Temporal newTemporal) {
        return new Draft(text, scope, origin, input, claims, newTemporal, categories);
    }

    /// The same, resting on the messages of another one too.
    Draft alsoFrom(Draft other) {
        List<Message> both = new ArrayList<>(input);
        other.input.stream().filter(message -> !input.contains(message)).forEach(both::add);
        return new Draft(text, scope, origin, both, claims, temporal, categories);
    }

    String hash() {
        return Memory.hashOf(text);
    }
}
