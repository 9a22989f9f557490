package dev.keepsake.fact;

import dev.keepsake.fact.Clause.Aspect;
import dev.keepsake.fact.Clause.Tense;
import dev.keepsake.fact.FactFrame.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Makes frames of clauses.
final class FrameReader {

    /// What they tell of lasts; in the past tense it is over.
    private static final Set<String> STATIVE =
            Lexicon.stems(
                    """
                    be have live work like dislike love want need know believe belong prefer fear
                    trust admire study own reside stay hope speak\
                    """);

    private FrameReader() {}

    /// The frames of one clause: one for each slot that it fills, or else a plain one; and one for
    /// what its subject is said to have.
    static List<FactFrame> frames(Clause clause) {
        List<FactFrame> frames = new ArrayList<>();
        for (var filling : SlotRules.fillings(clause)) {
            frames.add(frame(clause, filling));
        }
        if (frames.isEmpty()) {
            frames.add(plain(clause));
        }
        var subject = clause.subject();
        if (isHad(subject) && kind(clause, false) == Kind.STATE) {
            frames.add(had(subject));
        }
        return frames;
    }

    private static boolean isDislike(Clause clause) {
        return clause.isVerb("dislike") || clause.isVerb("stand") && clause.negated();
    }

    private static FactFrame frame(Clause clause, Filling filling) {
        var isDislike = isDislike(clause);
        var object = Phrases.content(clause.object());
        return new FactFrame(
                holder(clause.subject(), filling.key().slot()),
                isDislike ? Verbs.folded("like") : clause.verb(),
                object,
                Phrases.head(clause.object()),
                filling.key(),
                filling.value(),
                filling.replaced(),
                filling.key().slot() == Slot.BIRTHDAY
                        ? Kind.STATE
                        : kind(clause, filling.isChange()),
                !isDislike && !clause.negated(),
                filling.isChange(),
                clause.context(filling.used().toArray(String[]::new)));
    }

    /// `User's email is …` tells of the user, and so does `User's wife Anna`.
    private static Subject holder(Subject subject, Slot slot) {
        if (slot == Slot.FAVOURITE) {
            return subject.owner().equals(Subject.USER.owner()) || subject.role().isEmpty()
                    ? Subject.USER
                    : new Subject(subject.owner(), "", Set.of());
        }
        var isOwners =
                !SlotRules.isPerson(subject)
                        || slot == Slot.PARTNER && Lexicon.PARTNERS.contains(subject.role());
        return isOwners ? new Subject(subject.owner(), "", Set.of()) : subject;
    }

    private static FactFrame plain(Clause clause) {
        var object = new LinkedHashSet<>(Phrases.content(clause.object()));
        var isDislike = isDislike(clause);
        return new FactFrame(
                clause.subject(),
                isDislike ? Verbs.folded("like") : clause.verb(),
                object,
                Phrases.head(clause.object()),
                null,
                Set.of(),
                Set.of(),
                kind(clause, false),
                !isDislike && !clause.negated(),
                false,
                clause.context());
    }

    private static boolean isHad(Subject subject) {
        return !subject.role().isEmpty()
                && !subject.owner().isEmpty()
                && Lexicon.HAD.contains(subject.role());
    }

    /// `User's parrot Kiwi` says that the user has a parrot named Kiwi.
    private static FactFrame had(Subject subject) {
        Set<String> object = new LinkedHashSet<>();
        object.add(subject.role());
        subject.names().forEach(name -> object.add(Lexicon.folded(name)));
        return new FactFrame(
                new Subject(subject.owner(), "", Set.of()),
                Verbs.folded("have"),
                object,
                subject.role(),
                null,
                Set.of(),
                Set.of(),
                Kind.STATE,
                true,
                false,
                Set.of());
    }

    private static Kind kind(Clause clause, boolean isChange) {
        if (clause.aspect() == Aspect.UNCERTAIN || clause.mentions(Lexicon.UNCERTAIN)) {
            return Kind.UNCERTAIN;
        }
        if (Trial.isTrial(clause)) {
            return Kind.TRIAL;
        }
        if (clause.aspect() == Aspect.OVER) {
            return Kind.OVER;
        }
        if (isChange) {
            return clause.negated() ? Kind.EVENT : Kind.STATE;
        }
        if (clause.tense() == Tense.PAST) {
            return STATIVE.contains(clause.verb()) ? Kind.OVER : Kind.EVENT;
        }
        return clause.tense() == Tense.PERFECT && !STATIVE.contains(clause.verb())
                ? Kind.EVENT
                : Kind.STATE;
    }
}
