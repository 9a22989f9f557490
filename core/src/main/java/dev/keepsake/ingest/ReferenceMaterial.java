package dev.keepsake.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A document, list or data sheet that a user pasted: its facts are stored, not that it was shared
/// (engine contract 16.3).
///
/// @param title what the announcing line calls it; null when nothing announces it
/// @param sentences those that name or count something
record ReferenceMaterial(@Nullable String title, List<String> sentences) {

    private static final Pattern ANNOUNCED =
            Pattern.compile(
                    "(?i)^(?:[\\p{L}' ]{0,40}\\b)?(?:here(?:'s| is| are)|remember (?:this|these|the following)"
                            + "|note (?:this|these|the following)|keep (?:this|these) in mind|for reference"
                            + "|these are|this is)\\b\\s*(?:the |my |our |a |an |some )?([\\p{L}\\p{N}' -]{0,60})(?:, (?:please|so)\\b[^.:]*)?[:.]?$");
    private static final Pattern PRONOUN =
            Pattern.compile("(?i)^(?:it|they|this|that|these|those|he|she|its|their|his|her)\\b");
    private static final int MANY = 6;
    private static final double FIRST_PERSON_SHARE = 0.2;
    private static final int PER_MEMORY = 2;
    private static final int LONGEST = 60;

    ReferenceMaterial {
        sentences = List.copyOf(sentences);
    }

    /// @param sentences of the whole message
    /// @return null when they are somebody's own words
    static @Nullable ReferenceMaterial in(List<String> sentences) {
        if (sentences.size() < 2) {
            return null;
        }
        var announced = ANNOUNCED.matcher(sentences.getFirst());
        boolean isAnnounced = announced.matches();
        long own = sentences.stream().filter(ReferenceMaterial::isFirstPerson).count();
        boolean isDocument = sentences.size() > MANY && own < FIRST_PERSON_SHARE * sentences.size();
        if (!isDocument && !(isAnnounced && own < 2)) {
            return null;
        }
        var body = isAnnounced ? sentences.subList(1, sentences.size()) : sentences;
        var title =
                isAnnounced && !announced.group(1).isBlank() ? announced.group(1).strip() : null;
        return new ReferenceMaterial(
                title, body.stream().filter(ReferenceMaterial::isFact).toList());
    }

    private static boolean isFirstPerson(String sentence) {
        return Tokens.lowerWords(sentence).stream().anyMatch(English.SPEAKER::contains);
    }

    private static boolean isFact(String sentence) {
        return !sentence.endsWith("?")
                && !isFirstPerson(sentence)
                && !Tokens.lowerWords(sentence).contains("you")
                && (ClauseScore.hasNumber(Tokens.lowerWords(sentence))
                        || !Names.inside(sentence).isEmpty()
                        || Names.hasQuotedTitle(sentence));
    }

    /// Two sentences each, unless they are long; what begins with a pronoun is told with the title
    /// or the first name of the material.
    List<String> memories() {
        var subject = title != null ? Tokens.withFirstUpper(title) : firstName();
        List<String> memories = new ArrayList<>();
        var open = new StringBuilder();
        int held = 0;
        for (var sentence : sentences) {
            var text = Wording.withoutEnd(sentence);
            if (held == 0 && subject != null && PRONOUN.matcher(text).find()) {
                text = subject + ": " + text;
            }
            boolean fits = held < PER_MEMORY && Tokens.words(open + " " + text).size() <= LONGEST;
            if (held > 0 && fits) {
                open.append(". ").append(Tokens.withFirstUpper(text));
                held++;
            } else {
                addTo(memories, open);
                open = new StringBuilder(Tokens.withFirstUpper(text));
                held = 1;
            }
        }
        addTo(memories, open);
        return memories;
    }

    private @Nullable String firstName() {
        return sentences.stream()
                .flatMap(sentence -> Names.inside(sentence).stream())
                .findFirst()
                .orElse(null);
    }

    private static void addTo(List<String> memories, StringBuilder open) {
        if (!open.isEmpty()) {
            memories.add(open.toString());
        }
    }
}
