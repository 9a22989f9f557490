package dev.keepsake.ingest;

import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Message;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.TextEmbedding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the messages that a statement rests on, so that the history of a memory holds those and
/// not the whole conversation. An extractor that knows its sources is believed; where it does not
/// say, or names nearly everything, statement and messages are compared by their words, and when
/// these say nothing, by meaning. Asks nothing but the embedder, and that seldom. Safe for many
/// threads.
final class Provenance {

    /// An extractor that names more sources than this has not looked for them.
    private static final int PLENTY = 5;

    /// A statement joins a few messages at most.
    private static final int MOST = 3;

    /// Shares of a statement's words, by weight, that its first message and each further one must
    /// account for.
    private static final double FIRST_SHARE = 0.30;

    private static final double FURTHER_SHARE = 0.20;

    /// Whoever did not state a fact may still have given its words.
    private static final double OF_ANOTHER = 0.7;

    private static final double SIMILAR = 0.25;
    private static final int MOST_EMBEDDED = 128;

    private final Embedder embedder;

    Provenance(Embedder embedder) {
        this.embedder = embedder;
    }

    /// The candidates in order, each with sources unless there are no messages.
    ///
    /// @param messages those that the extractor saw, in the same order
    List<Candidate> traced(List<Candidate> candidates, List<Message> messages) {
        var table = new Table(messages);
        return candidates.stream()
                .map(candidate -> {
                    var named = named(candidate, messages.size());
                    return isBelieved(named)
                            ? candidate.from(named)
                            : candidate.from(table.sources(candidate, named));
                })
                .toList();
    }

    private static List<Integer> named(Candidate candidate, int count) {
        return candidate.sources().stream().filter(at -> at >= 0 && at < count).toList();
    }

    private static boolean isBelieved(List<Integer> named) {
        return !named.isEmpty() && named.size() <= PLENTY;
    }

    /// The messages of one add, read once.
    private final class Table {

        private final List<Message> messages;
        private final List<Set<String>> words;
        private final Map<String, Integer> occurrences = new HashMap<>();
        private final Map<Integer, TextEmbedding> vectors = new HashMap<>();

        Table(List<Message> messages) {
            this.messages = messages;
            this.words = messages.stream().map(message -> words(message, names(messages))).toList();
            words.forEach(each -> each.forEach(word -> occurrences.merge(word, 1, Integer::sum)));
        }

        private static Set<String> names(List<Message> messages) {
            return messages.stream()
                    .map(Message::name)
                    .filter(Objects::nonNull)
                    .flatMap(name -> Echo.content(name).stream())
                    .collect(Collectors.toSet());
        }

        /// A statement that names somebody who took part is more likely theirs than of those who
        /// address them.
        private static Set<String> words(Message message, Set<String> names) {
            Set<String> words = new HashSet<>(Echo.content(message.content()));
            words.removeAll(names);
            if (message.name() != null) {
                words.addAll(Echo.content(message.name()));
            }
            return words;
        }

        /// @param among the messages to choose from; empty for all
        List<Integer> sources(Candidate candidate, List<Integer> among) {
            var eligible = eligible(candidate, among);
            var byWords = byWords(candidate, eligible);
            if (!byWords.isEmpty()) {
                return byWords;
            }
            var nearest = nearest(candidate, eligible);
            return nearest == null ? eligible : List.of(nearest);
        }

        /// What users and assistants said; of the one speaker, when the statement has one.
        private List<Integer> eligible(Candidate candidate, List<Integer> among) {
            var all =
                    among.isEmpty() ? IntStream.range(0, messages.size()).boxed() : among.stream();
            var said = all.filter(at -> Turn.isSaid(messages.get(at).role())).toList();
            var own =
                    said.stream()
                            .filter(at ->
                                    candidate.speaker() != null
                                            && candidate
                                                    .speaker()
                                                    .equalsIgnoreCase(messages.get(at).name()))
                            .toList();
            if (!own.isEmpty()) {
                return own;
            }
            return said.isEmpty() ? IntStream.range(0, messages.size()).boxed().toList() : said;
        }

        /// The message that accounts for most of the statement, then those that add to it.
        private List<Integer> byWords(Candidate candidate, List<Integer> eligible) {
            var missing = new HashSet<>(Echo.content(candidate.text()));
            var whole = weight(missing);
            List<Integer> chosen = new ArrayList<>();
            while (chosen.size() < MOST && whole > 0) {
                var best = -1;
                var most = 0.0;
                for (var at : eligible) {
                    var share = trust(candidate, at) * weight(common(missing, at)) / whole;
                    if (share > most) {
                        best = at;
                        most = share;
                    }
                }
                if (best < 0 || most < (chosen.isEmpty() ? FIRST_SHARE : FURTHER_SHARE)) {
                    break;
                }
                chosen.add(best);
                missing.removeAll(words.get(best));
            }
            return chosen.stream().sorted().toList();
        }

        private Set<String> common(Set<String> missing, int at) {
            return missing.stream().filter(words.get(at)::contains).collect(Collectors.toSet());
        }

        /// Rare words tell more.
        private double weight(Set<String> some) {
            return some.stream()
                    .mapToDouble(word ->
                            Math.log(
                                    1
                                            + (double) messages.size()
                                                    / occurrences.getOrDefault(word, 1)))
                    .sum();
        }

        private double trust(Candidate candidate, int at) {
            var role = candidate.attributedTo() == Attribution.ASSISTANT ? "assistant" : "user";
            return role.equals(messages.get(at).role()) ? 1 : OF_ANOTHER;
        }

        private @Nullable Integer nearest(Candidate candidate, List<Integer> eligible) {
            var looked = eligible.subList(0, Math.min(eligible.size(), MOST_EMBEDDED));
            embed(looked);
            var statement = embedder.embedAll(List.of(candidate.text())).getFirst();
            Integer best = null;
            var most = SIMILAR;
            for (var at : looked) {
                var vector = vectors.get(at);
                var similarity =
                        vector == null ? 0 : trust(candidate, at) * similarity(statement, vector);
                if (similarity >= most) {
                    best = at;
                    most = similarity;
                }
            }
            return best;
        }

        private void embed(List<Integer> wanted) {
            var fresh = wanted.stream().filter(at -> !vectors.containsKey(at)).toList();
            var texts = fresh.stream().map(at -> told(messages.get(at))).toList();
            var made =
                    texts.isEmpty()
                            ? Stream.<TextEmbedding>of()
                            : embedder.embedAll(texts).stream();
            var next = made.iterator();
            fresh.forEach(at -> vectors.put(at, next.next()));
        }

        private static String told(Message message) {
            return message.name() == null
                    ? message.content()
                    : message.name() + ": " + message.content();
        }

        /// Of unit vectors, so the product is the cosine.
        private double similarity(TextEmbedding one, TextEmbedding other) {
            var cosine = 0.0;
            for (var i = 0; i < one.vector().length; i++) {
                cosine += (double) one.vector()[i] * other.vector()[i];
            }
            return embedder.model().calibrated(cosine);
        }
    }
}
