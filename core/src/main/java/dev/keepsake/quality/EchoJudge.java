package dev.keepsake.quality;

import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Refuses what comes back out of memories: they were found by a search, put before a model or into
/// a prompt, and are now in the conversation. For the proposals of one add; for one thread.
///
/// A proposal is an echo when every word of it that says something comes from
///
/// - memories that its messages quote: word for word, or, where somebody else than a user speaks,
///   in other persons (`You live in Graz`). What surrounds them in a list or in JSON does not
///   count, and outdated memories do, since quoting one does not make it true again;
/// - or one memory that was returned lately, in the same order;
/// - or several of those, each of which it tells whole.
///
/// One word more (a name, a number, a verb, a negation, another tense) and it is none.
final class EchoJudge {

    private static final String QUOTED = "It repeats a memory that its messages quote.";
    private static final String RECALLED =
            "It repeats a memory that a search returned shortly before.";

    /// What is put around quoted memories.
    private static final Set<String> FRAME =
            Set.of(
                    """
                    remember remembered recall recalled know knew known mention mentioned told tell said say
                    noted note state stated memory relevant context fact previous previously earlier
                    conversation based according information profile history past stored retrieved saved
                    following about score id hash created updated category metadata null true false type
                    shared asked question answer yes ok okay right correct sure great already before
                    assistant's confirmed data\
                    """
                            .strip()
                            .split("\\s+"));

    /// Ids and instants beside quoted memories. Other numbers may be news.
    private static final Pattern BESIDE =
            Pattern.compile(
                    "\\p{XDigit}{8}-(?:\\p{XDigit}{4}-){3}\\p{XDigit}{12}|\\p{XDigit}{32}"
                            + "|\\d{4}-\\d\\d-\\d\\dt\\d\\d:.*");

    /// What stands around a memory in a list, numbers included.
    private static final Pattern LIST_PLACE =
            Pattern.compile(
                    "(?i)^\\s*\\d{1,3}[.)]\\s+|\\b(?:score|relevance|similarity)\\b\"?\\s{0,2}[:=]?\\s{0,2}"
                            + "[01](?:\\.\\d{1,20})?");

    /// What the messages of users have when memories were pasted into them.
    private static final Pattern LISTED =
            Pattern.compile(
                    "(?i)\\n|^\\s*(?:[-*•>#\\[{\"']|\\d+[.)])"
                            + "|\\b(?:memor(?:y|ies)|remember(?:s|ed)?|recall(?:s|ed)?|context|previously"
                            + "|known facts?|(?:know|known|facts?|information) about)\\b");

    private static final int MOST_TOGETHER = 8;

    /// A memory with its words.
    private record Known(Memory memory, Words words) {

        boolean isCurrent() {
            return memory.lineage().state() != Lifecycle.SUPERSEDED;
        }
    }

    private final List<Message> messages;
    private final List<Known> recalled;
    private final List<Known> known;
    private final Map<Message, Words> said = new HashMap<>();

    /// @param messages of the add
    /// @param recalled what searches returned lately
    /// @param around what else is stored and may be quoted
    EchoJudge(List<Message> messages, Collection<Memory> recalled, Collection<Memory> around) {
        this.messages = List.copyOf(messages);
        this.recalled = recalled.stream().map(EchoJudge::known).toList();
        Map<Object, Known> all = new LinkedHashMap<>();
        this.recalled.forEach(each -> all.put(each.memory.id(), each));
        around.forEach(memory -> all.computeIfAbsent(memory.id(), _ -> known(memory)));
        this.known = List.copyOf(all.values());
    }

    private static Known known(Memory memory) {
        return new Known(memory, Words.of(memory.text()));
    }

    Optional<Judgement> of(Proposal proposal) {
        var words = Words.of(LIST_PLACE.matcher(proposal.text()).replaceAll(" "));
        if (words.content().isEmpty()) {
            return Optional.empty();
        }
        var unframed = words.from(2, FRAME);
        return quoted(words, quotedIn(proposal.sources()))
                .or(() -> recalledWhole(unframed))
                .or(() -> recalledTogether(unframed));
    }

    // --- quoted

    /// An extractor may blame the question for what it read in the context. Only what is outdated
    /// must be quoted by the very messages, as a user may say in others that it is true again.
    private List<Known> quotedIn(List<Message> sources) {
        List<Known> quoted = new ArrayList<>();
        for (var each : known) {
            var places = each.isCurrent() ? messages : sources;
            if (places.stream().anyMatch(message -> isQuoted(each, message))) {
                quoted.add(each);
            }
        }
        return quoted;
    }

    private boolean isQuoted(Known memory, Message message) {
        var words = said.computeIfAbsent(message, each -> Words.of(each.content()));
        if (!message.role().equals("user")) {
            return words.tells(memory.words);
        }
        // a user may say a second time what was stored word for word; only lists quote
        return isList(message.content()) && words.quotes(memory.words);
    }

    private static boolean isList(String message) {
        return LISTED.matcher(message.strip()).find();
    }

    private static Optional<Judgement> quoted(Words words, List<Known> quoted) {
        if (quoted.isEmpty()) {
            return Optional.empty();
        }
        Set<String> known = new HashSet<>();
        quoted.forEach(each -> known.addAll(each.words.content()));
        var addsNothing =
                words.content().stream()
                        .allMatch(word ->
                                known.contains(word)
                                        || FRAME.contains(word)
                                        || BESIDE.matcher(word).matches());
        return addsNothing ? Optional.of(echo(QUOTED, nearest(words, quoted))) : Optional.empty();
    }

    /// The one that shares the most words.
    private static Known nearest(Words words, List<Known> candidates) {
        var wanted = new HashSet<>(words.content());
        var best = candidates.getFirst();
        var most = -1L;
        for (var each : candidates) {
            var shared = each.words.content().stream().distinct().filter(wanted::contains).count();
            if (shared > most) {
                most = shared;
                best = each;
            }
        }
        return best;
    }

    // --- recalled

    private Optional<Judgement> recalledWhole(Words words) {
        return recalled.stream()
                .filter(Known::isCurrent)
                .filter(each -> words.isWithin(each.words))
                .findFirst()
                .map(each -> echo(RECALLED, each));
    }

    private Optional<Judgement> recalledTogether(Words words) {
        Set<String> told = new HashSet<>();
        List<Known> parts = new ArrayList<>();
        for (var each : recalled) {
            if (each.isCurrent() && words.tells(each.words)) {
                parts.add(each);
                told.addAll(each.words.content());
            }
        }
        var isAll = parts.size() <= MOST_TOGETHER && told.containsAll(words.content());
        return isAll && !parts.isEmpty()
                ? Optional.of(echo(RECALLED, parts.getFirst()))
                : Optional.empty();
    }

    private static Judgement echo(String reason, Known of) {
        return new Judgement(Verdict.ECHO, reason, of.memory.id());
    }
}
