package dev.keepsake.graph;

import dev.keepsake.memory.Filter;
import java.util.regex.Pattern;

/// A name as a text has it.
///
/// @param text as written, without what surrounds it
/// @param confidence in (0,1], see engine contract 4.4
public record Mention(String text, NodeType type, double confidence) {

    private static final Pattern SPACES = Pattern.compile("\\s+");

    /// Under which equal names are one node.
    public String norm() {
        return norm(text);
    }

    /// Lower case with single spaces.
    public static String norm(String name) {
        return Filter.foldCase(SPACES.matcher(name.strip()).replaceAll(" "));
    }
}
