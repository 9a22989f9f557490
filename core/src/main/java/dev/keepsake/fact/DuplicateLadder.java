package dev.keepsake.fact;

import dev.keepsake.fact.FactFrame.Kind;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Decides how a new statement stands to a stored one of the same owner, by rules that need no
/// model (engine contract 16.5). Pure; deterministic.
///
/// The similarities meant are those of the default encoder, calibrated.
public final class DuplicateLadder {

    private static final double SAME = 0.90;
    private static final double FULLER = 0.70;
    private static final double RELATED = 0.55;
    private static final double SLOT_MATES = 0.40;

    private final Told newer;
    private final Told older;
    private final double similarity;
    private final Set<String> added;
    private final Set<String> missing;

    private DuplicateLadder(Told newer, Told older, double similarity) {
        this.newer = newer;
        this.older = older;
        this.similarity = similarity;
        this.added = minus(newer.facts().content(), older.facts().content());
        this.missing = minus(older.facts().content(), newer.facts().content());
    }

    /// @param newer the statement that was made later
    /// @param similarity of the two, calibrated
    public static Relation relate(Told newer, Told older, double similarity) {
        return new DuplicateLadder(newer, older, similarity).climb();
    }

    private Relation climb() {
        var isFree = isFreeOfConflict() && saysEnough();
        if (isFree && hasSameKey(Set::isEmpty, _ -> true)) {
            return new Relation.Duplicate("says no more");
        }
        if (isFree && !isBare() && isOneOccasion() && hasSameKey(_ -> true, Set::isEmpty)) {
            return new Relation.Merge("says more");
        }
        if (isFree && similarity >= SAME && isSameInOtherWords()) {
            return new Relation.Duplicate("same in other words");
        }
        if (isFree
                && similarity >= FULLER
                && !isBare()
                && isOneOccasion()
                && missing.isEmpty()
                && !added.isEmpty()
                && hasSameRelationAndHead()) {
            return new Relation.Merge("says more in other words");
        }
        var outdated = Contradiction.rule(newer, older);
        if (outdated.isPresent()) {
            return outdated.get();
        }
        return isRelated() ? new Relation.Link() : new Relation.Independent();
    }

    /// There is something to compare, and no word means something else in the other one.
    private boolean saysEnough() {
        var isSame = added.isEmpty() && missing.isEmpty();
        return !newer.facts().told().isEmpty()
                && !older.facts().told().isEmpty()
                && (isSame || !newer.facts().isOpen() && !older.facts().isOpen());
    }

    /// `is proud` may be of anything: it says too little to be part of a fuller statement.
    private boolean isBare() {
        var main = older.facts().main();
        return older.facts().told().size() < 2
                && main.stream()
                        .allMatch(fact -> fact.slot() == null && fact.relation().equals("be"));
    }

    private boolean isRelated() {
        var facts = newer.facts();
        var other = older.facts();
        return similarity >= RELATED
                || facts.sharesName(other)
                || facts.sharesSlot(other)
                        && (similarity >= SLOT_MATES || sharesSingleSlot(facts, other));
    }

    private static boolean sharesSingleSlot(StatedFacts facts, StatedFacts other) {
        return facts.singles().stream()
                .anyMatch(frame ->
                        other.singles().stream()
                                .anyMatch(each ->
                                        each.slot() != null
                                                && each.slot().equals(frame.slot())
                                                && each.subject().isSame(frame.subject())));
    }

    /// Nothing on one side stands against something of the other.
    private boolean isFreeOfConflict() {
        var facts = newer.facts();
        var other = older.facts();
        return facts.negations() % 2 == other.negations() % 2
                && facts.isTrial() == other.isTrial()
                && facts.isQuestion() == other.isQuestion()
                && facts.isLimited() == other.isLimited()
                && !areBothMore(facts.numbers(), other.numbers())
                && !areBothMore(facts.names(), other.names())
                && !hasContrast()
                && !Contradiction.hasOtherValue(facts, other)
                && !newer.isApart(older);
    }

    private static boolean areBothMore(Set<String> words, Set<String> others) {
        return !minus(words, others).isEmpty() && !minus(others, words).isEmpty();
    }

    private boolean hasContrast() {
        return added.stream()
                .anyMatch(word ->
                        missing.stream().anyMatch(other -> Lexicon.isContrast(word, other)));
    }

    /// Whether both say something of the same thing, and what they say besides that passes.
    ///
    /// @param more of the words that only the newer one has
    /// @param less of the words that only the older one has
    private boolean hasSameKey(Predicate<Set<String>> more, Predicate<Set<String>> less) {
        for (var fact : older.facts().main()) {
            for (var frame : newer.facts().frames()) {
                var slot = frame.slot();
                var saying =
                        slot != null && slot.equals(fact.slot())
                                ? SlotCues.saying(slot.slot())
                                : Set.<String>of();
                if (isSameKey(frame, fact)
                        && more.test(minus(added, saying))
                        && less.test(minus(missing, saying))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isSameKey(FactFrame frame, FactFrame fact) {
        if (!holdsAlike(frame, fact)) {
            return false;
        }
        var slot = frame.slot();
        if (slot != null && slot.equals(fact.slot())) {
            return slot.slot().isSingle()
                    || frame.value().equals(fact.value())
                    || frame.relation().equals(fact.relation()) && frame.head().equals(fact.head());
        }
        return frame.relation().equals(fact.relation())
                && frame.head().equals(fact.head())
                && (!frame.head().isEmpty() || frame.context().equals(fact.context()));
    }

    private static boolean holdsAlike(FactFrame frame, FactFrame fact) {
        return frame.kind() == fact.kind()
                && frame.positive() == fact.positive()
                && frame.subject().isCompatible(fact.subject());
    }

    private boolean hasSameRelationAndHead() {
        return older.facts().main().stream()
                .anyMatch(fact ->
                        newer.facts().frames().stream()
                                .anyMatch(frame ->
                                        holdsAlike(frame, fact)
                                                && frame.relation().equals(fact.relation())
                                                && frame.head().equals(fact.head())));
    }

    /// One word may be said with another one, if neither is a name or a number.
    private boolean isSameInOtherWords() {
        return added.size() <= 1
                && missing.size() <= 1
                && (added.isEmpty() || missing.isEmpty() || sharedWords() > 0)
                && isPlain(added, newer.facts())
                && isPlain(missing, older.facts())
                && isToldAlike()
                && (added.isEmpty() || missing.isEmpty() || !isOfEvent());
    }

    private boolean isOfEvent() {
        return older.facts().main().stream().anyMatch(fact -> fact.kind() == Kind.EVENT);
    }

    /// What happens may happen again: two events are one only when they are known to be of one
    /// time.
    private boolean isOneOccasion() {
        return !isOfEvent() || !older.facts().numbers().isEmpty() || newer.isOfTimeOf(older);
    }

    /// How many words about the subject both have.
    private long sharedWords() {
        return newer.facts().told().stream().filter(older.facts().told()::contains).count();
    }

    private static boolean isPlain(Set<String> words, StatedFacts facts) {
        return words.stream()
                .noneMatch(word -> facts.numbers().contains(word) || facts.names().contains(word));
    }

    /// The first clauses are about the same one and hold in the same way; where no clause could be
    /// made out, only the same words count.
    private boolean isToldAlike() {
        var main = newer.facts().main();
        var other = older.facts().main();
        if (main.isEmpty() || other.isEmpty()) {
            return added.isEmpty() && missing.isEmpty();
        }
        return holdsAlike(main.getFirst(), other.getFirst());
    }

    private static Set<String> minus(Set<String> words, Set<String> others) {
        return words.stream()
                .filter(word -> !others.contains(word))
                .collect(Collectors.toUnmodifiableSet());
    }
}
