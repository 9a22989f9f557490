package dev.keepsake.ingest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Writes out what people shorten when they chat, so that it can be read and told like the rest.
final class Spelling {

    private static final Map<Pattern, String> WRITTEN_OUT = writtenOut();

    private Spelling() {}

    static String plain(String sentence) {
        var text = sentence;
        for (var each : WRITTEN_OUT.entrySet()) {
            text = each.getKey().matcher(text).replaceAll(each.getValue());
        }
        return text;
    }

    private static Map<Pattern, String> writtenOut() {
        Map<Pattern, String> table = new LinkedHashMap<>();
        word(table, "gonna", "going to");
        word(table, "wanna", "want to");
        word(table, "gotta", "have to");
        word(table, "kinda", "kind of");
        word(table, "sorta", "sort of");
        word(table, "lotta", "lot of");
        word(table, "tryna", "trying to");
        word(table, "y'all", "you all");
        word(table, "ya", "you");
        word(table, "ur", "your");
        word(table, "dont", "don't");
        word(table, "didnt", "didn't");
        word(table, "cant", "can't");
        word(table, "thx", "thanks");
        word(table, "pls|plz", "please");
        put(table, "(?<![\\p{L}\\p{N}'-])fam(?![\\p{L}\\p{N}-])", "family");
        put(table, "(?<![\\p{L}\\p{N}'-])fave(?![\\p{L}\\p{N}-])", "favorite");
        word(table, "pics", "pictures");
        word(table, "pic", "picture");
        put(table, "(?<![\\p{L}\\p{N}])(?:I'm|i'm|im|Im)(?![\\p{L}\\p{N}'])", "I'm");
        put(table, "(?<![\\p{L}\\p{N}])(?:ive|Ive|i've)(?![\\p{L}\\p{N}'])", "I've");
        put(table, "(?<![\\p{L}\\p{N}.'-])i(?=[\\s'])(?!\\.)", "I");
        put(
                table,
                "(?i)(?<![\\p{L}\\p{N}])(?:'cause|cuz|coz|'cuz|bc)(?![\\p{L}\\p{N}])",
                "because");
        put(table, "(?i)\\bw/(?=\\s)", "with");
        put(table, "(?<=\\p{Ll}) & (?=\\p{Ll})", " and ");
        put(table, "\\b(\\p{L}{3,}in)'(?=\\s)", "$1g");
        put(table, "(?<=\\p{L})([!?.])\\1+", "$1");
        return table;
    }

    private static void word(Map<Pattern, String> table, String words, String plain) {
        put(table, "(?<![\\p{L}\\p{N}'-])(?:" + words + ")(?![\\p{L}\\p{N}'-])", plain);
        var capital = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        if (!words.contains("|")) {
            put(
                    table,
                    "(?<![\\p{L}\\p{N}'-])" + capital + "(?![\\p{L}\\p{N}'-])",
                    Tokens.withFirstUpper(plain));
        }
    }

    private static void put(Map<Pattern, String> table, String pattern, String plain) {
        table.put(Pattern.compile(pattern), plain);
    }
}
