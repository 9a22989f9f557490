package dev.keepsake.fact;

import dev.keepsake.fact.FactFrame.Kind;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells whether a statement makes an older one outdated (engine contract 7.2 and 16.4). In doubt
/// it does not: a fact that is wrongly outdated is hidden, two facts side by side are only untidy.
final class Contradiction {

    /// Something told as this long past does not correct what was said of the present.
    private static final Duration LONG_PAST = Duration.ofDays(365);

    private static final Set<Slot> EXACT =
            Set.of(Slot.AGE, Slot.DOSAGE, Slot.PHONE, Slot.EMAIL, Slot.RELATIONSHIP);
    private static final Set<Slot> UNLIMITED =
            Set.of(Slot.TIME, Slot.DEADLINE, Slot.DOSAGE, Slot.PHONE, Slot.EMAIL, Slot.BIRTHDAY);
    private static final Set<Slot> NARROWED =
            Set.of(Slot.PREFERENCE, Slot.TOOL_FOR, Slot.FAVOURITE, Slot.READING, Slot.WATCHING);

    private final Told newer;
    private final Told older;

    private Contradiction(Told newer, Told older) {
        this.newer = newer;
        this.older = older;
    }

    /// A [Relation.Supersede] when the older one is outdated; empty when it is not.
    static Optional<Relation> rule(Told newer, Told older) {
        return new Contradiction(newer, older).rule();
    }

    private Optional<Relation> rule() {
        var facts = newer.facts();
        if (facts.isQuestion()
                || older.facts().isQuestion()
                || facts.isAdditive()
                || facts.isTrial()
                || isLongPast()) {
            return Optional.empty();
        }
        for (var fact : older.facts().main()) {
            if (fact.kind() != Kind.STATE) {
                continue;
            }
            var rule = bySlot(fact).or(() -> byAttitude(fact)).or(() -> byEnding(fact));
            if (rule.isPresent()) {
                return rule;
            }
        }
        return Optional.empty();
    }

    private boolean isLongPast() {
        var start = newer.start();
        return start != null
                && newer.isOverBefore(older.observed().minus(LONG_PAST))
                && (older.start() == null || !start.isAfter(older.start()));
    }

    // --- another value

    private Optional<Relation> bySlot(FactFrame fact) {
        return newer.facts().singles().stream()
                .filter(frame -> excludes(frame, fact))
                .findFirst()
                .map(frame -> new Relation.Supersede("slot " + name(frame), frame.isChange()));
    }

    private static String name(FactFrame frame) {
        var slot = frame.slot();
        return slot == null ? "" : slot.slot().name().toLowerCase(Locale.ROOT);
    }

    private boolean excludes(FactFrame frame, FactFrame fact) {
        var key = frame.slot();
        if (key == null
                || !key.equals(fact.slot())
                || frame.kind() != Kind.STATE
                || !frame.positive()
                || !fact.positive()
                || !frame.subject().isSame(fact.subject())) {
            return false;
        }
        var slot = key.slot();
        if (!UNLIMITED.contains(slot) && (newer.facts().isLimited() || older.facts().isLimited())) {
            return false;
        }
        if (NARROWED.contains(slot) && !frame.context().equals(fact.context())) {
            return false;
        }
        return switch (slot) {
            case RESIDENCE -> isElsewhere(frame, fact);
            case EMPLOYER -> isOtherEmployer(frame, fact);
            case JOB_TITLE -> isOtherTitle(frame, fact);
            case PREFERENCE -> isOtherPreference(frame, fact);
            case TIME, DEADLINE -> isOtherTime(frame, fact);
            default -> isDifferent(slot, frame.value(), fact.value());
        };
    }

    private static boolean isDifferent(Slot slot, Set<String> value, Set<String> other) {
        return EXACT.contains(slot) ? !value.equals(other) : !isAlias(value, other);
    }

    /// `New York` is `New York City`, and `NYC`.
    static boolean isAlias(Set<String> value, Set<String> other) {
        return value.containsAll(other)
                || other.containsAll(value)
                || isInitials(value, other)
                || isInitials(other, value);
    }

    private static boolean isInitials(Set<String> value, Set<String> words) {
        var initials =
                words.stream().map(word -> word.substring(0, 1)).collect(Collectors.joining());
        return value.size() == 1 && words.size() > 1 && value.contains(initials);
    }

    private boolean isElsewhere(FactFrame frame, FactFrame fact) {
        var isRegion = isRegion(frame.value());
        return !isAlias(frame.value(), fact.value())
                && (frame.replaced().isEmpty() || isAlias(frame.replaced(), fact.value()))
                && isRegion == isRegion(fact.value());
    }

    private static boolean isRegion(Set<String> value) {
        return Lexicon.REGION_WORDS.contains(value);
    }

    private boolean isOtherEmployer(FactFrame frame, FactFrame fact) {
        var isNamed = newer.facts().names().containsAll(frame.value());
        var wasNamed = older.facts().names().containsAll(fact.value());
        return !isAlias(frame.value(), fact.value())
                && (isNamed == wasNamed || frame.isChange())
                && (frame.replaced().isEmpty() || isAlias(frame.replaced(), fact.value()));
    }

    /// To be promoted from engineer to senior engineer is a change, to be told as either is none.
    private static boolean isOtherTitle(FactFrame frame, FactFrame fact) {
        return frame.isChange()
                ? !fact.value().containsAll(frame.value())
                : !isAlias(frame.value(), fact.value());
    }

    private static boolean isOtherPreference(FactFrame frame, FactFrame fact) {
        if (isAlias(frame.value(), fact.value())) {
            return false;
        }
        var slot = frame.slot();
        if (slot == null || slot.about().isEmpty()) {
            return frame.value().equals(fact.replaced())
                    && (frame.replaced().isEmpty() || frame.replaced().equals(fact.value()));
        }
        var choices = Set.of(slot.about().split("/"));
        var rest = without(frame.value(), choices);
        var otherRest = without(fact.value(), choices);
        return !Set.copyOf(without(frame.value(), rest))
                        .equals(Set.copyOf(without(fact.value(), otherRest)))
                && (rest.equals(otherRest) || rest.isEmpty() || otherRest.isEmpty());
    }

    private static Set<String> without(Set<String> words, Set<String> others) {
        return words.stream()
                .filter(word -> !others.contains(word))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The next appointment is no correction of the last one.
    private boolean isOtherTime(FactFrame frame, FactFrame fact) {
        var isNext = !frame.isChange() && older.isOverBefore(newer.observed());
        return !isNext
                && !frame.value().equals(fact.value())
                && !(frame.value().size() > 1 && isAlias(frame.value(), fact.value()));
    }

    // --- liked no more, or now

    private Optional<Relation> byAttitude(FactFrame fact) {
        var isAttitude = fact.relation().equals(Verbs.folded("like"));
        if (!isAttitude || fact.object().isEmpty() || newer.facts().isLimited()) {
            return Optional.empty();
        }
        return newer.facts().frames().stream()
                .filter(frame -> frame.relation().equals(fact.relation()))
                .filter(frame -> frame.kind() == Kind.STATE)
                .filter(frame -> frame.subject().isSame(fact.subject()))
                .filter(frame -> frame.positive() != fact.positive())
                .filter(frame -> frame.object().equals(fact.object()))
                .filter(frame -> frame.context().equals(fact.context()))
                .findFirst()
                .map(_ -> new Relation.Supersede("attitude", false));
    }

    // --- over

    private Optional<Relation> byEnding(FactFrame fact) {
        if (newer.facts().isLimited()) {
            return Optional.empty();
        }
        return newer.facts().endings().stream()
                .filter(ending -> ending.ends(fact))
                .findFirst()
                .map(_ -> new Relation.Supersede("ended", true));
    }

    private static boolean isOther(FactFrame frame, FactFrame fact) {
        var slot = frame.slot();
        if (slot == null) {
            return false;
        }
        return slot.slot() == Slot.JOB_TITLE
                ? isOtherTitle(frame, fact)
                : isDifferent(slot.slot(), frame.value(), fact.value());
    }

    /// Whether both fill a slot of one value with values that differ: then they are no repeats.
    static boolean hasOtherValue(StatedFacts facts, StatedFacts other) {
        Set<FactFrame> singles = new LinkedHashSet<>(facts.singles());
        for (var frame : singles) {
            for (var each : other.singles()) {
                var key = frame.slot();
                if (key != null
                        && key.equals(each.slot())
                        && frame.subject().isCompatible(each.subject())
                        && isOther(frame, each)) {
                    return true;
                }
            }
        }
        return false;
    }
}
