package dev.keepsake.fact;

import dev.keepsake.fact.Clause.Aspect;
import dev.keepsake.fact.Clause.Tense;
import dev.keepsake.fact.FactFrame.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a clause says is over: `sold the Panda`, `stopped drinking coffee`, `no longer works at …`.
///
/// @param relations verbs that the ended fact may have; empty for any
/// @param slots slots that the ended fact may fill
/// @param object what it is about; the ended fact is about this, or about a kind of it
/// @param head its noun
/// @param context when, where and with whom it ended to be so
/// @param isNamed whether the object is known by a name
record Ending(
        Subject subject,
        Set<String> relations,
        Set<Slot> slots,
        Set<String> object,
        String head,
        Set<String> context,
        boolean isNamed) {

    private static final Set<String> HAVING =
            Lexicon.stems("have drive ride use rent play wear keep lease");
    private static final Set<String> USING =
            Lexicon.stems("use have subscribe take follow drink eat play attend prefer like read");
    private static final Set<String> DOING =
            Lexicon.stems(
                    """
                    do play practice attend go take have drink eat smoke like use belong follow
                    practise be join watch read collect\
                    """);
    private static final Set<String> TAKING_PART =
            Lexicon.stems("attend belong play sing be go have volunteer train swim row join");
    private static final Set<String> KEEPING =
            Lexicon.stems("have subscribe use be book plan schedule reserve pay attend");
    private static final Set<String> STUDYING =
            Lexicon.stems("read watch work write study take do attend build knit paint");
    private static final Set<String> ANYTHING =
            Stream.concat(DOING.stream(), TAKING_PART.stream())
                    .collect(Collectors.toUnmodifiableSet());
    private static final Set<Slot> AT_WORK = Set.of(Slot.EMPLOYER, Slot.SCHOOL);

    Ending {
        relations = Set.copyOf(relations);
        slots = Set.copyOf(slots);
        object = Set.copyOf(object);
        context = Set.copyOf(context);
    }

    static List<Ending> of(Clause clause) {
        if (clause.aspect() == Aspect.UNCERTAIN || Trial.isTrial(clause)) {
            return List.of();
        }
        if (clause.aspect() == Aspect.OVER || isDenial(clause)) {
            return ofFrames(clause);
        }
        if (clause.negated() || clause.tense() == Tense.PROGRESSIVE) {
            return List.of();
        }
        return byVerb(clause);
    }

    private static boolean isDenial(Clause clause) {
        return clause.negated()
                && (clause.tense() == Tense.PRESENT || clause.tense() == Tense.PROGRESSIVE)
                && !clause.isVerb("be");
    }

    /// What is no more so is what would be so without the denial.
    private static List<Ending> ofFrames(Clause clause) {
        var frames = FrameReader.frames(clause);
        List<Ending> endings = new ArrayList<>();
        for (var frame : frames) {
            var slot = frame.slot();
            if (slot != null && slot.slot().isSingle()) {
                endings.add(
                        new Ending(
                                frame.subject(),
                                Set.of("-"),
                                Set.of(slot.slot()),
                                frame.value(),
                                "",
                                Set.of(),
                                true));
            } else if (!frame.object().isEmpty() || !frame.context().isEmpty()) {
                var words = new LinkedHashSet<>(frame.object());
                words.addAll(frame.context());
                endings.add(
                        new Ending(
                                frame.subject(),
                                alike(frame.relation()),
                                Set.of(),
                                words,
                                frame.head(),
                                Set.of(),
                                false));
            } else {
                endings.add(bare(frame.subject(), frame.relation()));
            }
        }
        return endings;
    }

    private static Set<String> alike(String relation) {
        return Set.of(relation);
    }

    /// `quit smoking`: only the same verb without an object is meant.
    private static Ending bare(Subject subject, String relation) {
        return new Ending(subject, Set.of(relation), Set.of(), Set.of(), "", Set.of(), false);
    }

    private static List<Ending> byVerb(Clause clause) {
        var object = clause.object();
        if (clause.isVerb("stop", "give up", "drop")) {
            var inner = activity(clause);
            return inner.isPresent()
                    ? activityEnded(inner.get())
                    : about(clause, object, ANYTHING, AT_WORK);
        }
        if (clause.isVerb("sell", "donate", "give away", "trade in", "scrap", "lend")) {
            return about(clause, object, HAVING, Set.of(Slot.VEHICLE));
        }
        if (clause.isVerb("get") && Phrases.startsWith(object, Set.of("rid"))) {
            return about(clause, object.subList(1, object.size()), HAVING, Set.of(Slot.VEHICLE));
        }
        if (clause.isVerb("swap", "trade", "replace") && clause.after("for", "with").isPresent()) {
            return about(clause, object, HAVING, Set.of(Slot.VEHICLE));
        }
        if (clause.isVerb("switch", "change", "move", "transfer", "migrate")) {
            return clause.after("from")
                    .filter(_ -> clause.after("to").isPresent())
                    .map(words ->
                            about(
                                    clause,
                                    words,
                                    USING,
                                    Set.of(
                                            Slot.TOOL_FOR,
                                            Slot.SUBSCRIPTION,
                                            Slot.VEHICLE,
                                            Slot.SCHOOL)))
                    .orElse(List.of());
        }
        if (clause.isVerb("leave", "resign", "retire", "lay off")) {
            var left =
                    clause.isVerb("leave") ? object : clause.after("from", "as").orElse(List.of());
            return left.isEmpty() && !clause.isVerb("leave")
                    ? List.of(jobEnded(clause.subject()))
                    : about(clause, left, TAKING_PART, AT_WORK);
        }
        if (clause.isVerb("cancel", "unsubscribe", "end")) {
            var what = object.isEmpty() ? clause.after("from").orElse(List.of()) : object;
            return about(clause, what, KEEPING, Set.of(Slot.SUBSCRIPTION));
        }
        if (clause.isVerb("uninstall", "delete", "ditch")) {
            return about(clause, object, USING, Set.of(Slot.TOOL_FOR));
        }
        if (clause.isVerb("finish", "complete")) {
            return about(
                    clause,
                    withoutActivity(object),
                    STUDYING,
                    Set.of(Slot.READING, Slot.WATCHING, Slot.PROJECT));
        }
        return ofLives(clause);
    }

    private static List<Ending> ofLives(Clause clause) {
        if (clause.isVerb("break up", "split up", "divorce")) {
            var who =
                    clause.isVerb("divorce")
                            ? clause.object()
                            : clause.after("with", "from").orElse(List.of());
            return about(
                    clause,
                    who,
                    Set.of(Verbs.folded("have"), Verbs.folded("date")),
                    Set.of(Slot.PARTNER));
        }
        if (clause.isVerb("die", "pass away")) {
            return died(clause.subject());
        }
        if (clause.isVerb("move out")) {
            return about(
                    clause,
                    clause.after("of", "from").or(() -> ofObject(clause)).orElse(List.of()),
                    Set.of("-"),
                    Set.of(Slot.RESIDENCE));
        }
        if (clause.isVerb("run out")) {
            return about(
                    clause,
                    ofObject(clause).orElse(List.of()),
                    Set.of(Verbs.folded("have")),
                    Set.of());
        }
        return List.of();
    }

    private static Ending jobEnded(Subject subject) {
        return new Ending(subject, Set.of("-"), AT_WORK, Set.of("job"), "job", Set.of(), false);
    }

    /// What died is had no more.
    private static List<Ending> died(Subject subject) {
        if (!Lexicon.HAD.contains(subject.role())) {
            return List.of();
        }
        Set<String> object = new LinkedHashSet<>(Set.of(subject.role()));
        subject.names().forEach(name -> object.add(Lexicon.folded(name)));
        return List.of(
                new Ending(
                        new Subject(subject.owner(), "", Set.of()),
                        Set.of(Verbs.folded("have")),
                        Set.of(),
                        object,
                        subject.role(),
                        Set.of(),
                        !subject.names().isEmpty()));
    }

    /// `of` never splits a phrase off: `moved out of Graz` has the object `of Graz`.
    private static Optional<List<Word>> ofObject(Clause clause) {
        var object = clause.object();
        return Phrases.startsWith(object, Set.of("of"))
                ? Optional.of(object.subList(1, object.size()))
                : Optional.empty();
    }

    private static Optional<Clause> activity(Clause clause) {
        var object = clause.object();
        if (object.isEmpty()
                || !object.getFirst().lower().endsWith("ing")
                || !Verbs.isKnown(object.getFirst())) {
            return Optional.empty();
        }
        return Optional.of(
                clause.withVerb(
                        object.getFirst().stem(), object.subList(1, object.size()), Aspect.OVER));
    }

    /// `stopped drinking coffee` ends drinking it, and liking it too.
    private static List<Ending> activityEnded(Clause inner) {
        List<Ending> endings = new ArrayList<>(ofFrames(inner));
        var object = Phrases.content(inner.object());
        if (!object.isEmpty()) {
            endings.add(
                    new Ending(
                            inner.subject(),
                            Set.of(Verbs.folded("like"), Verbs.folded("prefer")),
                            Set.of(Slot.LIKES),
                            object,
                            Phrases.head(inner.object()),
                            inner.context(),
                            false));
        } else {
            endings.add(
                    new Ending(
                            inner.subject(),
                            Set.of(Verbs.folded("like")),
                            Set.of(Slot.LIKES),
                            Set.of(inner.verb()),
                            inner.verb(),
                            inner.context(),
                            false));
        }
        return endings;
    }

    private static List<Word> withoutActivity(List<Word> object) {
        return !object.isEmpty()
                        && object.getFirst().lower().endsWith("ing")
                        && Verbs.isKnown(object.getFirst())
                ? object.subList(1, object.size())
                : object;
    }

    private static List<Ending> about(
            Clause clause, List<Word> words, Set<String> relations, Set<Slot> slots) {
        var told = Phrases.first(Phrases.withoutDeterminer(words));
        var object = Phrases.content(told);
        if (object.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Ending(
                        clause.subject(),
                        relations,
                        slots,
                        object,
                        Phrases.head(told),
                        context(clause),
                        !Phrases.names(told).isEmpty()));
    }

    /// Only what limits the ending matters: `stopped drinking coffee after noon`.
    private static Set<String> context(Clause clause) {
        return clause.context("from", "to", "for", "with", "of", "as", "because", "by", "since");
    }

    /// Whether a fact is what ended.
    boolean ends(FactFrame fact) {
        if (!fact.subject().isSame(subject)
                || !fact.positive()
                || fact.kind() != Kind.STATE
                || !context.isEmpty() && !fact.context().containsAll(context)) {
            return false;
        }
        return endsSlot(fact) || endsPlain(fact);
    }

    private boolean endsSlot(FactFrame fact) {
        var slot = fact.slot();
        if (slot == null || !slots.contains(slot.slot()) || object.isEmpty()) {
            return false;
        }
        var value = slot.slot() == Slot.LIKES ? fact.object() : fact.value();
        if (slot.slot() == Slot.LIKES) {
            return value.containsAll(object) && fact.head().equals(head);
        }
        if (slot.slot() == Slot.EMPLOYER && object.stream().allMatch(JOBS::contains)) {
            return true;
        }
        if (slot.slot() == Slot.VEHICLE && CARS.containsAll(object)) {
            return true;
        }
        return value.containsAll(object) || object.containsAll(value);
    }

    private static final Set<String> JOBS = Lexicon.stems("job position work");
    private static final Set<String> CARS = Lexicon.stems("car vehicle");

    private boolean endsPlain(FactFrame fact) {
        var slot = fact.slot();
        if (!relations.contains(fact.relation())
                || slot != null && slot.slot().isSingle() && !slots.contains(slot.slot())) {
            return false;
        }
        if (object.isEmpty()) {
            return fact.object().isEmpty();
        }
        Set<String> told = new LinkedHashSet<>(fact.object());
        told.addAll(fact.context());
        told.addAll(fact.value());
        return told.containsAll(object)
                && (isNamed
                        || head.isEmpty()
                        || fact.head().equals(head)
                        || fact.context().contains(head));
    }
}
