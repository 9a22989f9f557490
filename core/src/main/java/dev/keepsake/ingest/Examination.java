package dev.keepsake.ingest;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventId;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Message;
import dev.keepsake.quality.Gate;
import dev.keepsake.quality.Judgement;
import dev.keepsake.quality.Proposal;
import dev.keepsake.quality.QuarantineId;
import dev.keepsake.quality.Quarantined;
import dev.keepsake.quality.SecretScan;
import dev.keepsake.quality.Verdict;
import dev.keepsake.storage.ChangeSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the quality gate made of the drafts of one add.
///
/// @param kept those that may become memories, in order
/// @param refused the others, for the quarantine
record Examination(List<Draft> kept, List<Quarantined> refused) {

    static final Examination NOTHING = new Examination(List.of(), List.of());

    /// A quarantine holds many entries, so each keeps only so much of a long conversation.
    private static final int SOURCES_KEPT = 20;

    private static final int SOURCE_CHARS = 2_000;

    /// @param messages of the add
    /// @param around stored memories near to the conversation
    /// @param event of the add
    static Examination of(
            List<Draft> drafts,
            Gate gate,
            ProjectId project,
            AddCommand command,
            List<Message> messages,
            List<Memory> around,
            boolean allowsSecrets,
            EventId event,
            Instant now) {
        var proposals =
                drafts.stream()
                        .map(draft -> new Proposal(draft.text(), draft.scope(), draft.input()))
                        .toList();
        var judgements =
                gate.judge(project, command.scope(), messages, proposals, around, allowsSecrets);
        List<Draft> kept = new ArrayList<>();
        List<Quarantined> refused = new ArrayList<>();
        for (var at = 0; at < drafts.size(); at++) {
            if (judgements.get(at).isKept()) {
                var news = judgements.get(at).news();
                kept.add(news == null ? drafts.get(at) : drafts.get(at).withText(news));
            } else {
                refused.add(refused(proposals.get(at), judgements.get(at), command, event, now));
            }
        }
        return new Examination(kept, refused);
    }

    private static Quarantined refused(
            Proposal proposal,
            Judgement judgement,
            AddCommand command,
            EventId event,
            Instant now) {
        return new Quarantined(
                QuarantineId.random(),
                kept(proposal, judgement.verdict() == Verdict.SECRET),
                judgement,
                command.scope(),
                terms(command),
                event,
                now);
    }

    /// The messages were masked when they came in; what a model made of them may still tell.
    private static Proposal kept(Proposal proposal, boolean secret) {
        var sources =
                proposal.sources().stream()
                        .limit(SOURCES_KEPT)
                        .map(message -> secret ? masked(message) : message)
                        .map(Examination::cut)
                        .toList();
        var text = secret ? SecretScan.masked(proposal.text()) : proposal.text();
        return new Proposal(text, proposal.scope(), sources);
    }

    private static Message masked(Message message) {
        return new Message(message.role(), message.name(), SecretScan.masked(message.content()));
    }

    private static Message cut(Message message) {
        var text = message.content();
        if (text.length() <= SOURCE_CHARS) {
            return message;
        }
        var end = Character.isHighSurrogate(text.charAt(SOURCE_CHARS - 1)) ? 1 : 0;
        return new Message(
                message.role(), message.name(), text.substring(0, SOURCE_CHARS - end) + "…");
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static Quarantined.Terms terms(AddCommand command) {
        var terms = command.terms();
        return new Quarantined.Terms(
                command.metadata(),
                command.categories(),
                terms.immutable(),
                terms.expiration(),
                terms.timestamp());
    }

    /// For the transaction of the add; null when nothing was refused.
    ChangeSet.@Nullable Refused forStorage(int capacity) {
        return refused.isEmpty() ? null : new ChangeSet.Refused(refused, capacity);
    }

    /// What the add's event tells: how many of each verdict there were.
    ///
    /// @param stored drafts that became memories
    /// @param repeated drafts that said what was there already
    Map<String, @Nullable Object> counts(int stored, int repeated) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        refused.forEach(each -> counts.merge(each.judgement().verdict(), 1, Integer::sum));
        if (repeated > 0) {
            counts.merge(Verdict.DUPLICATE, repeated, Integer::sum);
        }
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put(Verdict.KEPT.spelled(), stored);
        counts.forEach((verdict, count) -> told.put(verdict.spelled(), count));
        return told;
    }
}
