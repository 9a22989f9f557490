package dev.keepsake.server.wire;

import dev.keepsake.server.http.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Reads objects out of query strings, where clients write them as JSON or, because Python's HTTP
/// library does so, as Python literals: `{'k': 'v', 'n': None, 'ok': True}` (wire contract 5.2).
final class Loose {

    private static final int MAX_DEPTH = 50;

    private Loose() {}

    /// Empty when the text is neither form of an object or list.
    static Optional<Object> read(String text) {
        try {
            return Optional.ofNullable(Json.read(text));
        } catch (JacksonException notJson) {
            return new PythonLiteral(text).read();
        }
    }

    /// A recursive-descent reader of dicts, lists, tuples, strings, numbers, True, False and None.
    private static final class PythonLiteral {
        private final String text;
        private int at;

        PythonLiteral(String text) {
            this.text = text;
        }

        Optional<Object> read() {
            try {
                var value = value(0);
                skipSpace();
                return at == text.length() ? Optional.ofNullable(value) : Optional.empty();
            } catch (Malformed notPython) {
                return Optional.empty();
            }
        }

        private @Nullable Object value(int depth) {
            skipSpace();
            if (depth > MAX_DEPTH) {
                throw new Malformed();
            }
            var first = peek();
            return switch (first) {
                case '{' -> dict(depth);
                case '[' -> list(']', depth);
                case '(' -> list(')', depth);
                case '\'', '"' -> string();
                default -> word();
            };
        }

        private Map<String, @Nullable Object> dict(int depth) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            at++;
            while (!closes('}')) {
                var key = value(depth + 1);
                expect(':');
                members.put(String.valueOf(key), value(depth + 1));
                separate('}');
            }
            return members;
        }

        private List<@Nullable Object> list(char end, int depth) {
            List<@Nullable Object> elements = new ArrayList<>();
            at++;
            while (!closes(end)) {
                elements.add(value(depth + 1));
                separate(end);
            }
            return elements;
        }

        private boolean closes(char end) {
            skipSpace();
            if (peek() == end) {
                at++;
                return true;
            }
            return false;
        }

        private void separate(char end) {
            skipSpace();
            if (peek() == ',') {
                at++;
            } else if (peek() != end) {
                throw new Malformed();
            }
        }

        private void expect(char wanted) {
            skipSpace();
            if (peek() != wanted) {
                throw new Malformed();
            }
            at++;
        }

        private String string() {
            var quote = text.charAt(at++);
            var value = new StringBuilder();
            while (peek() != quote) {
                var next = text.charAt(at++);
                value.append(next == '\\' ? escaped() : String.valueOf(next));
            }
            at++;
            return value.toString();
        }

        private String escaped() {
            var kind = peek();
            at++;
            return switch (kind) {
                case 'n' -> "\n";
                case 't' -> "\t";
                case 'r' -> "\r";
                case 'x' -> hex(2);
                case 'u' -> hex(4);
                case 'U' -> hex(8);
                default -> String.valueOf(kind);
            };
        }

        private String hex(int digits) {
            if (at + digits > text.length()) {
                throw new Malformed();
            }
            try {
                var point = Integer.parseInt(text.substring(at, at + digits), 16);
                at += digits;
                return Character.toString(point);
            } catch (IllegalArgumentException notHex) {
                throw new Malformed();
            }
        }

        private @Nullable Object word() {
            var start = at;
            while (at < text.length() && ",:]})".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            var word = text.substring(start, at).strip();
            return switch (word) {
                case "True", "true" -> true;
                case "False", "false" -> false;
                case "None", "null" -> null;
                default -> number(word);
            };
        }

        private static Object number(String word) {
            try {
                return new BigDecimal(word);
            } catch (NumberFormatException notANumber) {
                throw new Malformed();
            }
        }

        private char peek() {
            if (at >= text.length()) {
                throw new Malformed();
            }
            return text.charAt(at);
        }

        private void skipSpace() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }

    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super(null, null, false, false);
        }
    }
}
