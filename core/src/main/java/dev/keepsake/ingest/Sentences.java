package dev.keepsake.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Cuts a message into sentences. Line breaks and bullets are boundaries; code fences, tables and
/// quoted blocks are left out, because they are material rather than statements, and so is whatever
/// is too long to be a sentence.
final class Sentences {

    private static final Pattern FENCE = Pattern.compile("(?s)```.*?(?:```|\\z)");
    private static final Pattern BULLET =
            Pattern.compile("^\\s*(?:[-*•–]|\\d{1,2}[.)]|#{1,6})\\s+");
    private static final Pattern EMPHASIS = Pattern.compile("\\*\\*|__|`");
    private static final Pattern END = Pattern.compile("[.!?…]+[\"')\\]]*\\s+|[。！？]+\\s*");

    private static final Set<String> NEVER_LAST =
            English.words(
                    "mr mrs ms dr st prof jr sr vs e.g i.e approx dept fig mt ave gen rep sen");

    /// Abbreviations that may end a sentence: they do when a capital follows.
    private static final Set<String> MAYBE_LAST =
            English.words("a.m p.m etc inc ltd co corp u.s u.k no");

    /// Nobody says a sentence longer than this; logs and encoded data do.
    private static final int LONGEST = 2000;

    private Sentences() {}

    /// The sentences in order, trimmed, with their final punctuation, typographic quotes
    /// straightened.
    static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        var plain = FENCE.matcher(straightened(text)).replaceAll("\n");
        plain.lines()
                .filter(line -> !isMaterial(line))
                .map(line -> EMPHASIS.matcher(BULLET.matcher(line).replaceFirst("")).replaceAll(""))
                .forEach(line -> splitLine(line, sentences));
        return sentences;
    }

    private static String straightened(String text) {
        return text.replace('’', '\'').replace('‘', '\'').replace('“', '"').replace('”', '"');
    }

    private static boolean isMaterial(String line) {
        var start = line.stripLeading();
        return start.startsWith("|") || start.startsWith(">");
    }

    private static void splitLine(String line, List<String> sentences) {
        var ends = END.matcher(line);
        int start = 0;
        while (ends.find()) {
            if (isBoundary(line, start, ends.start(), ends.end())) {
                add(line.substring(start, ends.end()), sentences);
                start = ends.end();
            }
        }
        add(line.substring(start), sentences);
    }

    private static boolean isBoundary(String line, int start, int mark, int next) {
        if (line.charAt(mark) != '.' || line.startsWith("..", mark)) {
            return true;
        }
        int space = line.lastIndexOf(' ', mark - 1);
        var word = line.substring(Math.max(start, space + 1), mark).toLowerCase(Locale.ROOT);
        word = word.replaceFirst("^[\"'(]+", "");
        char following = next < line.length() ? line.charAt(next) : ' ';
        if (NEVER_LAST.contains(word)) {
            return false;
        }
        if (word.equals("no")) {
            return !Character.isDigit(following);
        }
        boolean isInitial = word.length() == 1 && Character.isUpperCase(line.charAt(mark - 1));
        if (isInitial && !word.equals("i")) {
            return false;
        }
        return !MAYBE_LAST.contains(word) || Character.isUpperCase(following);
    }

    private static void add(String sentence, List<String> sentences) {
        var trimmed = sentence.strip();
        boolean saysSomething = trimmed.codePoints().anyMatch(Character::isLetterOrDigit);
        if (saysSomething && trimmed.length() <= LONGEST) {
            sentences.add(trimmed);
        }
    }
}
