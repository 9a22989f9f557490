package dev.keepsake.models.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a model meant to say, however it is wrapped (parsing ladder of engine contract 1.7). Pure.
public final class AnswerText {

    private static final Pattern THOUGHT =
            Pattern.compile("(?is)<think(?:ing)?>.*?</think(?:ing)?>");

    /// Some templates give the opening tag to the model, so that only the closing one comes back.
    private static final Pattern THOUGHT_END = Pattern.compile("(?is)^.*</think(?:ing)?>");

    private static final Pattern UNFINISHED_THOUGHT = Pattern.compile("(?is)<think(?:ing)?>.*$");
    private static final Pattern CONTROL =
            Pattern.compile("<\\|[^|<>]{1,60}\\|>|</?s>|\\[/?INST]|<(?:start|end)_of_turn>");
    private static final Pattern FENCE = Pattern.compile("```[\\w-]*");
    private static final JsonMapper JSON = JsonMapper.shared();

    private AnswerText() {}

    /// Without thoughts, control tokens and code fences.
    public static String bare(String answer) {
        return FENCE.matcher(withoutThoughts(answer)).replaceAll("");
    }

    /// Without thoughts and control tokens.
    public static String withoutThoughts(String answer) {
        var text = THOUGHT.matcher(answer).replaceAll("");
        text = THOUGHT_END.matcher(text).replaceFirst("");
        text = UNFINISHED_THOUGHT.matcher(text).replaceFirst("");
        return CONTROL.matcher(text).replaceAll("");
    }

    /// The first balanced piece of JSON that parses and is what is wanted.
    public static Optional<JsonNode> json(String answer, Predicate<JsonNode> wanted) {
        var text = bare(answer);
        int at = 0;
        while (at < text.length()) {
            int end = isOpening(text.charAt(at)) ? balancedEnd(text, at) : -1;
            var node = end < 0 ? null : parsed(text.substring(at, end));
            if (node != null && wanted.test(node)) {
                return Optional.of(node);
            }
            // what parsed but was not wanted is skipped as a whole
            at = node == null ? at + 1 : end;
        }
        return Optional.empty();
    }

    /// The whole elements of a list that ends too early.
    ///
    /// @param list finds the start of the list, its bracket included
    public static List<JsonNode> elements(String answer, Pattern list) {
        var text = bare(answer);
        var start = list.matcher(text);
        List<JsonNode> elements = new ArrayList<>();
        var at = start.find() ? start.end() : text.length();
        while (at < text.length()) {
            var end = elementEnd(text, at);
            var node =
                    end < 0 ? null : parsed(text.substring(at, end).replaceFirst("^[\\s,]+", ""));
            if (node != null) {
                elements.add(node);
            } else if (end < 0) {
                break;
            }
            at = end;
        }
        return elements;
    }

    /// The position after the element that begins at or after `start`; -1 when it has no end.
    private static int elementEnd(String text, int start) {
        var at = start;
        while (at < text.length()
                && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ',')) {
            at++;
        }
        if (at == text.length() || text.charAt(at) == ']') {
            return -1;
        }
        return text.charAt(at) == '"' ? stringEnd(text, at) : balancedEnd(text, at);
    }

    private static int stringEnd(String text, int start) {
        for (var at = start + 1; at < text.length(); at++) {
            if (text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == '"') {
                return at + 1;
            }
        }
        return -1;
    }

    private static boolean isOpening(char mark) {
        return mark == '{' || mark == '[';
    }

    /// The position after the bracket that closes the one at `start`; -1 when there is none.
    private static int balancedEnd(String text, int start) {
        int depth = 0;
        boolean inString = false;
        for (int at = start; at < text.length(); at++) {
            char mark = text.charAt(at);
            if (inString) {
                if (mark == '\\') {
                    at++;
                } else if (mark == '"') {
                    inString = false;
                }
            } else if (mark == '"') {
                inString = true;
            } else if (isOpening(mark)) {
                depth++;
            } else if ((mark == '}' || mark == ']') && --depth == 0) {
                return at + 1;
            }
        }
        return -1;
    }

    private static @Nullable JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException noJson) {
            return null;
        }
    }
}
