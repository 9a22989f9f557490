package dev.keepsake.bench.quality;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What was stored of one conversation, held against what should be. Pure.
///
/// @param missing facts that the memories do not carry
/// @param wrong memories that hold something else
record Judgement(int facts, List<String> missing, int memories, List<String> wrong) {

    /// Share of a memory's words that the facts must know, when it carries none of them as a whole:
    /// it may say half of one, or two in one.
    private static final double MOST = 0.7;

    /// A memory must be understood without its conversation.
    private static final Pattern DANGLING =
            Pattern.compile(
                    "^(?:he|she|it|they|this|that|these|those|i|we|you)\\b.*",
                    Pattern.CASE_INSENSITIVE);

    static Judgement of(Fixtures.Conversation conversation, List<String> memories) {
        var facts = conversation.facts().stream().map(ExpectedFact::new).toList();
        var optional = conversation.optional().stream().map(ExpectedFact::new).toList();
        return new Judgement(
                facts.size(),
                facts.stream()
                        .filter(fact -> !fact.isCarriedBy(memories))
                        .map(ExpectedFact::text)
                        .toList(),
                memories.size(),
                memories.stream().filter(memory -> !isRight(memory, facts, optional)).toList());
    }

    private static boolean isRight(
            String memory, List<ExpectedFact> facts, List<ExpectedFact> optional) {
        if (DANGLING.matcher(memory).matches()) {
            return false;
        }
        Set<String> known = new LinkedHashSet<>();
        facts.forEach(fact -> known.addAll(fact.words()));
        optional.forEach(fact -> known.addAll(fact.words()));
        var words = ContentWords.of(memory);
        var found = words.stream().filter(known::contains).count();
        return facts.stream().anyMatch(fact -> fact.isCarriedBy(memory))
                || optional.stream().anyMatch(fact -> fact.isCarriedBy(memory))
                || (!words.isEmpty() && found >= MOST * words.size());
    }
}
