package dev.keepsake.ingest;

import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Message;
import dev.keepsake.model.Linguist;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One walk through the messages of one task, from which memories come out. For one thread.
final class Conversation {

    private static final int ASSISTANT_SCORE = 3;

    final ExtractionTask task;
    final Linguist linguist;
    final Speakers speakers;
    final ClauseScore scores;
    final Opening opening;
    final Dating dating;
    private final Echo echo;
    final References references = new References();
    private final Map<String, Phrase> phrases = new HashMap<>();
    private final List<Memo> memos = new ArrayList<>();
    private final Map<String, Memo> lastOf = new HashMap<>();
    private @Nullable Asked asked;

    Conversation(ExtractionTask task, Linguist linguist) {
        this.task = task;
        this.linguist = linguist;
        this.speakers = Speakers.in(task);
        this.scores = new ClauseScore(Names.in(speakers.texts(), speakers.names()));
        this.opening = new Opening(speakers.names());
        this.dating = new Dating(task.observed(), task.zone());
        this.echo = new Echo(saidByUsers());
        noteContext();
    }

    /// A question that may be answered in the next message.
    ///
    /// @param at position of its message
    record Asked(int at, String asker, String sentence) {}

    /// The last question, unless it is the speaker's own; null for none.
    @Nullable Question askedOf(String speaker) {
        var last = asked;
        if (last == null || last.asker.equals(speaker)) {
            return null;
        }
        var clauses = Clauses.of(opening.trimmed(phrase(last.sentence)));
        return new Question(last.at, last.asker, opening.trimmed(clauses.getLast()));
    }

    /// The memory that this speaker's last message ended with; null for none.
    @Nullable Memo lastOf(String speaker) {
        return lastOf.get(speaker);
    }

    void keep(Memo memo) {
        memos.add(memo);
    }

    /// @param asks the last question of the message; null when it has none
    void endTurn(int at, String speaker, @Nullable Memo last, @Nullable String asks) {
        asked = asks == null ? null : new Asked(at, speaker, asks);
        if (last != null) {
            lastOf.put(speaker, last);
        }
    }

    private List<Phrase> saidByUsers() {
        return speakers.echoable().stream()
                .flatMap(content -> Sentences.of(content).stream())
                .flatMap(sentence -> Clauses.of(phrase(sentence)).stream())
                .filter(clause -> !Tokens.words(clause.text()).isEmpty())
                .toList();
    }

    /// What was known before: stored memories, then the messages before the new ones.
    private void noteContext() {
        var existing = task.context().existing();
        existing.reversed().forEach(memory -> references.note(memory.text(), "User", -1));
        task.context().recent().reversed().forEach(text -> references.note(text, "User", -1));
        for (var message : task.context().window()) {
            if (Speakers.isHuman(message)) {
                references.note(message.content(), Speakers.called(message), -1);
            }
        }
    }

    /// Whether a sentence tells nothing, as far as words show: such sentences are not worth a
    /// tagger's time.
    boolean isTalk(String sentence) {
        var words = Tokens.words(sentence);
        boolean isPhatic =
                words.stream()
                        .allMatch(word ->
                                English.PHATIC.contains(word.toLowerCase(Locale.ROOT))
                                        || Tokens.isCapitalised(word) && speakers.isCalled(word));
        return isPhatic
                || Talk.is(sentence)
                        && !ClauseScore.hasNumber(Tokens.lowerWords(sentence))
                        && sentence.indexOf(',') < 0;
    }

    /// The sentence with its words told apart; each sentence is only read once.
    Phrase phrase(String sentence) {
        return phrases.computeIfAbsent(
                Spelling.plain(sentence), plain -> Phrase.of(plain, linguist));
    }

    List<Memo> memos() {
        for (int at = 0; at < task.messages().size(); at++) {
            var message = task.messages().get(at);
            if (Speakers.isHuman(message)) {
                new HumanTurn(this, at, message).read();
            } else if (Speakers.isAssistant(message)) {
                assistantTurn(at, message);
            }
        }
        return memos;
    }

    private void assistantTurn(int at, Message message) {
        asked = null;
        if (!Language.isEnglish(message.content())) {
            return;
        }
        var turns = new AssistantTurns(task.isAgentFramed() ? "Agent" : "Assistant", linguist);
        var sentences = Sentences.of(message.content());
        for (var sentence : sentences) {
            if (AssistantTurns.mayMatter(sentence)) {
                Clauses.of(opening.trimmed(phrase(sentence)))
                        .forEach(clause -> assistantClause(at, turns, clause));
            }
        }
        for (var list : Enumeration.in(message.content())) {
            var kept = turns.kept(list);
            if (kept != null) {
                keep(assistantMemo(at, dating.clause(kept)));
            }
        }
        if (!sentences.isEmpty() && sentences.getLast().endsWith("?")) {
            asked = new Asked(at, "Assistant", sentences.getLast());
        }
    }

    private void assistantClause(int at, AssistantTurns turns, Phrase clause) {
        var kept = turns.kept(clause);
        if (kept != null && !echo.repeats(clause)) {
            keep(assistantMemo(at, dating.clause(kept)));
        }
    }

    private static Memo assistantMemo(int at, Dated told) {
        return new Memo(Attribution.ASSISTANT, null, ASSISTANT_SCORE, at, told, Set.of());
    }
}
