package dev.keepsake.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A clause, taken apart into whom it is about and what it says.
///
/// @param subject `User`, a name, or `X's sister`; `User` where the clause names nobody
/// @param attribute for `X's email is …` the `email`; empty otherwise
/// @param predicate from its verb on; without denials, adverbs of time and auxiliaries
/// @param holds false when it is denied or over
/// @param plan whether it is wished, planned or supposed only
record Statement(String subject, String attribute, String predicate, boolean holds, boolean plan) {

    private static final String USER = "User";
    private static final String NAME = "\\p{Lu}[\\p{L}\\p{M}'’.-]*(?<!['’]s)";

    private static final Pattern SUBJECT =
            Pattern.compile(
                    "^(?:(?:The )?[Uu]ser|" + NAME + "(?: " + NAME + "){0,2})(?=['’]s\\b| |$)");

    /// `User's sister Eva`, `User's e-mail address`.
    private static final Pattern POSSESSED =
            Pattern.compile(
                    "^['’]s ((?:(?:older|younger|big|little|best|favou?rite|home|phone|mobile|e-?mail|"
                            + "email|job|current|date of|street|postal|native|food) )?[\\p{L}-]+"
                            + "(?: (?:number|address|title|status|birth|color|colour|food|book|film|movie"
                            + "|band|song|dish|drink|sport|team|place|city|country|season|language"
                            + "|restaurant|artist|author|game|genre|subject|animal|flower))?)(?= |$)");

    private static final Set<String> VERBS =
            Set.of(
                    """
                    is are was were has have had does do did lives live lived resides works work
                    worked working likes like loves love enjoys enjoy prefers prefer hates hate
                    dislikes dislike knows know uses use speaks speak moved joined studies study
                    studied attends plays play owns own drives drive visited went travels traveled
                    travelled bought adopted became got turned started began quit left reads reading
                    collects practices practises goes eats drinks follows takes keeps wants plans
                    stopped retired graduated programs codes specializes specialises teaches manages
                    runs leads named called allergic fluent married single based born avoids adores
                    learned learnt learning relocated settled stays hopes used might may could will
                    would can cannot can't won't doesn't don't didn't isn't aren't wasn't hasn't
                    haven't always never usually often currently now also still recently just
                    previously formerly no not\
                    """
                            .split("\\s+"));

    private static final Pattern SENTENCE_END =
            Pattern.compile("(?<=[.!?])\\s+(?=\\p{Lu})|;\\s*|\\n+");

    private static final Pattern JOINT =
            Pattern.compile("(?:,\\s*|\\s+)(?:and|but)\\s+|,\\s+(?:where|who|which)\\s+|,\\s+");

    /// What may stand before the verb, with what it means.
    private static final Pattern PRELUDE =
            Pattern.compile(
                    "(?i)^(?:also|currently|now|nowadays|still|recently|just|really|usually|often|always"
                            + "|mostly|strongly|sometimes|generally|typically|has|have|had|do|does|did"
                            + "|never|not|no longer|doesn't|don't|didn't|hasn't|haven't|is not|isn't"
                            + "|are not|aren't|was not|wasn't|cannot|can't|previously|formerly|once"
                            + "|used to|stopped|quit|gave up|will|would|might|may|could|wants to"
                            + "|hopes to|plans to|intends to|would like to|is planning to"
                            + "|is hoping to|is going to|is thinking (?:of|about)|is considering"
                            + "|is trying)\\s+(?=\\p{L})");

    private static final Pattern DENIAL =
            Pattern.compile(
                    "(?i)\\b(?:not|never|no longer|no|cannot|without|stopped|quit|gave up|left|sold"
                            + "|cancelled|canceled|ended|broke up|ran out|used to|previously|formerly)\\b"
                            + "|n['’]t\\b");

    private static final Set<String> ENDS =
            Set.of(
                    "never",
                    "not",
                    "no longer",
                    "doesn't",
                    "don't",
                    "didn't",
                    "hasn't",
                    "haven't",
                    "is not",
                    "isn't",
                    "are not",
                    "aren't",
                    "was not",
                    "wasn't",
                    "cannot",
                    "can't",
                    "previously",
                    "formerly",
                    "once",
                    "used to",
                    "stopped",
                    "quit",
                    "gave up");

    /// These belong to the verb when an object follows.
    private static final Set<String> AUXILIARIES = Set.of("has", "have", "had");

    private static final Set<String> NEUTRAL =
            Set.of(
                    "also",
                    "currently",
                    "now",
                    "nowadays",
                    "still",
                    "recently",
                    "just",
                    "really",
                    "usually",
                    "often",
                    "always",
                    "mostly",
                    "strongly",
                    "sometimes",
                    "generally",
                    "typically",
                    "do",
                    "does",
                    "did");

    private static final Set<String> PARTICIPLES =
            Set.of(
                    "moved",
                    "relocated",
                    "joined",
                    "worked",
                    "lived",
                    "visited",
                    "been",
                    "become",
                    "started",
                    "begun",
                    "turned",
                    "bought",
                    "adopted",
                    "left",
                    "quit",
                    "studied",
                    "graduated",
                    "retired",
                    "settled",
                    "recently",
                    "just",
                    "never",
                    "always");

    private static final Pattern OBJECT =
            Pattern.compile(
                    "(?i)^[\\p{L}'’-]+(?:\\s+(?:in|at|to|on|for|as|of|with|about|from|into|by))?"
                            + "(?:\\s+(?:an?|the|some|his|her|their|its|my))?\\s+(.+)$");

    static boolean isDenied(String text) {
        return DENIAL.matcher(text).find();
    }

    /// Those of all sentences; a clause without a subject of its own has the one before it.
    static List<Statement> of(String text) {
        List<Statement> statements = new ArrayList<>();
        for (var sentence : SENTENCE_END.split(normalised(text.strip()))) {
            var subject = USER;
            for (var clause : clauses(sentence)) {
                var statement = read(clause, subject);
                statements.add(statement);
                subject = statement.subject;
            }
        }
        return statements;
    }

    /// The first person as the third, so that both read alike.
    private static String normalised(String text) {
        return text.replaceAll("\\bI['’]m\\b", "User is")
                .replaceAll("\\bI['’]ve\\b", "User has")
                .replaceAll("\\bI am\\b", "User is")
                .replaceAll("\\bI\\b(?=\\s+\\p{L})", USER)
                .replaceAll("(?:^|(?<=[.!?;,] ))My\\b|\\bmy\\b", "User's");
    }

    /// Cut where a verb or a new subject with its verb follows; other commas belong to lists.
    private static List<String> clauses(String sentence) {
        List<String> clauses = new ArrayList<>();
        var start = 0;
        var joint = JOINT.matcher(sentence);
        while (joint.find()) {
            var rest = sentence.substring(joint.end());
            if (beginsWithVerb(rest) || beginsWithSubject(rest)) {
                clauses.add(sentence.substring(start, joint.start()).strip());
                start = joint.end();
            }
        }
        clauses.add(sentence.substring(start).replaceAll("[\\s.!?…,:]+$", "").strip());
        clauses.removeIf(String::isEmpty);
        return clauses;
    }

    private static boolean beginsWithVerb(String text) {
        return VERBS.contains(firstWord(text));
    }

    private static boolean beginsWithSubject(String text) {
        var subject = SUBJECT.matcher(text);
        if (!subject.find()) {
            return false;
        }
        var rest = text.substring(subject.end());
        return rest.startsWith("'s ") || rest.startsWith("’s ") || beginsWithVerb(rest.strip());
    }

    private static String firstWord(String text) {
        return text.split("[\\s,.;:!?]+", 2)[0].toLowerCase(Locale.ROOT);
    }

    private static Statement read(String clause, String inherited) {
        if (beginsWithVerb(clause)) {
            return said(inherited, "", clause);
        }
        var subject = SUBJECT.matcher(clause);
        if (!subject.find()) {
            return said(inherited, "", clause);
        }
        var who = subject.group().matches("(?:The )?[Uu]ser") ? USER : subject.group();
        var rest = clause.substring(subject.end());
        var possessed = POSSESSED.matcher(rest);
        if (possessed.find()) {
            return ofPossessed(who, possessed.group(1), rest.substring(possessed.end()).strip());
        }
        return said(who, "", rest.strip());
    }

    /// `X's email is …` tells of X; `X's sister lives …` of the sister.
    private static Statement ofPossessed(String who, String what, String rest) {
        var attribute = what.toLowerCase(Locale.ROOT);
        if (rest.matches("(?i)(?:is|are|was|were|include|includes|['’]s name is)\\b.*")
                || rest.matches("\\p{Lu}.*")) {
            return new Statement(who, attribute, rest, true, false);
        }
        return said(who + "'s " + attribute, "", rest);
    }

    private static Statement said(String subject, String attribute, String text) {
        var predicate = text;
        var holds = true;
        var plan = false;
        var prelude = PRELUDE.matcher(predicate);
        while (prelude.find()) {
            var word = prelude.group().strip().toLowerCase(Locale.ROOT);
            var rest = predicate.substring(prelude.end());
            if (AUXILIARIES.contains(word) && !PARTICIPLES.contains(firstWord(rest))) {
                break;
            }
            holds &= !ENDS.contains(word);
            plan |= !ENDS.contains(word) && !NEUTRAL.contains(word) && !AUXILIARIES.contains(word);
            predicate = rest;
            prelude = PRELUDE.matcher(predicate);
        }
        return new Statement(subject, attribute, predicate, holds, plan);
    }

    String object() {
        if (!attribute.isEmpty()) {
            return predicate.replaceFirst(
                    "(?i)^(?:is|are|was|were|includes?)\\s+(?:named\\s+)?", "");
        }
        var object = OBJECT.matcher(predicate);
        return object.matches() ? object.group(1).strip() : predicate;
    }
}
