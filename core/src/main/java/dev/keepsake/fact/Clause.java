package dev.keepsake.fact;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One clause of a statement: who, does what, to what, where and how.
///
/// @param verb the folded main verb, with its particle (`giv up`)
/// @param object what follows the verb, up to the first preposition
/// @param phrases the rest, by preposition
/// @param aspect whether it is so, was so, happened or may be
/// @param negated said to be not so
/// @param tense of the finite verb
/// @param words all words of the clause
record Clause(
        Subject subject,
        String verb,
        List<Word> object,
        List<Phrase> phrases,
        Aspect aspect,
        Tense tense,
        boolean negated,
        List<Word> words) {

    /// A preposition with what it leads; [#WHEN] for times without one.
    record Phrase(String preposition, List<Word> words) {}

    /// Leads `last week` and `every morning`.
    static final String WHEN = "when";

    /// How a clause holds.
    enum Aspect {
        /// So.
        HOLDS,
        /// So no more.
        OVER,
        /// Wanted, planned, supposed or asked.
        UNCERTAIN
    }

    enum Tense {
        PRESENT,
        PROGRESSIVE,
        PAST,
        PERFECT
    }

    Clause {
        object = List.copyOf(object);
        phrases = List.copyOf(phrases);
        words = List.copyOf(words);
    }

    boolean isVerb(String... lemmas) {
        for (var lemma : lemmas) {
            if (verb.equals(Verbs.folded(lemma))) {
                return true;
            }
        }
        return false;
    }

    /// What follows the first of these prepositions that the clause has.
    Optional<List<Word>> after(String... prepositions) {
        for (var phrase : phrases) {
            for (var preposition : prepositions) {
                if (phrase.preposition.equals(preposition)) {
                    return Optional.of(phrase.words);
                }
            }
        }
        return Optional.empty();
    }

    boolean mentions(Set<String> lowerWords) {
        return words.stream().anyMatch(word -> word.isIn(lowerWords));
    }

    /// What narrows the clause down besides its object: the words of phrases that are neither dates
    /// nor named here as part of the fact.
    Set<String> context(String... used) {
        Set<String> context = new LinkedHashSet<>();
        for (var phrase : phrases) {
            if (!List.of(used).contains(phrase.preposition) && !Phrases.isOnce(phrase.words)) {
                context.addAll(Phrases.content(phrase.words));
            }
        }
        return context;
    }

    /// The same with another verb and without it in the object: `stopped drinking coffee` as
    /// `drinking coffee`.
    Clause withVerb(String newVerb, List<Word> newObject, Aspect newAspect) {
        return new Clause(
                subject,
                newVerb,
                newObject,
                phrases,
                newAspect,
                tense,
                negated,
                new ArrayList<>(words));
    }
}
