package dev.keepsake.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a text marks as a name by itself, in any language: dotted identifiers, quotations, and
/// katakana.
final class MarkedSpans {

    private static final Pattern IDENTIFIER =
            Pattern.compile(
                    "(?<![\\w.@/-])[A-Za-z_][A-Za-z0-9_-]*+(?:\\.[A-Za-z_][A-Za-z0-9_-]*+){2,}");
    private static final Pattern QUOTED =
            Pattern.compile(
                    "(?<!\\w)\"([^\"\\n]{3,100})\"(?!\\w)"
                            + "|(?<![\\w'])'([^'\\n]{3,100})'(?![\\w'])"
                            + "|「([^「」\\n]{2,100})」|『([^『』\\n]{2,100})』|«\\s*([^«»\\n]{3,100}?)\\s*»");
    private static final Pattern KATAKANA = Pattern.compile("[\\p{IsKatakana}ー・]{3,}");
    private static final Pattern EDGES = Pattern.compile("^[\\s,;:.!?]+|[\\s,;:.!?]+$");

    /// A longer quotation is speech, not a title.
    private static final int LONGEST_TITLE = 8;

    private MarkedSpans() {}

    static List<Span> in(String sentence) {
        List<Span> spans = new ArrayList<>();
        var identifiers = IDENTIFIER.matcher(sentence);
        while (identifiers.find()) {
            var text = identifiers.group();
            if (Arrays.stream(text.split("\\.")).anyMatch(part -> part.length() > 1)) {
                spans.add(Span.identifier(identifiers.start(), identifiers.end(), text));
            }
        }
        var quotes = QUOTED.matcher(sentence);
        while (quotes.find()) {
            var text = EDGES.matcher(group(quotes)).replaceAll("");
            if (isTitle(text)) {
                spans.add(Span.quoted(quotes.start(), quotes.end(), text));
            }
        }
        var katakana = KATAKANA.matcher(sentence);
        while (katakana.find()) {
            spans.add(Span.proper(katakana.start(), katakana.end(), katakana.group()));
        }
        return spans;
    }

    private static String group(Matcher found) {
        for (var at = 1; at <= found.groupCount(); at++) {
            var group = found.group(at);
            if (group != null) {
                return group;
            }
        }
        return found.group();
    }

    private static boolean isTitle(String text) {
        return text.codePoints().anyMatch(Character::isLetter)
                && text.split("\\s+").length <= LONGEST_TITLE
                && !Words.GENERIC.contains(Mention.norm(text))
                && !Words.NEVER_NAMES.contains(Mention.norm(text));
    }
}
