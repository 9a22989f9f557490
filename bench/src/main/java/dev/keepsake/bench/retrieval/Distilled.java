package dev.keepsake.bench.retrieval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What the server made of one store. Not for several threads.
final class Distilled {

    private final String user;
    private final Map<String, Sources> sourcesOfMemory = new LinkedHashMap<>();
    private final Map<String, String> visibleTexts = new LinkedHashMap<>();
    private final Map<String, Long> gate = new TreeMap<>();

    /// @param user the owner of the memories
    Distilled(String user) {
        this.user = user;
    }

    String user() {
        return user;
    }

    void keep(String memory, Sources sources) {
        sourcesOfMemory.put(memory, sources);
    }

    /// A memory that lists show.
    void show(String memory, String text) {
        visibleTexts.put(memory, text);
    }

    /// What the gate said about candidates.
    void count(String verdict, long candidates) {
        gate.merge(verdict, candidates, Long::sum);
    }

    Map<String, Long> gate() {
        return gate;
    }

    /// Every memory that was ever stored, merged ones included.
    int memories() {
        return sourcesOfMemory.size();
    }

    List<String> visibleTexts() {
        return List.copyOf(visibleTexts.values());
    }

    /// Turns that some memory came from.
    Set<String> coveredTurns() {
        Set<String> covered = new LinkedHashSet<>();
        sourcesOfMemory.values().forEach(sources -> covered.addAll(sources.turns()));
        return covered;
    }

    /// Turns behind a memory, in the mean: near 1 when it names its sources, near the length of a
    /// session when it names all there was.
    double turnsPerMemory() {
        return sourcesOfMemory.values().stream()
                .mapToInt(sources -> sources.turns().size())
                .average()
                .orElse(0);
    }

    int strangers() {
        return sourcesOfMemory.values().stream().mapToInt(Sources::strangers).sum();
    }

    /// The turns behind each found memory, best first.
    ///
    /// @throws IllegalStateException for a memory that was never stored here
    List<Set<String>> turns(List<String> memories) {
        List<Set<String>> turns = new ArrayList<>();
        for (var memory : memories) {
            var sources = sourcesOfMemory.get(memory);
            if (sources == null) {
                throw new IllegalStateException(
                        "a search for " + user + " found " + memory + ", which was not stored");
            }
            turns.add(sources.turns());
        }
        return turns;
    }
}
