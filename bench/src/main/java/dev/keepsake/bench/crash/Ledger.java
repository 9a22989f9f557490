package dev.keepsake.bench.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// What one client was told. Its client writes it while the server lives, the audit afterwards;
/// never both. Only the count of answers is for everybody.
final class Ledger {

    private final List<Fact> facts = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final Map<Shared, Set<String>> shared = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();

    /// A text that several clients add at the same time.
    record Shared(String user, String text) {}

    /// @return where the fact stands
    int open(Fact fact) {
        facts.add(fact);
        return facts.size() - 1;
    }

    /// An answer came.
    void settle(int at, Fact fact) {
        facts.set(at, fact);
        acknowledged.incrementAndGet();
    }

    /// The answer to an add of several.
    void settle(int at, List<Fact.Present> present) {
        settle(at, present.getFirst());
        facts.addAll(present.subList(1, present.size()));
    }

    /// A restart showed what became of it.
    void resolve(int at, List<? extends Fact> outcome) {
        facts.set(at, outcome.getFirst());
        facts.addAll(outcome.subList(1, outcome.size()));
    }

    List<Fact> facts() {
        return List.copyOf(facts);
    }

    Fact fact(int at) {
        return facts.get(at);
    }

    /// Where the facts stand that are certainly stored.
    List<Integer> present() {
        List<Integer> present = new ArrayList<>();
        for (int at = 0; at < facts.size(); at++) {
            if (facts.get(at) instanceof Fact.Present) {
                present.add(at);
            }
        }
        return present;
    }

    void shares(Shared text) {
        shared.computeIfAbsent(text, _ -> new HashSet<>());
    }

    void shared(Shared text, String id) {
        shared.computeIfAbsent(text, _ -> new HashSet<>()).add(id);
        acknowledged.incrementAndGet();
    }

    Map<Shared, Set<String>> shared() {
        return shared;
    }

    void accepted(String event) {
        events.add(event);
        acknowledged.incrementAndGet();
    }

    List<String> events() {
        return events;
    }

    /// An answer that should not have been given.
    void problem(String problem) {
        problems.add(problem);
    }

    List<String> takeProblems() {
        var taken = List.copyOf(problems);
        problems.clear();
        return taken;
    }

    /// How many answers came; may be asked at any time by anybody.
    int acknowledged() {
        return acknowledged.get();
    }
}
