package dev.keepsake.bench.retrieval;

import dev.keepsake.bench.retrieval.ImportCall.Piece;
import dev.keepsake.bench.server.MemoryApi.Revision;
import dev.keepsake.bench.server.Message;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which turns a memory came from, read off its history. Pure.
///
/// @param turns ids, in the order of the session
/// @param strangers messages that the history names and the session does not have
record Sources(Set<String> turns, int strangers) {

    /// Looks for every message of the history among the turns of the call that made the memory. The
    /// words have to be equal to the last character. The history names no speakers, so the same
    /// words said twice in one session stand for both turns.
    static Sources of(List<Revision> history, ImportCall call) {
        var turns = new LinkedHashSet<String>();
        int strangers = 0;
        for (var revision : history) {
            for (var message : revision.input()) {
                var said = saidBy(message, call);
                turns.addAll(said);
                strangers += said.isEmpty() ? 1 : 0;
            }
        }
        return new Sources(turns, strangers);
    }

    private static List<String> saidBy(Message message, ImportCall call) {
        var sent = call.toInferredAdd("").messages();
        var found = new LinkedHashSet<String>();
        for (int i = 0; i < sent.size(); i++) {
            var candidate = sent.get(i);
            if (candidate.content().equals(message.content())
                    && candidate.role().equals(message.role())) {
                found.add(turn(call.pieces().get(i)));
            }
        }
        return List.copyOf(found);
    }

    private static String turn(Piece piece) {
        return piece.turn().id();
    }
}
