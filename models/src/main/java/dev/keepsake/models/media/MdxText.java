package dev.keepsake.models.media;

/// The prose of an MDX document: without imports, exports, comments and JSX tags; what stands
/// between tags stays, and so does everything in code (engine contract 1.12). What begins has to
/// end within limits, or it is taken for text, so that no text takes for ever. Pure.
final class MdxText {

    private static final int LONGEST_TAG = 4_000;
    private static final int LONGEST_CODE = 1_000;
    private static final int LONGEST_COMMENT = 20_000;

    private final String source;
    private final StringBuilder prose = new StringBuilder();
    private int at;

    private MdxText(String source) {
        this.source = source;
    }

    static String of(String source) {
        return new MdxText(source.replace("\r\n", "\n")).read();
    }

    private String read() {
        while (at < source.length()) {
            if (!(isLineStart() && (codeBlock() || statement()))) {
                inline();
            }
        }
        return prose.toString()
                .replaceAll("[ \\t]+\\n", "\n")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    private boolean isLineStart() {
        return at == 0 || source.charAt(at - 1) == '\n';
    }

    // --- lines

    /// From a fence to the same fence, or to the end.
    private boolean codeBlock() {
        var fence =
                source.startsWith("```", at) ? "```" : source.startsWith("~~~", at) ? "~~~" : null;
        if (fence == null) {
            return false;
        }
        var close = source.indexOf("\n" + fence, at);
        copyTo(close < 0 ? source.length() : lineEnd(close + 1));
        return true;
    }

    /// `import` and `export` run to the end of their statement: the line, or as far as its brackets
    /// are open.
    private boolean statement() {
        if (!isStatement()) {
            return false;
        }
        var depth = 0;
        while (at < source.length()) {
            var mark = source.charAt(at++);
            if (mark == '{' || mark == '(' || mark == '[') {
                depth++;
            } else if (mark == '}' || mark == ')' || mark == ']') {
                depth--;
            } else if (mark == '\n' && (depth <= 0 || isBlankLine())) {
                break;
            }
        }
        return true;
    }

    /// Prose may begin with these words too.
    private boolean isStatement() {
        var line = source.substring(at, lineEnd(at));
        return line.matches("import\\s+(?:['\"{*].*|[\\w$]+\\s*(?:,.*|\\s+from\\s+['\"].*))")
                || line.matches(
                        "export\\s+(?:default\\b|const\\b|let\\b|var\\b|function\\b|async\\b|class\\b|\\{|\\*).*");
    }

    private boolean isBlankLine() {
        return at < source.length() && source.charAt(at) == '\n';
    }

    private int lineEnd(int from) {
        var end = source.indexOf('\n', from);
        return end < 0 ? source.length() : end;
    }

    // --- within lines

    private void inline() {
        switch (source.charAt(at)) {
            case '`' -> code();
            case '<' -> skipOrCopy(tagEnd());
            case '{' -> skipOrCopy(source.startsWith("{/*", at) ? after("*/}") : -1);
            case '\\' -> copyTo(Math.min(at + 2, source.length()));
            default -> copyTo(at + 1);
        }
    }

    private void code() {
        var close = source.indexOf('`', at + 1, Math.min(source.length(), at + LONGEST_CODE));
        copyTo(close < 0 ? at + 1 : close + 1);
    }

    private void skipOrCopy(int end) {
        if (end < 0) {
            copyTo(at + 1);
        } else {
            at = end;
        }
    }

    /// Where the tag or comment that begins here ends; -1 when it is none.
    private int tagEnd() {
        if (source.startsWith("<!--", at)) {
            return after("-->");
        }
        var next = at + 1;
        if (next < source.length() && source.charAt(next) == '/') {
            next++;
        }
        if (next < source.length() && source.charAt(next) == '>') {
            return next + 1;
        }
        var name = next;
        while (name < source.length() && isNamePart(source.charAt(name))) {
            name++;
        }
        var isTag =
                name > next
                        && Character.isLetter(source.charAt(next))
                        && name < source.length()
                        && " \t\n/>".indexOf(source.charAt(name)) >= 0;
        return isTag ? closing(name) : -1;
    }

    private static boolean isNamePart(char mark) {
        return Character.isLetterOrDigit(mark) || mark == '.' || mark == '_' || mark == '-';
    }

    /// The end of a tag, past its attributes; an attribute may hold `>` in quotes or braces.
    private int closing(int from) {
        var depth = 0;
        char quote = 0;
        var limit = Math.min(source.length(), from + LONGEST_TAG);
        for (var here = from; here < limit; here++) {
            var mark = source.charAt(here);
            if (quote != 0) {
                quote = mark == quote ? 0 : quote;
            } else if (mark == '"' || mark == '\'' || mark == '`') {
                quote = mark;
            } else if (mark == '{') {
                depth++;
            } else if (mark == '}') {
                depth--;
            } else if (mark == '>' && depth <= 0) {
                return here + 1;
            }
        }
        return -1;
    }

    private int after(String mark) {
        var end = source.indexOf(mark, at, Math.min(source.length(), at + LONGEST_COMMENT));
        return end < 0 ? -1 : end + mark.length();
    }

    private void copyTo(int end) {
        prose.append(source, at, end);
        at = end;
    }
}
