package dev.keepsake.ingest;

import dev.keepsake.memory.Message;
import dev.keepsake.memory.Origin;
import java.util.ArrayList;
import java.util.List;

/// What `infer: false` stores: the words of every user and assistant message as they are, or the
/// texts that the caller deduced itself (engine contract 1.13). Pure.
final class DirectImport {

    private DirectImport() {}

    static boolean hasText(AddCommand command) {
        return command.turns().stream().anyMatch(DirectImport::isStored);
    }

    static List<Draft> drafts(AddCommand command) {
        List<Draft> drafts = new ArrayList<>();
        if (!command.deduced().isEmpty()) {
            var input = command.turns().stream().map(Turn::message).toList();
            command.deduced()
                    .forEach(text ->
                            drafts.add(Draft.of(text, command.scope(), Origin.UNKNOWN, input)));
            return drafts;
        }
        for (var turn : command.turns()) {
            if (isStored(turn)) {
                Message message = turn.message();
                var origin = new Origin(turn.name(), message.role(), null, null);
                drafts.add(Draft.of(message.content(), command.scope(), origin, List.of(message)));
            }
        }
        return drafts;
    }

    private static boolean isStored(Turn turn) {
        return turn.speaks() != null && turn.text() != null && !turn.text().isBlank();
    }
}
