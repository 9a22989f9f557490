package dev.keepsake.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A list in an assistant's answer, with the line that announces it.
///
/// @param title the announcing line; empty when there is none
/// @param items without their marks, in order; two at least
record Enumeration(String title, List<String> items) {

    private static final Pattern ITEM = Pattern.compile("^ ?(?:[-*•–]|\\d{1,2}[.)])\\s+(.+)$");
    private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+");
    private static final Pattern MARKS = Pattern.compile("\\*\\*|__|`");
    private static final Pattern FENCE = Pattern.compile("(?s)```.*?(?:```|\\z)");
    private static final int LONGEST_TITLE = 160;

    Enumeration {
        items = List.copyOf(items);
    }

    /// All lists of a text that have two items or more. Lists within items are left out.
    static List<Enumeration> in(String text) {
        List<Enumeration> found = new ArrayList<>();
        List<String> items = new ArrayList<>();
        var title = "";
        var plain = FENCE.matcher(text).replaceAll("\n").replace('’', '\'');
        for (var line : plain.lines().toList()) {
            var item = ITEM.matcher(line);
            if (item.matches()) {
                items.add(clean(item.group(1)));
            } else if (!line.isBlank() && !line.startsWith("  ")) {
                close(title, items, found);
                items = new ArrayList<>();
                title = line.length() > LONGEST_TITLE ? "" : clean(line);
            }
        }
        close(title, items, found);
        return found;
    }

    private static void close(String title, List<String> items, List<Enumeration> found) {
        if (items.size() > 1) {
            found.add(new Enumeration(title, items));
        }
    }

    private static String clean(String line) {
        var text = MARKS.matcher(HEADING.matcher(line).replaceFirst("")).replaceAll("");
        return text.strip();
    }
}
