package dev.keepsake.ingest;

import dev.keepsake.model.Token.Tag;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells a first-person English clause in the third person (table of engine contract 16.3): `I like
/// my job` → `User likes their job`. What is quoted, and what looks like a title, stays as it is.
final class PersonRewrite {

    private static final Pattern PROTECTED =
            Pattern.compile("\"[^\"]*\"|(?<![\\p{L}\\p{N}])'[^']+'(?![\\p{L}\\p{N}])");
    private static final Set<String> PAST_MARKS =
            English.words("yesterday ago last once already earlier when");
    private static final Set<String> BETWEEN = English.words("all both myself each ourselves");

    private final String self;
    private final @Nullable String other;
    private final boolean isAssistant;

    private PersonRewrite(String self, @Nullable String other, boolean isAssistant) {
        this.self = self;
        this.other = other;
        this.isAssistant = isAssistant;
    }

    /// A person's words. Where they do not mention themselves, `you` may be anybody and stays.
    ///
    /// @param self what the speaker is called
    /// @param other what the listener is called; null to leave `you` alone
    static PersonRewrite ofPerson(String self, @Nullable String other) {
        return new PersonRewrite(self, other, false);
    }

    /// An assistant's words, in which `you` is always the user.
    static PersonRewrite ofAssistant(String self, String user) {
        return new PersonRewrite(self, user, true);
    }

    String rewrite(Phrase clause) {
        return rewrite(clause, Map.of());
    }

    /// @param replaced what stands for a pronoun, by the index of its token
    String rewrite(Phrase clause, Map<Integer, String> replaced) {
        return new Pass(clause, replaced).run();
    }

    /// One walk over the tokens of one clause.
    private final class Pass {
        private final Phrase clause;
        private final String[] out;
        private final boolean[] fixed;
        private final boolean isPast;
        private final boolean hasSelf;
        private boolean isOwner;
        private int selfAt = -1;
        private int companyAt = -1;

        Pass(Phrase clause, Map<Integer, String> replaced) {
            this.clause = clause;
            this.out = new String[clause.size()];
            this.fixed = new boolean[clause.size()];
            for (int at = 0; at < clause.size(); at++) {
                out[at] = clause.at(at).text();
            }
            replaced.forEach((at, text) -> {
                out[at] = text;
                fixed[at] = true;
                writeOutAfter(at);
            });
            var quotes = PROTECTED.matcher(clause.text());
            while (quotes.find()) {
                fix(quotes.start(), quotes.end());
            }
            hasSelf =
                    isAssistant
                            || Tokens.lowerWords(clause.text()).stream()
                                    .anyMatch(English.SPEAKER::contains);
            isPast =
                    Tokens.lowerWords(clause.text()).stream()
                            .anyMatch(word -> PAST_MARKS.contains(word) || Verbs.isPast(word));
        }

        /// `it'd help` is not written `the new job'd help`.
        private void writeOutAfter(int replaced) {
            int at = replaced + 1;
            boolean isHad = Verbs.isParticiple(clause.lower(at + 1));
            switch (clause.lower(at)) {
                case "'d" -> out[at] = isHad ? " had" : " would";
                case "'ll" -> out[at] = " will";
                case "'re" -> out[at] = " are";
                case "'ve" -> out[at] = " have";
                case "'s" -> out[at] = isHad ? " has" : " is";
                default -> {}
            }
        }

        private void fix(int start, int end) {
            for (int at = 0; at < clause.size(); at++) {
                fixed[at] |= clause.at(at).start() >= start && clause.at(at).end() <= end;
            }
        }

        String run() {
            for (int at = 0; at < clause.size(); at++) {
                if (!fixed[at] && !isTitleWord(at)) {
                    rewriteAt(at);
                }
            }
            return joined();
        }

        private String joined() {
            var text = new StringBuilder();
            int end = 0;
            for (int at = 0; at < clause.size(); at++) {
                text.append(clause.text(), end, clause.at(at).start());
                text.append(out[at]);
                end = clause.at(at).end();
            }
            return text.append(clause.text().substring(end)).toString();
        }

        private void rewriteAt(int at) {
            switch (clause.lower(at)) {
                case "i" -> speakerAt(at);
                case "me" -> objectAt(at);
                case "my" -> possessiveAt(at);
                case "mine" -> out[at] = selfAt >= 0 ? "theirs" : possessive(self);
                case "myself", "ourselves" -> out[at] = "themselves";
                case "we" -> companyAt(at);
                case "us" -> out[at] = companyAt >= 0 ? "them" : self + " and others";
                case "our", "ours" ->
                        out[at] = companyAt >= 0 || selfAt >= 0 ? "their" : possessive(self);
                case "you", "your", "yours", "yourself" -> listenerAt(at);
                default -> {}
            }
        }

        private void objectAt(int at) {
            boolean isWordPart = clause.lower(at + 1).startsWith("-") && isAdjacent(at);
            if (!isWordPart) {
                out[at] = self;
                isOwner |= at == 0;
            }
        }

        private boolean isAdjacent(int at) {
            return clause.at(at).end() == clause.at(at + 1).start();
        }

        private void possessiveAt(int at) {
            out[at] = selfAt >= 0 || isOwner ? "their" : possessive(self);
            isOwner = true;
        }

        private void listenerAt(int at) {
            if (other == null || !hasSelf) {
                return;
            }
            switch (clause.lower(at)) {
                case "you" -> {
                    out[at] = other;
                    if (isSubjectPlace(at) && verbAfter(at) >= 0) {
                        inflectAfter(at);
                    }
                }
                case "yourself" -> out[at] = "themselves";
                default -> out[at] = possessive(other);
            }
        }

        private void speakerAt(int at) {
            if (selfAt >= 0 && isClear(selfAt, at)) {
                out[at] = "they";
                pluralAfter(at);
                return;
            }
            out[at] = self;
            boolean isJoined = isJoinedToOthers(at);
            selfAt = at;
            settleWould(at);
            if (isJoined) {
                companyAt = at;
                pluralAfter(at);
            } else if (!isInverted(at)) {
                inflectAfter(at);
            }
        }

        /// Whether nothing between two mentions of the speaker could be meant by `they` too.
        private boolean isClear(int first, int second) {
            for (int at = first + 1; at < second; at++) {
                boolean isPlural =
                        clause.is(at, Tag.NOUN) && clause.lower(at).endsWith("s")
                                || Set.of("they", "we", "them", "us", "people", "and")
                                                .contains(clause.lower(at))
                                        && !clause.is(at, Tag.CCONJ);
                if (isPlural) {
                    return false;
                }
            }
            return true;
        }

        /// `can I make`: the verb already stands before its subject.
        private boolean isInverted(int at) {
            return clause.is(at - 1, Tag.AUX) && !clause.is(at - 1, Tag.PUNCT);
        }

        /// "We" takes the plural, so verbs stay as they are.
        private void companyAt(int at) {
            out[at] = companyAt >= 0 ? "they" : company(at);
            companyAt = at;
            settleWould(at);
            pluralAfter(at);
        }

        /// `We both` are the two who speak.
        private String company(int at) {
            boolean areTwo = other != null && clause.lower(at + 1).equals("both");
            return self + " and " + (areTwo ? other : "others");
        }

        private void pluralAfter(int subject) {
            settleWould(subject);
            int verb = verbAfter(subject);
            if (verb < 0) {
                return;
            }
            switch (clause.lower(verb)) {
                case "am" -> out[verb] = "are";
                case "'m", "'re" -> out[verb] = " are";
                case "'ve" -> out[verb] = " have";
                case "was" -> out[verb] = "were";
                case "'ll" -> out[verb] = " will";
                default -> {}
            }
        }

        /// `'d` is `had` before a participle or `better`, else `would`.
        private void settleWould(int subject) {
            if (!clause.lower(subject + 1).equals("'d")) {
                return;
            }
            int next = verbAfter(subject + 1);
            var following = next < 0 ? clause.lower(subject + 2) : clause.lower(next);
            boolean isHad = Verbs.isParticiple(following) || following.equals("better");
            out[subject + 1] = isHad ? " had" : " would";
        }

        /// Puts the verb after a singular subject, and those joined to it, into the third person.
        private void inflectAfter(int subject) {
            int verb = verbAfter(subject);
            if (verb < 0 || !inflect(verb)) {
                return;
            }
            boolean isOpen = true;
            for (int at = verb + 1; at < clause.size() && isOpen; at++) {
                if (clause.is(at, Tag.SCONJ) || isNewSubject(at) || isInfinitive(at)) {
                    isOpen = false;
                } else if (isJoint(at)) {
                    int joined = verbAfter(at);
                    if (joined >= 0 && isJoinedVerb(joined)) {
                        inflect(joined);
                    }
                }
            }
        }

        private boolean isJoint(int at) {
            return clause.is(at, Tag.CCONJ) || clause.lower(at).equals(",");
        }

        private boolean isInfinitive(int at) {
            return clause.lower(at).equals("to") && clause.is(at + 1, Tag.VERB, Tag.AUX)
                    || Set.of("let", "help", "make").contains(clause.at(at).lemma())
                            && clause.is(at, Tag.VERB);
        }

        private boolean isNewSubject(int at) {
            var word = clause.lower(at);
            return Set.of("i", "we", "they", "he", "she", "who", "which", "what", "where", "how")
                            .contains(word)
                    || word.equals("you") && clause.is(at + 1, Tag.VERB, Tag.AUX);
        }

        private boolean isJoinedVerb(int at) {
            var token = clause.at(at);
            return token.is(Tag.VERB, Tag.AUX)
                    && token.text().equals(token.lemma())
                    && !Verbs.isPast(clause.lower(at))
                    && !(isPast && Verbs.isSameInPast(clause.lower(at)));
        }

        /// Puts a present form into the third person.
        ///
        /// @return whether verbs joined to this one are inflected as well
        private boolean inflect(int at) {
            var word = clause.lower(at);
            switch (word) {
                case "'m", "'re" -> out[at] = " is";
                case "'ve" -> out[at] = " has";
                case "'ll" -> out[at] = " will";
                case "am", "are" -> out[at] = "is";
                case "were" -> out[at] = "was";
                case "have" -> out[at] = "has";
                case "do" -> out[at] = "does";
                default -> {
                    return inflectFull(at, word);
                }
            }
            return Set.of("'m", "am", "are", "'re", "have", "'ve").contains(word);
        }

        private boolean inflectFull(int at, String word) {
            boolean isOther =
                    English.MODALS.contains(word)
                            || word.equals("'d")
                            || Set.of("ca", "wo", "'s", "is", "has", "does", "used").contains(word)
                            || Verbs.isPast(word)
                            || word.endsWith("ing")
                            || isPast && Verbs.isSameInPast(word)
                            || !clause.at(at).lemma().equals(word) && !Verbs.isCommonBase(word);
            if (!isOther) {
                out[at] = Verbs.thirdPerson(word);
            }
            return !isOther;
        }

        /// The finite verb that follows, past adverbs; -1 when something else stands there.
        private int verbAfter(int subject) {
            int at = subject + 1;
            while (at < clause.size()
                    && (clause.is(at, Tag.ADV)
                            || BETWEEN.contains(clause.lower(at))
                            || English.ADVERBS.contains(clause.lower(at))
                            || clause.lower(at).equals("n't")
                            || clause.lower(at).equals("not"))) {
                at++;
            }
            boolean isVerb =
                    clause.is(at, Tag.VERB, Tag.AUX)
                            || clause.lower(at).equals("like")
                            || Verbs.isCommonBase(clause.lower(at))
                                    && !clause.is(at, Tag.ADP, Tag.SCONJ, Tag.DET, Tag.PUNCT);
            return isVerb && !isFixed(at) ? at : -1;
        }

        private boolean isFixed(int at) {
            return at < fixed.length && fixed[at];
        }

        private boolean isSubjectPlace(int at) {
            return at == 0
                    || clause.is(at - 1, Tag.CCONJ, Tag.SCONJ, Tag.PUNCT)
                    || clause.is(at + 1, Tag.AUX)
                    || English.QUESTION_WORDS.contains(clause.lower(at - 1))
                    || clause.is(at - 1, Tag.VERB, Tag.ADJ) && clause.is(at + 1, Tag.VERB);
        }

        /// `My wife and I`, `Ben and I`: nothing but a short noun phrase before.
        private boolean isJoinedToOthers(int at) {
            if (!clause.lower(at - 1).equals("and")) {
                return false;
            }
            int from = at - 2;
            while (clause.is(
                    from, Tag.NOUN, Tag.PROPN, Tag.ADJ, Tag.DET, Tag.PRON, Tag.PART, Tag.NUM)) {
                from--;
            }
            return from < at - 2 && (from < 0 || clause.is(from, Tag.PUNCT, Tag.SCONJ));
        }

        /// A capital inside the sentence that grammar does not ask for: part of a title.
        private boolean isTitleWord(int at) {
            var text = clause.at(at).text();
            boolean isInTitle =
                    !text.equals("I")
                            || at > 1
                                    && Tokens.isCapitalised(clause.at(at - 1).text())
                                    && at + 1 < clause.size()
                                    && Tokens.isCapitalised(clause.at(at + 1).text());
            return at > 0
                    && Tokens.isCapitalised(text)
                    && isInTitle
                    && !clause.is(at - 1, Tag.PUNCT)
                    && Tokens.isWord(clause.at(at - 1).text());
        }
    }

    static String possessive(String name) {
        return name + "'s";
    }
}
