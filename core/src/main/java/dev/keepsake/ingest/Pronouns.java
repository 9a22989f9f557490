package dev.keepsake.ingest;

import dev.keepsake.ingest.References.Kind;
import dev.keepsake.ingest.References.Referent;
import dev.keepsake.model.Token.Tag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells the pronouns of one message by what was spoken of before. Whoever is told in full once is
/// told by name after that. For one thread.
final class Pronouns {

    private final References references;
    private final ClauseScore scores;
    private final int at;
    private final Set<String> introduced = new HashSet<>();

    /// @param at position of the message
    Pronouns(References references, ClauseScore scores, int at) {
        this.references = references;
        this.scores = scores;
        this.at = at;
    }

    /// What pronouns of the clause stand for, by their place in it.
    ///
    /// @param antecedents takes the positions of the messages that named them
    Map<Integer, String> told(Phrase clause, Set<Integer> antecedents) {
        Map<Integer, String> replaced = new HashMap<>();
        Set<Kind> seen = new HashSet<>();
        for (int index = 0; index < clause.size(); index++) {
            var kind =
                    clause.is(index, Tag.PRON)
                            ? References.kindOfPronoun(clause.lower(index))
                            : null;
            if (kind != null && seen.add(kind) && !hasAntecedent(clause, index, kind)) {
                boolean isSubject = clause.is(index + 1, Tag.AUX, Tag.VERB);
                var meant = meant(kind, isSubject);
                if (meant != null) {
                    replaced.put(index, written(clause, index, meant));
                    antecedents.add(meant.at());
                }
            }
        }
        return replaced;
    }

    /// People are remembered. What `it` was is soon forgotten, and as a subject it is mostly
    /// nothing at all.
    private @Nullable Referent meant(Kind kind, boolean isSubject) {
        if (kind == Kind.HE || kind == Kind.SHE) {
            return references.find(kind);
        }
        return isSubject ? null : references.onlyOne(kind, at - 1, at);
    }

    private boolean hasAntecedent(Phrase clause, int index, Kind kind) {
        boolean isPerson = kind == Kind.HE || kind == Kind.SHE;
        for (int before = 0; before < index; before++) {
            boolean isNoun = clause.is(before, Tag.NOUN, Tag.PROPN);
            if (isNoun && (!isPerson || scores.canBePerson(clause, before))) {
                return true;
            }
        }
        return false;
    }

    private String written(Phrase clause, int index, Referent meant) {
        boolean isNew = introduced.add(meant.full());
        var name = isNew && index == 0 ? meant.full() : meant.brief();
        var word = clause.lower(index);
        boolean isPossessive =
                Set.of("his", "its", "their").contains(word)
                        || word.equals("her") && clause.is(index + 1, Tag.NOUN, Tag.ADJ, Tag.PROPN);
        return isPossessive ? PersonRewrite.possessive(name) : name;
    }
}
