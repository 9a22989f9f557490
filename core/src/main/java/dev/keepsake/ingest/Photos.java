package dev.keepsake.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Pictures that were shared in a message: the engine's own `[Shared photo: …]` lines and what chat
/// exports put in brackets.
///
/// @param text of the message without them
/// @param captions what they show, as noun phrases: `a bowl with a flower design`
record Photos(String text, List<String> captions) {

    private static final String KIND =
            "(?:photograph|photography|photo|image|picture|pic|video|screenshot|painting|drawing)s?";
    private static final Pattern SHARED =
            Pattern.compile(
                    "(?i)\\[\\s*(?:shares?|shared|sends?|sent|posts?|posted|attache[ds]|attached)?\\s*"
                            + "(?:an?|the|some)?\\s*"
                            + KIND
                            + "\\s*:\\s*([^\\]\\n]{3,2000})\\]");
    private static final Pattern ANNOUNCED =
            Pattern.compile(
                    "(?i)^(?:an?|the)?\\s*(?:close ?up )?" + KIND + "\\s+(?:of|showing)\\s+");

    Photos {
        captions = List.copyOf(captions);
    }

    static Photos in(String content) {
        if (content.indexOf('[') < 0) {
            return new Photos(content, List.of());
        }
        List<String> captions = new ArrayList<>();
        var text = new StringBuilder();
        var shared = SHARED.matcher(content);
        int end = 0;
        while (shared.find()) {
            text.append(content, end, shared.start());
            captions.add(ANNOUNCED.matcher(shared.group(1).strip()).replaceFirst(""));
            end = shared.end();
        }
        return new Photos(text.append(content.substring(end)).toString(), captions);
    }
}
