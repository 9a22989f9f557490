package dev.keepsake.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Lower-cased runs of letters and digits and nothing more: the analysis of languages without rules
/// of their own.
public final class PlainAnalyzer implements TextAnalyzer {

    @Override
    public List<String> terms(String text) {
        List<String> terms = new ArrayList<>();
        var word = new StringBuilder();
        text.toLowerCase(Locale.ROOT)
                .codePoints()
                .forEach(point -> {
                    if (Character.isLetterOrDigit(point)) {
                        word.appendCodePoint(point);
                    } else {
                        flush(word, terms);
                    }
                });
        flush(word, terms);
        return terms;
    }

    private static void flush(StringBuilder word, List<String> terms) {
        if (!word.isEmpty()) {
            terms.add(word.toString());
            word.setLength(0);
        }
    }
}
