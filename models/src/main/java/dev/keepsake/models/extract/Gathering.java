package dev.keepsake.models.extract;

import dev.keepsake.ingest.Extraction.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The candidates of all windows of one task. What two windows tell, because they share text or the
/// text repeats itself, is kept once: of two statements of which one has all words of the other,
/// the one that says more. For one thread.
final class Gathering {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final int SHOWN = 20;

    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Set<String>> words = new ArrayList<>();

    /// @param window candidates of one window, whose sources are positions in the task's messages
    void add(List<Candidate> window) {
        var before = candidates.size();
        for (var candidate : window) {
            var own = words(candidate.text());
            var known = like(own, before);
            if (known < 0) {
                candidates.add(candidate);
                words.add(own);
            } else {
                var fuller =
                        own.size() > words.get(known).size() ? candidate : candidates.get(known);
                candidates.set(known, fuller.from(together(candidates.get(known), candidate)));
                words.set(known, words(fuller.text()));
            }
        }
    }

    /// One of an earlier window; statements of one answer are told apart by the model.
    private int like(Set<String> own, int before) {
        for (var at = 0; at < before; at++) {
            var other = words.get(at);
            if (other.containsAll(own) || own.containsAll(other)) {
                return at;
            }
        }
        return -1;
    }

    private static List<Integer> together(Candidate one, Candidate other) {
        var all = new TreeSet<>(one.sources());
        all.addAll(other.sources());
        return List.copyOf(all);
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(match -> match.group())
                .collect(Collectors.toSet());
    }

    List<Candidate> all() {
        return List.copyOf(candidates);
    }

    /// The latest, for the next window to know of.
    List<String> texts() {
        return candidates.stream()
                .map(Candidate::text)
                .skip(Math.max(0, candidates.size() - SHOWN))
                .toList();
    }
}
