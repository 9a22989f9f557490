package dev.keepsake.quality;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.MemoryStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Judges what an extractor proposes, before any of it is embedded or stored. Whether a memory says
/// it already is decided later, where meanings are compared. Safe for many threads.
public final class Gate {

    /// Lines of one add that may be memories; a list of more is cut.
    private static final int MOST_LINES = 300;

    private static final int SHORTEST_LINE = 8;
    private static final int LONGEST_LINE = 2_200;

    /// Bullets, numbers, quotes and keys.
    private static final Pattern LINE_START =
            Pattern.compile(
                    "^[\\s>*•·–—\\-\\d.)\\](#\"'{\\[,]*(?:\"?(?:memory|text|fact|content)\"?\\s*:\\s*\"?)?");

    private static final Pattern SENTENCE_BREAK = Pattern.compile("(?<=[.!?])\\s+(?=\\p{Lu})");

    private final MemoryStore memories;
    private final RecentlyRecalled recalled;
    private final int capacity;

    /// @param capacity how much a project's quarantine holds
    public Gate(MemoryStore memories, RecentlyRecalled recalled, int capacity) {
        this.memories = memories;
        this.recalled = recalled;
        this.capacity = capacity;
    }

    public int capacity() {
        return capacity;
    }

    /// One judgement for each proposal, in order.
    ///
    /// @param scope of the whole add
    /// @param messages of the whole add
    /// @param around stored memories near to the conversation
    /// @param allowsSecrets whether the project stores what it is told, credentials included
    public List<Judgement> judge(
            ProjectId project,
            Scope scope,
            List<Message> messages,
            List<Proposal> proposals,
            List<Memory> around,
            boolean allowsSecrets) {
        if (proposals.isEmpty()) {
            return List.of();
        }
        var echo = echo(project, scope, messages, proposals, around);
        return proposals.stream().map(each -> judge(each, echo, allowsSecrets)).toList();
    }

    private static Judgement judge(Proposal proposal, EchoJudge echo, boolean allowsSecrets) {
        var secret = allowsSecrets ? Optional.<Judgement>empty() : secret(proposal.text());
        return secret.or(() -> BoilerplateJudge.of(proposal.text()))
                .or(() -> TransientJudge.of(proposal.text()))
                .or(() -> echo(proposal, echo))
                .orElse(Judgement.KEPT);
    }

    /// What was pasted may come in one piece with what is new; only the new sentences are kept.
    private static Optional<Judgement> echo(Proposal proposal, EchoJudge judge) {
        var whole = judge.of(proposal);
        if (whole.isPresent()) {
            return whole;
        }
        var sentences = List.of(SENTENCE_BREAK.split(proposal.text()));
        var news =
                sentences.stream()
                        .filter(each ->
                                judge.of(new Proposal(each, proposal.scope(), proposal.sources()))
                                        .isEmpty())
                        .toList();
        if (news.size() == sentences.size()) {
            return Optional.empty();
        }
        return news.isEmpty()
                ? judge.of(new Proposal(sentences.getFirst(), proposal.scope(), proposal.sources()))
                : Optional.of(Judgement.keptOnly(joined(news, proposal.text())));
    }

    /// Without a full stop at the end when the whole had none.
    private static String joined(List<String> sentences, String whole) {
        var text = String.join(" ", sentences);
        return text.endsWith(".") && !whole.strip().endsWith(".")
                ? text.substring(0, text.length() - 1)
                : text;
    }

    private static Optional<Judgement> secret(String text) {
        return SecretScan.hasMask(text) || !SecretScan.in(text).isEmpty()
                ? Optional.of(Judgement.of(Verdict.SECRET, "It tells a credential."))
                : Optional.empty();
    }

    private EchoJudge echo(
            ProjectId project,
            Scope scope,
            List<Message> messages,
            List<Proposal> proposals,
            List<Memory> around) {
        var lately =
                memories.findAll(project, List.copyOf(recalled.of(project, scope))).stream()
                        .filter(memory -> isOfSameOwner(memory.scope(), scope))
                        .toList();
        List<Memory> others = new ArrayList<>(around);
        others.addAll(listed(project, messages, proposals));
        return new EchoJudge(messages, lately, others);
    }

    /// A memory that was returned to a question about nobody may be somebody else's.
    private static boolean isOfSameOwner(Scope memory, Scope add) {
        if (memory.user() == null && memory.agent() == null) {
            return Objects.equals(memory.app(), add.app());
        }
        return memory.user() != null && memory.user().equals(add.user())
                || memory.agent() != null && memory.agent().equals(add.agent());
    }

    /// Memories that stand in the messages as lines of their own.
    private Collection<Memory> listed(
            ProjectId project, List<Message> messages, List<Proposal> proposals) {
        var hashes = hashes(messages);
        if (hashes.isEmpty()) {
            return List.of();
        }
        Set<Memory> found = new LinkedHashSet<>();
        proposals.stream()
                .map(Proposal::scope)
                .distinct()
                .forEach(scope -> found.addAll(memories.withHash(project, scope, hashes)));
        return found;
    }

    private static Set<String> hashes(List<Message> messages) {
        Set<String> hashes = new LinkedHashSet<>();
        for (var message : messages) {
            var lines = message.content().split("\\R", MOST_LINES + 1);
            for (var line : lines) {
                if (hashes.size() < MOST_LINES
                        && line.length() >= SHORTEST_LINE
                        && line.length() <= LONGEST_LINE) {
                    hashes.add(Memory.hashOf(bare(line)));
                }
            }
        }
        return hashes;
    }

    private static String bare(String line) {
        var text = withoutTail(LINE_START.matcher(line).replaceFirst(""));
        var opening = text.endsWith(")") ? text.lastIndexOf('(') : -1;
        return opening > 0 ? withoutTail(text.substring(0, opening)) : text;
    }

    private static String withoutTail(String text) {
        var end = text.length();
        while (end > 0 && " \t\"'},]*".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }
}
