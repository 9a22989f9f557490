package dev.keepsake.fact;

import dev.keepsake.fact.Clause.Aspect;
import dev.keepsake.fact.Clause.Phrase;
import dev.keepsake.fact.Clause.Tense;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Takes a statement apart into clauses. What it cannot make out it leaves out.
final class ClauseReader {

    private static final int LONGEST_SUBJECT = 10;

    /// After a form of `be` or `get` they are the verb.
    private static final Set<String> PASSIVES =
            Lexicon.words(
                    """
                    named called born based employed promoted hired appointed moved rescheduled
                    postponed pushed shifted extended changed increased reduced raised lowered
                    prescribed located subscribed enrolled working scheduled set switched upgraded
                    downgraded laid\
                    """);

    private static final Set<String> NO_ROLES = Lexicon.words("own of for with in on and at");

    private static final Set<String> STARTS = Lexicon.words("started starts began begins begun");

    /// With these begin times that have no preposition: `last week`, `every morning`.
    private static final Set<String> TIMES =
            Lexicon.words(
                    "last next every yesterday today tonight tomorrow twice again anymore instead");

    /// At the end of a clause they are times too.
    private static final Set<String> FREQUENCIES =
            Lexicon.words("daily weekly monthly yearly regularly often sometimes now");

    private static final Set<String> MODALS =
            Lexicon.words("will would could might may should must shall");

    private final List<Clause> clauses = new ArrayList<>();
    private final boolean isQuestion;

    private ClauseReader(boolean isQuestion) {
        this.isQuestion = isQuestion;
    }

    /// The clauses of a text in order; those whose subject or verb stays unknown are missing.
    static List<Clause> read(List<Word> words) {
        List<Clause> all = new ArrayList<>();
        var start = 0;
        for (var at = 0; at <= words.size(); at++) {
            if (at == words.size() || isSentenceEnd(words, at)) {
                var isQuestion = at < words.size() && words.get(at).is("?");
                var reader = new ClauseReader(isQuestion);
                reader.sentence(words.subList(start, at));
                all.addAll(reader.clauses);
                start = at + 1;
            }
        }
        return all;
    }

    private static boolean isSentenceEnd(List<Word> words, int at) {
        var word = words.get(at);
        if (word.is(".")) {
            // after a short word it may be an abbreviation (St. Olav)
            var previous = at == 0 ? "" : words.get(at - 1).text();
            return at + 1 == words.size()
                    || words.get(at + 1).isCapitalised() && previous.length() > 2;
        }
        return word.is("?") || word.is("!") || word.is(";");
    }

    private void sentence(List<Word> words) {
        var rest = withDateLast(words);
        Subject subject = null;
        while (!rest.isEmpty()) {
            var begin = subjectOf(rest);
            var inherits = begin == null && subject != null && isFinite(firstOfVerb(rest));
            if (begin == null && !inherits) {
                return;
            }
            var from = begin == null ? 0 : begin.length;
            subject = begin == null ? subject : begin.subject;
            var end = clauseEnd(rest, from);
            if (subject != null) {
                clause(subject, rest.subList(from, end), rest.subList(0, end));
            }
            rest = end < rest.size() ? rest.subList(afterJoint(rest, end), rest.size()) : List.of();
        }
    }

    /// `In 2024, User visited Malmö` as `User visited Malmö in 2024`.
    private static List<Word> withDateLast(List<Word> words) {
        var leads =
                !words.isEmpty()
                        && (words.getFirst().isIn(Lexicon.PREPOSITIONS)
                                || words.getFirst().isIn(TIMES));
        for (var at = 1; leads && at < words.size() && at < LONGEST_SUBJECT; at++) {
            if (words.get(at).is("user") || words.get(at).is("i")) {
                var isSetOff = words.get(at - 1).is(",");
                var before = words.subList(0, isSetOff ? at - 1 : at);
                if (!isSetOff && !Phrases.isTimed(before)) {
                    return words;
                }
                List<Word> turned = new ArrayList<>(words.subList(at, words.size()));
                turned.addAll(before);
                return turned;
            }
        }
        return words;
    }

    // --- where clauses end

    private static int clauseEnd(List<Word> words, int from) {
        for (var at = from + 1; at < words.size() - 1; at++) {
            if (isJoint(words.get(at))) {
                var rest = words.subList(afterJoint(words, at), words.size());
                if (rest.size() > 1 && (isFinite(firstOfVerb(rest)) || startsClause(rest))) {
                    return at;
                }
            }
        }
        return words.size();
    }

    private static boolean isJoint(Word word) {
        return word.is("and") || word.is("but") || word.is(",");
    }

    private static int afterJoint(List<Word> words, int at) {
        var next = at;
        while (next < words.size() && isJoint(words.get(next))) {
            next++;
        }
        return next;
    }

    private static boolean startsClause(List<Word> words) {
        var first = words.getFirst();
        if (first.is("user") || first.is("i")) {
            return true;
        }
        var begin = first.isCapitalised() ? subjectOf(words) : null;
        return begin != null
                && begin.length < words.size()
                && isFinite(firstOfVerb(words.subList(begin.length, words.size())));
    }

    private static @Nullable Word firstOfVerb(List<Word> words) {
        for (var word : words) {
            if (!word.isIn(Lexicon.ADVERBS)) {
                return word;
            }
        }
        return null;
    }

    /// Whether a word is a verb in a form that can follow a subject of the third person.
    private static boolean isFinite(@Nullable Word word) {
        if (word == null || word.isCapitalised()) {
            return false;
        }
        if (word.isIn(Lexicon.AUXILIARIES)) {
            return !word.is("been") && !word.is("being") && !word.is("be");
        }
        return Verbs.isKnown(word)
                && (word.lower().endsWith("s")
                        || word.lower().endsWith("ed")
                        || Stem.isIrregularPast(word.lower())
                        || word.is("quit"));
    }

    // --- subjects

    private record Begin(Subject subject, int length) {}

    private static @Nullable Begin subjectOf(List<Word> words) {
        var from = startsWithThe(words) ? 1 : 0;
        if (from >= words.size()) {
            return null;
        }
        var first = words.get(from);
        if (first.is("user") || first.is("i")) {
            return withPossession(words, from + 1, "user");
        }
        if (first.is("my") || first.is("our")) {
            return possessed(words, from + 1, "user");
        }
        if (Phrases.isName(first)) {
            return named(words, from);
        }
        return thing(words);
    }

    private static boolean startsWithThe(List<Word> words) {
        return words.size() > 1 && words.getFirst().is("the") && words.get(1).is("user");
    }

    private static @Nullable Begin named(List<Word> words, int from) {
        var to = from;
        while (to < words.size() && to < from + 4 && Phrases.isName(words.get(to))) {
            to++;
        }
        if (to < words.size() && (words.get(to).is("and") || words.get(to).is(","))) {
            return null;
        }
        var name = Phrases.text(words.subList(from, to));
        if (to < words.size() && words.get(to).isPossessive()) {
            return possessed(words, to + 1, name);
        }
        var verb = to < words.size() ? firstOfVerb(words.subList(to, words.size())) : null;
        return isFinite(verb) ? new Begin(new Subject(name, "", Set.of()), to) : thing(words);
    }

    private static @Nullable Begin withPossession(List<Word> words, int at, String owner) {
        if (at < words.size() && words.get(at).isPossessive()) {
            return possessed(words, at + 1, owner);
        }
        if (at < words.size() && (words.get(at).is("and") || words.get(at).is("or"))) {
            // what several do together says nothing about one
            return null;
        }
        return new Begin(new Subject(owner, "", Set.of()), at);
    }

    /// `User's parrot Kiwi`, `User's deadline for the thesis`: up to the verb.
    private static @Nullable Begin possessed(List<Word> words, int from, String owner) {
        var to = verbAfter(words, from);
        if (to <= from) {
            return null;
        }
        var told = words.subList(from, to);
        return new Begin(new Subject(owner, role(told), names(told)), to);
    }

    private static @Nullable Begin thing(List<Word> words) {
        var to = verbAfter(words, 0);
        if (to <= 0 || words.getFirst().isIn(Lexicon.PREPOSITIONS)) {
            return null;
        }
        var told = words.subList(0, to);
        return new Begin(new Subject("", role(told), names(told)), to);
    }

    private static int verbAfter(List<Word> words, int from) {
        for (var at = from; at < words.size() && at <= from + LONGEST_SUBJECT; at++) {
            if (words.get(at).is(",") || words.get(at).is("and")) {
                return -1;
            }
            var isVerb =
                    words.get(at).isIn(Lexicon.ADVERBS) && !words.get(at).is("only")
                            ? isFinite(firstOfVerb(words.subList(at, words.size())))
                            : isFinite(words.get(at));
            if (at > from && isVerb) {
                return at;
            }
        }
        return -1;
    }

    private static String role(List<Word> words) {
        return words.stream()
                .filter(word -> !word.isPunctuation() && !word.isPossessive())
                .filter(word -> !word.isIn(Lexicon.DETERMINERS) && !word.isIn(NO_ROLES))
                .filter(word -> !Phrases.isName(word))
                .map(Word::stem)
                .collect(Collectors.joining(" "));
    }

    private static Set<String> names(List<Word> words) {
        return Phrases.names(words).stream().map(Word::lower).collect(Collectors.toSet());
    }

    // --- the verb and what follows it

    /// @param words from the verb group on
    /// @param all with the subject
    private void clause(Subject subject, List<Word> words, List<Word> all) {
        var group = new VerbGroup(words);
        if (group.verb.isEmpty()) {
            return;
        }
        var rest = words.subList(group.next, words.size());
        var aspect =
                isQuestion || group.isUncertain
                        ? Aspect.UNCERTAIN
                        : group.isOver || endsWithAnymore(rest) ? Aspect.OVER : Aspect.HOLDS;
        var told = untilSubordinate(rest);
        List<Word> object = new ArrayList<>();
        List<Phrase> phrases = new ArrayList<>();
        split(told, object, phrases);
        clauses.add(
                new Clause(
                        subject,
                        group.verb,
                        object,
                        phrases,
                        aspect,
                        group.tense,
                        group.isNegated || isWithout(object),
                        all));
    }

    private static boolean endsWithAnymore(List<Word> words) {
        for (var at = 0; at < words.size(); at++) {
            if (words.get(at).is("anymore")
                    || words.get(at).is("any")
                            && at + 1 < words.size()
                            && words.get(at + 1).is("more")
                            && at + 2 == words.size()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithout(List<Word> object) {
        return Phrases.startsWith(object, Lexicon.NEGATIONS);
    }

    private static List<Word> untilSubordinate(List<Word> words) {
        for (var at = 0; at < words.size(); at++) {
            var word = words.get(at);
            if (word.isIn(Lexicon.SUBORDINATORS) && !isPreposition(words, at)) {
                return words.subList(0, at);
            }
        }
        return words;
    }

    /// `since 2020` and `after work` are no clauses of their own.
    private static boolean isPreposition(List<Word> words, int at) {
        if (!words.get(at).isIn(Lexicon.PREPOSITIONS)) {
            return false;
        }
        return words.subList(at + 1, Math.min(words.size(), at + 5)).stream()
                .noneMatch(ClauseReader::isFinite);
    }

    private static void split(List<Word> words, List<Word> object, List<Phrase> phrases) {
        String preposition = null;
        List<Word> current = object;
        for (var at = 0; at < words.size(); at++) {
            var word = words.get(at);
            if (word.isIn(Lexicon.PREPOSITIONS) && !word.is("like")) {
                close(preposition, current, phrases);
                preposition = word.lower();
                current = new ArrayList<>();
            } else if (isTime(words, at) && !Clause.WHEN.equals(preposition)) {
                close(preposition, current, phrases);
                preposition = Clause.WHEN;
                current = new ArrayList<>(List.of(word));
            } else {
                current.add(word);
            }
        }
        close(preposition, current, phrases);
    }

    private static boolean isTime(List<Word> words, int at) {
        var word = words.get(at);
        return word.isIn(TIMES) || word.isIn(FREQUENCIES) && at == words.size() - 1;
    }

    private static void close(
            @Nullable String preposition, List<Word> words, List<Phrase> phrases) {
        if (preposition != null) {
            phrases.add(new Phrase(preposition, List.copyOf(words)));
        }
    }

    /// Reads adverbs and auxiliaries up to the main verb.
    private static final class VerbGroup {
        private final List<Word> words;
        private int next;
        private String verb = "";
        private boolean isNegated;
        private boolean isOver;
        private boolean isUncertain;
        private boolean isPassive;
        private Tense tense = Tense.PRESENT;

        VerbGroup(List<Word> words) {
            this.words = words;
            read();
        }

        private void read() {
            while (next < words.size() && verb.isEmpty()) {
                var word = words.get(next);
                if (word.is("no") && isNext("longer")) {
                    isOver = true;
                    next += 2;
                } else if (word.isIn(Lexicon.ADVERBS)) {
                    isNegated |= word.is("not") || word.is("never");
                    isOver |= word.is("formerly") || word.is("previously");
                    next++;
                } else if (word.isIn(MODALS)) {
                    isUncertain = true;
                    next++;
                } else if (word.is("used") && isNext("to")) {
                    isOver = true;
                    next += 2;
                } else if (!auxiliary(word)) {
                    main(word);
                }
            }
        }

        private boolean isNext(String lower) {
            return next + 1 < words.size() && words.get(next + 1).is(lower);
        }

        /// Takes in an auxiliary; false when the word is the main verb.
        private boolean auxiliary(Word word) {
            var following = firstOfVerb(words.subList(next + 1, words.size()));
            if (following == null) {
                return false;
            }
            var isTaken =
                    switch (word.lower()) {
                        case "am", "is", "are", "was", "were", "be", "been", "being" ->
                                being(word, following);
                        case "has", "have", "had" -> having(following);
                        case "do", "does", "did" -> {
                            tense = word.is("did") ? Tense.PAST : tense;
                            yield Verbs.isKnown(following);
                        }
                        case "got", "gets", "get" -> following.isIn(PASSIVES);
                        case "can" -> true;
                        default -> false;
                    };
            next += isTaken ? 1 : 0;
            return isTaken;
        }

        private boolean being(Word word, Word following) {
            var isPast = word.is("was") || word.is("were");
            if (isPast) {
                tense = Tense.PAST;
            }
            if (following.is("going")) {
                isUncertain |= isFollowedBy("going", "to");
                return true;
            }
            if (following.lower().endsWith("ing") && Verbs.isKnown(following)) {
                tense = isPast ? Tense.PAST : Tense.PROGRESSIVE;
                return true;
            }
            isPassive = following.isIn(PASSIVES);
            return isPassive;
        }

        private boolean isFollowedBy(String first, String second) {
            for (var at = next; at + 1 < words.size(); at++) {
                if (words.get(at).is(first)) {
                    return words.get(at + 1).is(second);
                }
            }
            return false;
        }

        private boolean having(Word following) {
            if (following.is("to")) {
                isUncertain = true;
                return true;
            }
            var isPerfect =
                    following.is("been")
                            || following.is("become")
                            || Verbs.isKnown(following)
                                    && (following.lower().endsWith("ed")
                                            || Stem.isIrregularPast(following.lower()));
            if (isPerfect) {
                tense = Tense.PERFECT;
            }
            return isPerfect;
        }

        private void main(Word word) {
            if (isTensed(word)) {
                tense = Tense.PAST;
            }
            // `is called Dan` is a name, `calls Dan` is not
            verb = isPassive && word.is("called") ? Verbs.folded("name") : word.stem();
            next++;
            if (next < words.size() && Verbs.isPhrasal(verb, words.get(next))) {
                verb = verb + " " + words.get(next).lower();
                next++;
            }
            plan(word);
            start(word);
            skipAdverbs();
        }

        /// `is no longer vegan`, `is not a fan`
        private void skipAdverbs() {
            while (verb.equals("be")
                    && next < words.size()
                    && words.get(next).isIn(Lexicon.ADVERBS)) {
                var word = words.get(next);
                isOver |= word.is("no") && isNext("longer");
                isNegated |= word.is("not") || word.is("never");
                next++;
            }
        }

        private boolean isTensed(Word word) {
            return tense == Tense.PRESENT
                    && !isPassive
                    && (word.lower().endsWith("ed")
                            || word.is("quit")
                            || Stem.isIrregularPast(word.lower()));
        }

        private void plan(Word word) {
            isUncertain |=
                    next < words.size()
                            && word.isIn(Lexicon.PLANNING)
                            && !word.is("like")
                            && (words.get(next).is("to") || words.get(next).isIn(Set.of("on")))
                            && !word.is("going");
        }

        /// `started playing chess` is `plays chess`.
        private void start(Word word) {
            var isInfinitive = next < words.size() && words.get(next).is("to");
            var at = isInfinitive ? next + 1 : next;
            if (word.isIn(STARTS)
                    && at < words.size()
                    && Verbs.isKnown(words.get(at))
                    && (isInfinitive || words.get(at).lower().endsWith("ing"))) {
                verb = words.get(at).stem();
                tense = Tense.PROGRESSIVE;
                next = at + 1;
            }
        }
    }
}
