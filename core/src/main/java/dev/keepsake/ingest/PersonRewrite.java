package dev.keepsake.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells a first-person English clause in the third person (table of engine contract 16.3): `I like
/// my job` → `User likes their job`. What is quoted, and what looks like a title, stays as it is.
final class PersonRewrite {

    private static final Pattern PROTECTED =
            Pattern.compile("\"[^\"]*\"|(?<![\\p{L}\\p{N}])'[^']+'(?![\\p{L}\\p{N}])");
    private static final Map<String, List<String>> CONTRACTIONS =
            Map.ofEntries(
                    Map.entry("i'm", List.of("I", "am")),
                    Map.entry("im", List.of("I", "am")),
                    Map.entry("i've", List.of("I", "have")),
                    Map.entry("ive", List.of("I", "have")),
                    Map.entry("i'll", List.of("I", "will")),
                    Map.entry("i'd", List.of("I", "'d")),
                    Map.entry("we're", List.of("we", "are")),
                    Map.entry("we've", List.of("we", "have")),
                    Map.entry("we'll", List.of("we", "will")),
                    Map.entry("we'd", List.of("we", "'d")),
                    Map.entry("you're", List.of("you", "are")),
                    Map.entry("you've", List.of("you", "have")),
                    Map.entry("you'll", List.of("you", "will")),
                    Map.entry("you'd", List.of("you", "'d")));
    private static final Set<String> BEFORE_SUBJECT_YOU =
            English.words("and but because that when if since so while before after as once");
    private static final Set<String> PAST_MARKS = English.words("yesterday ago last once already");
    private static final Set<String> NEVER_NOUNS =
            English.words("have live know own eat speak teach enjoy prefer go");

    private final String self;
    private final @Nullable String other;

    /// @param self what the speaker is called
    /// @param other what the listener is called; null to leave `you` alone
    PersonRewrite(String self, @Nullable String other) {
        this.self = self;
        this.other = other;
    }

    String rewrite(String clause) {
        return new Pass(clause).run();
    }

    private static String possessive(String name) {
        return name + "'s";
    }

    /// One walk over the tokens of one clause. Replacements are written into the list in place, so
    /// a verb changed ahead of the walk is met again in its new form and left alone.
    private final class Pass {
        private final List<String> tokens = new ArrayList<>();
        private final List<Boolean> fixed = new ArrayList<>();
        private final boolean hasPastMark;
        private boolean selfIsSubject;

        Pass(String clause) {
            var quotes = PROTECTED.matcher(clause);
            int end = 0;
            while (quotes.find()) {
                addFree(clause.substring(end, quotes.start()));
                add(quotes.group(), true);
                end = quotes.end();
            }
            addFree(clause.substring(end));
            hasPastMark = Tokens.lowerWords(clause).stream().anyMatch(PAST_MARKS::contains);
        }

        private void addFree(String text) {
            for (var token : Tokens.split(text)) {
                var parts = CONTRACTIONS.get(token.toLowerCase(Locale.ROOT));
                if (parts == null) {
                    add(token, false);
                } else {
                    add(parts.get(0), false);
                    add(" ", false);
                    add(parts.get(1), false);
                }
            }
        }

        private void add(String token, boolean isFixed) {
            tokens.add(token);
            fixed.add(isFixed);
        }

        String run() {
            for (int at = 0; at < tokens.size(); at++) {
                if (!fixed.get(at) && !isTitleWord(at)) {
                    rewriteAt(at);
                }
            }
            return String.join("", tokens);
        }

        private void rewriteAt(int at) {
            switch (tokens.get(at).toLowerCase(Locale.ROOT)) {
                case "i" -> speakerAt(at);
                case "me" -> set(at, self);
                case "my" -> set(at, selfIsSubject ? "their" : possessive(self));
                case "mine" -> set(at, possessive(self));
                case "myself", "ourselves" -> set(at, "themselves");
                case "we" -> companyAt(at);
                case "us" -> set(at, self + " and others");
                case "our", "ours" -> set(at, possessive(self));
                default -> listenerAt(at);
            }
        }

        private void listenerAt(int at) {
            if (other == null) {
                return;
            }
            switch (tokens.get(at).toLowerCase(Locale.ROOT)) {
                case "you" -> {
                    set(at, other);
                    if (isSubjectPlace(at)) {
                        inflectAfter(at);
                    }
                }
                case "your", "yours" -> set(at, possessive(other));
                case "yourself" -> set(at, "themselves");
                default -> {}
            }
        }

        private void speakerAt(int at) {
            set(at, self);
            selfIsSubject = true;
            if (isJoinedToOthers(at)) {
                int verb = verbAfter(at);
                if (verb >= 0 && lower(verb).equals("am")) {
                    set(verb, "are");
                }
                settleWould(at);
                return;
            }
            settleWould(at);
            if (!isInverted(at)) {
                inflectAfter(at);
            }
        }

        /// `can I make`: the verb already stands before its subject.
        private boolean isInverted(int at) {
            int previous = previousWord(at);
            return previous >= 0
                    && tokens.get(at - 1).isBlank()
                    && (English.MODALS.contains(lower(previous))
                            || Set.of("do", "did", "does").contains(lower(previous)));
        }

        /// "We" takes the plural, so verbs stay as they are.
        private void companyAt(int at) {
            set(at, self + " and others");
            settleWould(at);
        }

        /// `'d` is `had` before a participle or `better`, else `would`.
        private void settleWould(int subject) {
            int at = nextWordLike(subject);
            if (at < 0 || !lower(at).equals("'d")) {
                return;
            }
            int next = verbAfter(at);
            var following = next < 0 ? "" : lower(next);
            boolean isHad = Verbs.isParticiple(following) || following.equals("better");
            set(at, isHad ? "had" : "would");
        }

        /// Puts the verb after a singular subject, and those joined to it, into the third person.
        private void inflectAfter(int subject) {
            int verb = verbAfter(subject);
            if (verb < 0 || !inflect(verb)) {
                return;
            }
            for (int at = verb + 1; at < tokens.size() - 2; at++) {
                var word = lower(at);
                if (word.equals("to") || English.SPEAKER_SUBJECTS.contains(word)) {
                    return;
                }
                if (word.equals("and") || word.equals("but") || word.equals("or")) {
                    int joined = verbAfter(at);
                    if (joined > 0 && isJoinedVerb(joined)) {
                        inflect(joined);
                    }
                }
            }
        }

        /// A base form after `and` is a verb, rather than a noun of the same form, when an object
        /// or a preposition follows it.
        private boolean isJoinedVerb(int at) {
            if (!Verbs.isCommonBase(lower(at)) || Verbs.isPast(lower(at))) {
                return false;
            }
            int next = nextWordLike(at);
            return next > 0
                    && (English.STOP_WORDS.contains(lower(next))
                            || NEVER_NOUNS.contains(lower(at)));
        }

        /// Puts a present form into the third person.
        ///
        /// @return whether verbs joined to this one follow it
        private boolean inflect(int at) {
            var word = lower(at);
            boolean isLeft =
                    English.MODALS.contains(word)
                            || Verbs.isPast(word)
                            || Verbs.isSameInPast(word) && hasPastMark
                            || isNoVerb(word);
            if (word.equals("were") && !selfIsSubject) {
                set(at, "was");
                return false;
            }
            if (isLeft) {
                return false;
            }
            set(at, Verbs.thirdPerson(word));
            return !Set.of("do", "don't", "dont", "haven't").contains(word);
        }

        private boolean isNoVerb(String word) {
            return !English.AUXILIARIES.contains(word)
                            && !word.equals("dont")
                            && English.STOP_WORDS.contains(word)
                    || word.endsWith("ing") && !Verbs.isCommonBase(word)
                    || !Character.isLetter(word.codePointAt(0));
        }

        private int verbAfter(int subject) {
            int at = nextWordLike(subject);
            while (at >= 0 && isAdverb(lower(at))) {
                at = nextWordLike(at);
            }
            return at;
        }

        private boolean isAdverb(String word) {
            return English.ADVERBS.contains(word)
                    || word.endsWith("ly")
                            && !Set.of("apply", "reply", "fly", "rely", "supply", "multiply")
                                    .contains(word);
        }

        /// The next word, if only spaces stand between; -1 if there is none.
        private int nextWordLike(int from) {
            int at = from + 1;
            while (at < tokens.size() && tokens.get(at).isBlank()) {
                at++;
            }
            boolean isWord =
                    at < tokens.size()
                            && !fixed.get(at)
                            && (Tokens.isWord(tokens.get(at)) || tokens.get(at).equals("'d"));
            return isWord ? at : -1;
        }

        private int previousWord(int from) {
            for (int at = from - 1; at >= 0; at--) {
                if (Tokens.isWord(tokens.get(at))) {
                    return at;
                }
            }
            return -1;
        }

        private boolean isSubjectPlace(int at) {
            int previous = previousWord(at);
            return previous < 0
                    || BEFORE_SUBJECT_YOU.contains(lower(previous))
                    || !tokens.get(at - 1).isBlank();
        }

        /// `My wife and I`, `Ben and I`: nothing but a short noun phrase before.
        private boolean isJoinedToOthers(int at) {
            int and = previousWord(at);
            if (and < 1 || !lower(and).equals("and")) {
                return false;
            }
            var before = tokens.subList(0, and).stream().filter(Tokens::isWord).toList();
            return !before.isEmpty()
                    && before.size() <= 4
                    && before.stream()
                            .map(word -> word.toLowerCase(Locale.ROOT))
                            .noneMatch(word ->
                                    Verbs.isPast(word)
                                            || Verbs.isThirdPerson(word)
                                            || Verbs.isCommonBase(word));
        }

        /// A capital inside the sentence that grammar does not ask for: part of a title.
        private boolean isTitleWord(int at) {
            var token = tokens.get(at);
            int previous = previousWord(at);
            if (!Tokens.isCapitalised(token) || previous < 0 || !tokens.get(at - 1).isBlank()) {
                return false;
            }
            int next = nextWordLike(at);
            boolean nextIsCapital = next >= 0 && Tokens.isCapitalised(tokens.get(next));
            if (token.equals("I")) {
                return nextIsCapital
                        && previousWord(previous) >= 0
                        && Tokens.isCapitalised(tokens.get(previous));
            }
            return true;
        }

        private String lower(int at) {
            return tokens.get(at).toLowerCase(Locale.ROOT);
        }

        private void set(int at, String token) {
            tokens.set(at, token);
        }
    }
}
