package dev.keepsake.bench.quality;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A fact that memories should hold, in words. Memories carry it when they have all of its names
/// and numbers and most of its words. `a|b` stands for either; a choice that may be an empty word
/// (`User|them`) asks for nothing.
final class ExpectedFact {

    private static final double MOST = 0.7;

    /// From which on a memory is about a fact, as a share of the memory's words.
    private static final double ABOUT = 0.5;

    private final String text;
    private final List<Set<String>> needed = new ArrayList<>();
    private final List<Set<String>> wanted = new ArrayList<>();
    private final Set<String> words = new LinkedHashSet<>();

    ExpectedFact(String text) {
        this.text = text;
        for (var chunk : text.split("\\s+")) {
            add(chunk);
        }
    }

    private void add(String chunk) {
        words.addAll(ContentWords.of(chunk));
        if (chunk.contains("|")) {
            addChoice(chunk.split("\\|"));
            return;
        }
        var bare = chunk.replaceAll("^[^\\p{L}\\p{N}]+", "");
        var target = !bare.isEmpty() && ContentWords.isSpecific(bare) ? needed : wanted;
        ContentWords.of(chunk).forEach(word -> target.add(Set.of(word)));
    }

    private void addChoice(String... choices) {
        Set<String> either = new LinkedHashSet<>();
        for (var choice : choices) {
            var each = ContentWords.of(choice);
            if (each.isEmpty()) {
                return;
            }
            either.addAll(each);
        }
        wanted.add(either);
    }

    String text() {
        return text;
    }

    /// Every word that may stand for it.
    Set<String> words() {
        return words;
    }

    boolean isCarriedBy(String memory) {
        return isIn(ContentWords.of(memory));
    }

    /// By one memory, or by several that are about it and hold a part each.
    boolean isCarriedBy(List<String> memories) {
        Set<String> together = new LinkedHashSet<>();
        for (var memory : memories) {
            var said = ContentWords.of(memory);
            if (isIn(said)) {
                return true;
            }
            if (said.stream().filter(words::contains).count() >= ABOUT * said.size()) {
                together.addAll(said);
            }
        }
        return isIn(together);
    }

    private boolean isIn(Set<String> said) {
        long found = needed.stream().filter(each -> meets(said, each)).count();
        if (found < needed.size()) {
            return false;
        }
        long all = found + wanted.stream().filter(each -> meets(said, each)).count();
        return all >= MOST * (needed.size() + wanted.size());
    }

    private static boolean meets(Set<String> said, Set<String> either) {
        return either.stream().anyMatch(said::contains);
    }
}
