package dev.keepsake.bench.quality;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A fact that a memory should hold, in words. A memory carries it when it has all of its names and
/// numbers and most of its other words. `a|b` stands for either; a choice that may be an empty word
/// (`User|them`) asks for nothing.
final class ExpectedFact {

    private static final double MOST = 0.7;

    private final String text;
    private final List<Set<String>> needed = new ArrayList<>();
    private final List<Set<String>> wanted = new ArrayList<>();

    ExpectedFact(String text) {
        this.text = text;
        for (var chunk : text.split("\\s+")) {
            add(chunk);
        }
    }

    private void add(String chunk) {
        if (chunk.contains("|")) {
            Set<String> either = new LinkedHashSet<>();
            for (var choice : chunk.split("\\|")) {
                var words = ContentWords.of(choice);
                if (words.isEmpty()) {
                    return;
                }
                either.addAll(words);
            }
            wanted.add(either);
            return;
        }
        var bare = chunk.replaceAll("^[^\\p{L}\\p{N}]+", "");
        var target = !bare.isEmpty() && ContentWords.isSpecific(bare) ? needed : wanted;
        ContentWords.of(chunk).forEach(word -> target.add(Set.of(word)));
    }

    String text() {
        return text;
    }

    /// Every word that may stand for it.
    Set<String> words() {
        Set<String> words = new LinkedHashSet<>();
        needed.forEach(words::addAll);
        wanted.forEach(words::addAll);
        return words;
    }

    boolean isCarriedBy(String memory) {
        var words = ContentWords.of(memory);
        long found = needed.stream().filter(each -> meets(words, each)).count();
        if (found < needed.size()) {
            return false;
        }
        long all = found + wanted.stream().filter(each -> meets(words, each)).count();
        return all >= MOST * (needed.size() + wanted.size());
    }

    private static boolean meets(Set<String> words, Set<String> either) {
        return either.stream().anyMatch(words::contains);
    }
}
