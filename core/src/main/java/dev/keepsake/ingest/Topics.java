package dev.keepsake.ingest;

import dev.keepsake.ingest.ExtractionTask.Guidance;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.TextEmbedding;
import dev.keepsake.model.Token;
import dev.keepsake.model.Token.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What instructions say to keep and to leave out, as topics: all that rules can do with them
/// (engine contract 16.3). Words are compared first, then meanings.
///
/// @param included with any, only what belongs to one is kept
/// @param excluded what belongs to one is dropped
/// @param isPartial whether something in the instructions is no topic, and so has no effect
record Topics(List<String> included, List<String> excluded, boolean isPartial) {

    private static final double EXCLUDED_LIKENESS = 0.40;
    private static final double INCLUDED_LIKENESS = 0.28;

    private static final Pattern MARK = Pattern.compile("^\\s*(?:[-*•–]|\\d{1,2}[.)]|#{1,6})\\s*");
    private static final Pattern EXCLUDING =
            Pattern.compile(
                    "(?i)^(?:please |always )?(?:exclude|excluding|do not|don't|never|ignore|skip|avoid|omit"
                            + "|leave out)\\b[\\s:]*(.*)$");
    private static final Pattern INCLUDING =
            Pattern.compile(
                    "(?i)^(?:please |always |only |just )*(?:extract|include|including|focus|remember|store|keep"
                            + "|track|capture|save|record)\\b(?: only| on| track of)*[\\s:]*(.*)$");
    private static final Pattern PADDING =
            Pattern.compile(
                    "(?i)^(?:(?:store|storing|remember|remembering|save|saving|extract|extracting|include"
                            + "|including|record|recording|keep|keeping|mention|mentioning|track|capture|anything"
                            + "|any|all|only|information|info|details?|facts?|data|memories|things|topics"
                            + "|mentions?|content|related|relating|regarding|about|on|of|to|that is|the|a|an|their"
                            + "|user's|users'|user|personal(?= information| data| details))\\b[\\s:]*)+");
    private static final Pattern SEPARATOR =
            Pattern.compile("\\s*(?:[,;]|\\band\\b|\\bor\\b|\\.\\s)\\s*");
    private static final Pattern CONDITION =
            Pattern.compile(
                    "(?i)\\b(?:if|when|unless|whenever|style|format|tone|language|words)\\b");
    private static final int LONGEST = 6;

    Topics {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    /// @param isByAssistant whether the facts are the assistant's, for which other instructions may
    ///   be given
    static Topics of(Guidance guidance, boolean isByAssistant) {
        var own = isByAssistant ? guidance.agentInstructions() : null;
        var reading = new Reading();
        reading.instructions(own == null ? guidance.instructions() : own);
        // what instructions include beats what the weaker hints exclude
        reading.hints(guidance.includes(), reading.included);
        reading.hints(guidance.excludes(), reading.excluded);
        return new Topics(reading.included, reading.excluded, reading.isPartial);
    }

    boolean isEmpty() {
        return included.isEmpty() && excluded.isEmpty();
    }

    /// Whether to keep each of the texts.
    List<Boolean> keeps(List<Phrase> texts, Embedder embedder) {
        if (isEmpty() || texts.isEmpty()) {
            return texts.stream().map(_ -> true).toList();
        }
        var likeness = new Likeness(embedder, included, excluded);
        return texts.stream().map(text -> keeps(text, likeness)).toList();
    }

    private boolean keeps(Phrase text, Likeness likeness) {
        var vectors = likeness.vectors(text);
        return excluded.stream()
                        .noneMatch(topic ->
                                sharesWord(text, topic)
                                        || likeness.isAbout(vectors, topic, EXCLUDED_LIKENESS))
                && (included.isEmpty()
                        || included.stream()
                                .anyMatch(topic ->
                                        sharesWord(text, topic)
                                                || likeness.isAbout(
                                                        vectors, topic, INCLUDED_LIKENESS)));
    }

    /// Names are not what they are made of: who works at Novo Foods does not speak of food. A topic
    /// may be a name itself.
    private static boolean sharesWord(Phrase text, String topic) {
        boolean isName = Tokens.words(topic).stream().allMatch(Tokens::isCapitalised);
        var words = new ArrayList<String>();
        for (int at = 0; at < text.size(); at++) {
            boolean isNamed = at > 0 && Tokens.isCapitalised(text.at(at).text());
            if (isName || !isNamed) {
                words.add(text.at(at).text());
            }
        }
        var stems = stems(String.join(" ", words));
        return stems(topic).stream().anyMatch(stems::contains);
    }

    /// Rare nouns are often taken for names or adjectives; names have capitals.
    private static boolean isCommonNoun(Token token) {
        return token.is(Tag.NOUN, Tag.PROPN, Tag.ADJ) && !Tokens.isCapitalised(token.text());
    }

    private static Set<String> stems(String text) {
        return Tokens.lowerWords(text).stream()
                .filter(word -> word.length() > 2 && !English.STOP_WORDS.contains(word))
                .map(word -> word.replaceFirst("'s$", ""))
                .map(word ->
                        word.length() > 3 ? word.replaceFirst("(?:ies|es|s|ing|ed)$", "") : word)
                .collect(Collectors.toSet());
    }

    private static final class Reading {
        private final List<String> included = new ArrayList<>();
        private final List<String> excluded = new ArrayList<>();
        private boolean isPartial;

        void instructions(@Nullable String text) {
            if (text == null) {
                return;
            }
            @Nullable List<String> heading = null;
            for (var line : text.lines().flatMap(Reading::sentences).toList()) {
                var plain = MARK.matcher(line).replaceFirst("").strip();
                var excluding = EXCLUDING.matcher(plain);
                var including = INCLUDING.matcher(plain);
                if (plain.isEmpty()) {
                    heading = null;
                } else if (excluding.matches()) {
                    heading = topics(excluding.group(1), excluded);
                } else if (including.matches()) {
                    heading = topics(including.group(1), included);
                } else if (heading != null && MARK.matcher(line).find()) {
                    topics(plain, heading);
                } else {
                    heading = null;
                    isPartial = true;
                }
            }
        }

        private static Stream<String> sentences(String line) {
            return Arrays.stream(line.split("(?<=[.!])\\s+"));
        }

        void hints(@Nullable String text, List<String> into) {
            if (text != null) {
                text.lines().forEach(line -> topics(MARK.matcher(line).replaceFirst(""), into));
            }
        }

        private List<String> topics(String text, List<String> into) {
            if (CONDITION.matcher(text).find()) {
                isPartial = true;
                return into;
            }
            for (var part : SEPARATOR.split(text)) {
                var topic = PADDING.matcher(Wording.withoutEnd(part)).replaceFirst("").strip();
                if (!topic.isEmpty() && Tokens.words(topic).size() <= LONGEST) {
                    into.add(topic);
                } else if (!topic.isEmpty()) {
                    isPartial = true;
                }
            }
            return into;
        }
    }

    /// How near texts and topics are in meaning. A text is compared as a whole and by its nouns,
    /// because a topic is often one word.
    private static final class Likeness {
        private final Embedder embedder;
        private final Map<String, float[]> ofTopics = new HashMap<>();

        Likeness(Embedder embedder, List<String> included, List<String> excluded) {
            this.embedder = embedder;
            var topics = Stream.concat(included.stream(), excluded.stream()).distinct().toList();
            var vectors = embedder.embedAll(topics);
            for (int at = 0; at < topics.size(); at++) {
                ofTopics.put(topics.get(at), vectors.get(at).vector());
            }
        }

        List<float[]> vectors(Phrase text) {
            var parts = new ArrayList<>(List.of(text.text()));
            text.tokens().stream()
                    .filter(Topics::isCommonNoun)
                    .map(Token::text)
                    .forEach(parts::add);
            return embedder.embedAll(parts).stream().map(TextEmbedding::vector).toList();
        }

        /// @param enough what the whole text has to reach; its nouns are shorter than the threshold
        ///   was made for and have to be closer
        boolean isAbout(List<float[]> vectors, String topic, double enough) {
            var other = Objects.requireNonNull(ofTopics.get(topic));
            return cosine(vectors.getFirst(), other) >= enough
                    || vectors.stream()
                            .skip(1)
                            .anyMatch(one -> cosine(one, other) >= EXCLUDED_LIKENESS);
        }

        private double cosine(float[] one, float[] other) {
            var cosine = 0.0;
            for (int at = 0; at < one.length; at++) {
                cosine += (double) one[at] * other[at];
            }
            return embedder.model().calibrated(cosine);
        }
    }
}
