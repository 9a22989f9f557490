package dev.keepsake.ingest;

import dev.keepsake.ingest.References.Kind;
import dev.keepsake.memory.Message;
import dev.keepsake.model.Token.Tag;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One message of a person: which of its clauses are kept, what they are joined with, and how they
/// are told. For one thread.
final class HumanTurn {

    private static final int MIN_FOREIGN_WORDS = 4;
    private static final int MIN_UNSPACED_LETTERS = 6;
    private static final int SHORT = 12;
    private static final int OF_ONE_TOPIC = 2;
    private static final int INTRODUCED = 5;
    private static final int ANSWERED = 3;
    private static final Set<String> CONNECTIVES =
            English.words("so then also plus because therefore that's besides since afterwards");

    private final Conversation conversation;
    private final References references;
    private final int at;
    private final Message message;
    private final String speaker;
    private final PersonRewrite voice;
    private final Pronouns pronouns;

    /// Messages that the next clause rests on beside this one.
    private final Set<Integer> antecedents = new HashSet<>();

    private @Nullable Memo current;
    private @Nullable String asks;
    private @Nullable Question question;
    private boolean knowsQuestion;
    private boolean isFirst = true;

    HumanTurn(Conversation conversation, int at, Message message) {
        this.conversation = conversation;
        this.references = conversation.references;
        this.at = at;
        this.message = message;
        this.speaker = Speakers.called(message);
        this.pronouns = new Pronouns(references, conversation.scores, at);
        this.voice = PersonRewrite.ofPerson(speaker, conversation.speakers.listener(message));
    }

    void read() {
        var photos = Photos.in(message.content());
        var sentences = Sentences.of(photos.text());
        var material =
                conversation.speakers.isBetweenPeople() ? null : ReferenceMaterial.in(sentences);
        if (!Language.isEnglish(photos.text())) {
            sentences.forEach(this::foreign);
        } else if (material == null) {
            sentences.forEach(this::sentence);
        } else {
            material.memories().forEach(this::material);
        }
        photos.captions().forEach(this::photo);
        conversation.endTurn(at, speaker, current, asks);
    }

    /// The question that this message may answer; read only when an answer needs it.
    private @Nullable Question question() {
        if (!knowsQuestion) {
            question = conversation.askedOf(speaker);
            knowsQuestion = true;
        }
        return question;
    }

    private void sentence(String text) {
        if (text.endsWith("?")) {
            asks = text;
            if (saysNothingOfSpeaker(text)) {
                return;
            }
        } else if (conversation.isTalk(text)) {
            return;
        }
        var sentence = conversation.phrase(Opening.withoutSmallTalk(text));
        var plain = conversation.opening.trimmed(sentence);
        var framed = Wording.framed(plain);
        for (var clause : Clauses.of(framed == null ? plain : framed)) {
            clause(conversation.opening.trimmed(clause), framed != null);
        }
    }

    private void clause(Phrase clause, boolean toRemember) {
        if (Tokens.words(clause.text()).isEmpty()) {
            return;
        }
        var name = Wording.introducedName(clause.text());
        if (name != null) {
            start(INTRODUCED, new Dated(speaker + "'s name is " + name, null), Set.of());
        } else if (Mood.of(clause) == Mood.QUESTION) {
            references.noteThings(clause, speaker, at);
        } else if (!answered(clause)) {
            statement(clause, toRemember);
        }
    }

    private static boolean saysNothingOfSpeaker(String question) {
        return Tokens.lowerWords(question).stream().noneMatch(English.SPEAKER::contains);
    }

    private boolean answered(Phrase clause) {
        boolean mayAnswer = isFirst && !Clauses.hasVerb(clause);
        var to = mayAnswer ? question() : null;
        if (to == null || !isAnswer(clause, to)) {
            return false;
        }
        answer(clause, to);
        return true;
    }

    /// A few words that only say something together with the question before them.
    private boolean isAnswer(Phrase clause, Question to) {
        return to.isTelling()
                && clause.answers(!conversation.speakers.isBetweenPeople())
                && Mood.of(clause) == Mood.STATEMENT
                && !Talk.is(clause.text());
    }

    private void answer(Phrase clause, Question to) {
        var said = Wording.withoutEnd(voice.rewrite(clause));
        var words = clause.isNameAt(0) || said.startsWith(speaker) ? said : withFirstLower(said);
        var topic = new HashSet<>(clause.topic());
        topic.addAll(to.phrase().topic());
        antecedents.add(to.at());
        var statement =
                Clauses.hasVerb(clause)
                        ? null
                        : new Reply(to.phrase(), speaker, clause, words).statement();
        var dated = conversation.dating.clause(statement == null ? words : statement);
        if (statement == null) {
            // each in its own tense: what is asked and said now may be to come
            var asked = conversation.dating.clause(to.told()).text();
            var text = "Asked " + asked + ", " + speaker + " said " + dated.text();
            dated = new Dated(text, dated.span());
        }
        start(ANSWERED, dated, topic);
        references.noteThings(clause, speaker, at);
    }

    private boolean replied(Phrase clause) {
        var to = isFirst ? question() : null;
        if (to == null || !isReply(clause, to)) {
            return false;
        }
        antecedents.clear();
        answer(clause, to);
        return true;
    }

    /// A whole sentence that is only understood with the question before it.
    private boolean isReply(Phrase clause, Question to) {
        return to.isTelling()
                && clause.topic().size() >= 2
                && Mood.of(clause) == Mood.STATEMENT
                && !Talk.is(clause.text());
    }

    private void statement(Phrase clause, boolean toRemember) {
        boolean isIncomplete = Mood.lacksSubject(clause);
        if (isIncomplete && isOthersDoing(clause)) {
            return;
        }
        var whole = isIncomplete ? conversation.phrase(Mood.withSubject(clause)) : clause;
        if (Mood.lacksIt(clause)) {
            whole = conversation.phrase("It " + withFirstLower(clause.text()));
        }
        boolean dangles = dangles(whole);
        if (dangles && goesOn(whole)) {
            note(whole);
            return;
        }
        var replaced = pronouns.told(whole, antecedents);
        boolean isResolved = dangles && replaced.containsKey(0);
        if (dangles && !isResolved && replied(whole)) {
            return;
        }
        int score = conversation.scores.of(whole, toRemember, isResolved || isOfCurrent(whole));
        boolean isLost = dangles && !isResolved && !conversation.scores.isSpecific(whole);
        if (score < ClauseScore.KEEP || isLost) {
            antecedents.clear();
            replied(whole);
            return;
        }
        keep(score, told(whole, replaced), whole);
        note(whole);
    }

    /// `The contractor quoted 14,500 euros`, after the speaker told of their kitchen.
    private boolean isOfCurrent(Phrase clause) {
        return current != null
                && clause.lower(0).equals("the")
                && conversation.scores.isSpecific(clause);
    }

    /// `Taking in kids - so kind!`: between people it is often the listener who does it.
    private boolean isOthersDoing(Phrase clause) {
        boolean isDoing = clause.lower(0).endsWith("ing") && !clause.lower(0).equals("going");
        return isDoing && conversation.speakers.isBetweenPeople() && question() == null;
    }

    private static boolean dangles(Phrase clause) {
        return English.DANGLING.contains(clause.lower(0))
                && (clause.is(1, Tag.AUX, Tag.VERB, Tag.ADV) || clause.is(0, Tag.PRON));
    }

    /// A sentence that begins with a pronoun goes on from the one before it, if that was kept.
    private boolean goesOn(Phrase clause) {
        var memo = current;
        if (memo == null
                || memo.lastAt() != at
                || Talk.is(clause.text())
                || Mood.of(clause) != Mood.STATEMENT) {
            return false;
        }
        var told = told(clause, Map.of());
        if (!memo.hasRoomFor(told.text())) {
            return false;
        }
        var merged = merged(memo, clause, told);
        if (merged == null) {
            memo.add(at, told, clause.topic());
        } else {
            memo.join(" and ", at, new Dated(merged, told.span()), clause.topic());
        }
        return true;
    }

    /// `User's cat is named Nimbus` and `She's a Maine Coon` have one subject and become one
    /// sentence; null when the subjects are not known to be the same.
    private @Nullable String merged(Memo memo, Phrase clause, Dated told) {
        var kind = References.kindOfPronoun(clause.lower(0));
        var meant = kind == Kind.HE || kind == Kind.SHE ? references.find(kind) : null;
        boolean isSame =
                meant != null
                        && memo.words() < SHORT
                        && memo.text().startsWith(meant.owned())
                        && memo.text().contains(meant.brief());
        return isSame
                ? told.text()
                        .substring(clause.at(0).text().length())
                        .strip()
                        .replaceFirst("^'s\\b", "is")
                : null;
    }

    private Dated told(Phrase clause, Map<Integer, String> replaced) {
        var text = Wording.named(Wording.withoutEnd(voice.rewrite(clause, replaced)));
        return conversation.dating.clause(text);
    }

    private void note(Phrase clause) {
        references.note(clause.text(), speaker, at);
        references.noteThings(clause, speaker, at);
    }

    private void keep(int score, Dated told, Phrase clause) {
        var memo = joinable(told, clause);
        if (memo == null) {
            start(score, told, clause.topic());
        } else if (!memo.says(told.text())) {
            memo.add(at, told, clause.topic());
            settle(memo);
        }
    }

    /// The memory that a clause belongs to: the last of this message, or at the beginning of a
    /// message the last of the speaker's message before, if both are about the same.
    private @Nullable Memo joinable(Dated told, Phrase clause) {
        var memo = current;
        if (memo != null && memo.lastAt() == at) {
            boolean belongs =
                    conversation.speakers.isBetweenPeople()
                                    && !conversation.scores.isSpecific(clause)
                            || memo.sharedWith(clause.topic()) > 0
                            || CONNECTIVES.contains(clause.lower(0));
            return belongs && memo.hasRoomFor(told.text()) ? memo : null;
        }
        var last = conversation.lastOf(speaker);
        boolean goesOn =
                last != null
                        && isFirst
                        && last.lastAt() >= at - 2
                        && last.hasRoomFor(told.text())
                        && last.sharedWith(clause.topic()) >= OF_ONE_TOPIC;
        return goesOn ? last : null;
    }

    private void start(int score, Dated told, Set<String> topic) {
        var memo =
                new Memo(
                        Speakers.attribution(message),
                        Speakers.nameOf(message),
                        score,
                        at,
                        told,
                        topic);
        conversation.keep(memo);
        settle(memo);
    }

    private void settle(Memo memo) {
        antecedents.forEach(memo::restsOn);
        antecedents.clear();
        current = memo;
        isFirst = false;
    }

    private void photo(String caption) {
        var text = speaker + " shared a photo of " + Wording.withoutEnd(caption);
        var told = new Dated(text, null);
        var memo = current;
        if (memo != null && memo.lastAt() == at && memo.hasRoomForPhoto(text)) {
            memo.add(at, told, Set.of());
        } else {
            start(ClauseScore.KEEP, told, conversation.phrase(caption).topic());
        }
    }

    private void material(String text) {
        var phrase = conversation.phrase(text);
        start(ANSWERED, conversation.dating.clause(text), phrase.topic());
        note(phrase);
    }

    private void foreign(String sentence) {
        if (!isQuestion(sentence) && isLongEnough(sentence)) {
            start(ClauseScore.KEEP, new Dated(sentence, null), Set.of());
        }
    }

    private static boolean isQuestion(String sentence) {
        return sentence.endsWith("?") || sentence.endsWith("？") || sentence.startsWith("¿");
    }

    private static boolean isLongEnough(String sentence) {
        return Language.isUnspaced(sentence)
                ? sentence.codePoints().filter(Character::isLetter).count() >= MIN_UNSPACED_LETTERS
                : Tokens.words(sentence).size() >= MIN_FOREIGN_WORDS;
    }

    private static String withFirstLower(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
