package dev.keepsake.dream;

import java.util.Locale;
import java.util.regex.Pattern;

/// A memory's text as part of a longer statement about the same user. Pure.
final class Clause {

    private static final Pattern OWN = Pattern.compile("^User(?:'s|’s)\\s+");
    private static final Pattern SUBJECT = Pattern.compile("^User\\s+");
    private static final Pattern INNER_OWN = Pattern.compile("\\bUser(?:'s|’s)\\s+");

    private Clause() {}

    /// Without the user as its subject and without the point at its end; other subjects stay.
    static String of(String text) {
        var clause = text.strip().replaceAll("\\s+", " ").replaceFirst("[.!]+$", "");
        if (OWN.matcher(clause).find()) {
            return "their "
                    + INNER_OWN.matcher(OWN.matcher(clause).replaceFirst("")).replaceAll("their ");
        }
        if (SUBJECT.matcher(clause).find()) {
            return INNER_OWN.matcher(SUBJECT.matcher(clause).replaceFirst("")).replaceAll("their ");
        }
        return lowerCased(INNER_OWN.matcher(clause).replaceAll("their "));
    }

    /// Names keep their capital; of a single word at the start nobody can tell, so it stays too.
    private static String lowerCased(String clause) {
        var first = clause.split("\\s+", 2)[0];
        var isArticle = first.matches("(?i)the|a|an|this|that|my|i|it|there|in|on|at|every|each");
        return isArticle && !first.equals("I")
                ? first.toLowerCase(Locale.ROOT) + clause.substring(first.length())
                : clause;
    }
}
