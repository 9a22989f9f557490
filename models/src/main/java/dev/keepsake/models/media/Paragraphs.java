package dev.keepsake.models.media;

import java.util.List;
import java.util.regex.Pattern;

/// Puts lines together that were broken only because the page or the editor was not wider. A line
/// break ends a statement for the extractors, so a paragraph in its broken form would be taken for
/// fragments. Headings, list items, table rows and short lines stay lines. Pure.
final class Paragraphs {

    /// A line must fill so much of the usual width for its break to be one of width.
    private static final double NEARLY_FULL = 0.6;

    private static final double FULL = 0.8;
    private static final int SHORTEST_WRAPPED = 30;
    private static final int SHORTEST_FULL = 40;

    private static final Pattern STRUCTURE =
            Pattern.compile("\\s*(?:[-*+•◦▪–—>|#]|```|~~~|\\d{1,3}[.)]\\s|\\p{L}[.)]\\s).*");
    private static final Pattern NUMBER_IN_PROSE = Pattern.compile("\\d{1,4}(?:[ ,%]|[.,]\\d).*");

    private final boolean isTypeset;
    private final int width;

    private Paragraphs(boolean isTypeset, int width) {
        this.isTypeset = isTypeset;
        this.width = width;
    }

    /// Of a printed page, where every paragraph is broken.
    static String ofPages(String text) {
        return joined(text, true);
    }

    /// Of a text file, where a line can be a statement by itself: only lines that plainly go on are
    /// joined.
    static String ofText(String text) {
        return joined(text, false);
    }

    private static String joined(String text, boolean isTypeset) {
        var lines = text.lines().map(String::stripTrailing).toList();
        return new Paragraphs(isTypeset, usualWidth(lines)).join(lines);
    }

    /// That nine of ten lines keep to.
    private static int usualWidth(List<String> lines) {
        var lengths =
                lines.stream()
                        .filter(line -> !line.isBlank())
                        .map(String::length)
                        .sorted()
                        .toList();
        return lengths.isEmpty() ? 0 : lengths.get(lengths.size() * 9 / 10);
    }

    private String join(List<String> lines) {
        var text = new StringBuilder();
        var isCode = false;
        var isContinued = false;
        for (var at = 0; at < lines.size(); at++) {
            var line = lines.get(at);
            var next = at + 1 < lines.size() ? lines.get(at + 1) : "";
            isCode ^= line.startsWith("```");
            text.append(isContinued ? line.stripLeading() : line);
            isContinued = !isCode && goesOn(line, next);
            if (!isContinued) {
                text.append('\n');
            } else if (isHyphenated(line, next)) {
                text.setLength(text.length() - 1);
            } else {
                text.append(' ');
            }
        }
        return text.toString();
    }

    private boolean goesOn(String line, String next) {
        if (line.isBlank()
                || next.isBlank()
                || line.startsWith("#")
                || line.startsWith("|")
                || STRUCTURE.matcher(next).matches()) {
            return false;
        }
        var start = next.stripLeading();
        if (Character.isLowerCase(start.codePointAt(0))) {
            return line.length() >= Math.max(SHORTEST_WRAPPED, NEARLY_FULL * width);
        }
        return isTypeset
                && line.length() >= Math.max(SHORTEST_FULL, FULL * width)
                && mayGoOnWithName(line, start);
    }

    private static boolean mayGoOnWithName(String line, String start) {
        var last = line.charAt(line.length() - 1);
        return Character.isDigit(start.charAt(0))
                ? (Character.isLetter(last) || last == ',')
                        && NUMBER_IN_PROSE.matcher(start).matches()
                : ".!?:;".indexOf(last) < 0;
    }

    private static boolean isHyphenated(String line, String next) {
        return line.length() > 1
                && line.charAt(line.length() - 1) == '-'
                && Character.isLowerCase(line.charAt(line.length() - 2))
                && Character.isLowerCase(next.stripLeading().codePointAt(0));
    }
}
