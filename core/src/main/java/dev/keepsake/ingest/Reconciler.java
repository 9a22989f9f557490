package dev.keepsake.ingest;

import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventResult.Effect;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides which messages of a direct import become memories, given what is stored already (engine
/// contract 1.13). Pure.
final class Reconciler {

    private Reconciler() {}

    /// What became of the drafts of one add.
    ///
    /// @param kept positions of the drafts to store, in order
    /// @param repeats what to report for drafts that were stored before, by position in `drafts`
    record Verdict(List<Integer> kept, Map<Integer, Repeat> repeats) {}

    /// A draft that says exactly what a memory says.
    ///
    /// @param stored the memory that was there before, or null when an earlier draft of the same
    ///   add says it
    /// @param earlier position of that earlier draft, or -1
    record Repeat(@Nullable Memory stored, int earlier) {

        EventResult result(List<MemoryId> idsByPosition, Draft draft) {
            var id = stored == null ? idsByPosition.get(earlier) : stored.id();
            return EventResult.of(id, Effect.NOOP, draft.text(), draft.scope());
        }
    }

    /// Exact repeats only, in any lifecycle state: a direct import keeps every other wording.
    ///
    /// @param stored memories with the hash of some draft, of the drafts' scopes
    static Verdict forDirectImport(List<Draft> drafts, List<Memory> stored) {
        Map<Key, Memory> known = new HashMap<>();
        stored.forEach(memory -> known.put(new Key(memory.scope(), memory.hash()), memory));
        Map<Key, Integer> seen = new HashMap<>();
        List<Integer> kept = new ArrayList<>();
        Map<Integer, Repeat> repeats = new HashMap<>();
        for (var at = 0; at < drafts.size(); at++) {
            var draft = drafts.get(at);
            var key = new Key(draft.scope(), draft.hash());
            var there = known.get(key);
            var earlier = seen.putIfAbsent(key, at);
            if (there != null) {
                repeats.put(at, new Repeat(there, -1));
            } else if (earlier != null) {
                repeats.put(at, new Repeat(null, earlier));
            } else {
                kept.add(at);
            }
        }
        return new Verdict(kept, repeats);
    }

    /// NFKC, lower case, single spaces, no punctuation at the end.
    static String normalised(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .replaceAll("[\\p{Punct}\\s]+$", "")
                .strip();
    }

    private record Key(Scope scope, String text) {}
}
