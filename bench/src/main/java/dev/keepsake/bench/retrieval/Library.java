package dev.keepsake.bench.retrieval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which turns of a store each memory holds. A memory has several when the same words were said
/// twice in a session; a turn has several when it was too long for one. Not for several threads.
final class Library {

    private final String user;
    private final Map<String, Set<String>> turnsOfMemory = new LinkedHashMap<>();
    private final Set<String> storedTurns = new LinkedHashSet<>();
    private int repeats;

    /// @param user the owner of the memories
    Library(String user) {
        this.user = user;
    }

    String user() {
        return user;
    }

    void keep(String memory, String turn, boolean isNew) {
        turnsOfMemory.computeIfAbsent(memory, _ -> new LinkedHashSet<>()).add(turn);
        storedTurns.add(turn);
        repeats += isNew ? 0 : 1;
    }

    int storedTurns() {
        return storedTurns.size();
    }

    int memories() {
        return turnsOfMemory.size();
    }

    /// Texts that the server had already.
    int repeats() {
        return repeats;
    }

    /// The turns behind found memories, best first, each once.
    ///
    /// @throws IllegalStateException for a memory that was never stored here
    List<String> turns(List<String> memories) {
        Set<String> turns = new LinkedHashSet<>();
        for (var memory : memories) {
            var held = turnsOfMemory.get(memory);
            if (held == null) {
                throw new IllegalStateException(
                        "a search for " + user + " found " + memory + ", which was not stored");
            }
            turns.addAll(held);
        }
        return new ArrayList<>(turns);
    }
}
