package dev.keepsake.webhook;

import dev.keepsake.failure.Failure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What somebody asked for when they set up a webhook (management contract 9.1).
///
/// @param url where notices go: absolute, `http` or `https`
/// @param events in the order given, without duplicates; at least one
/// @param includesContext whether a notice tells the project and whom the memory belongs to
public record Subscription(
        String name, String url, List<WebhookEvent> events, boolean includesContext) {

    static final int LONGEST_NAME = 255;
    static final int LONGEST_URL = 2048;

    /// Scheme, host (a name or an address in brackets), port, and the rest. Nothing before the
    /// host: credentials in addresses end up in logs.
    private static final Pattern URL =
            Pattern.compile(
                    "(?i:https?)://(?:[^\\x00-,/:-@\\[-^`{-\\x7F]++|\\[[0-9a-fA-F:.]++])(?::(\\d{1,5}))?"
                            + part("[/?]", "?/")
                            + part("#", "?/"));

    private static String part(String start, String more) {
        return "(?:%s(?:[A-Za-z0-9\\-._~:@!$&'()*+,;=%s[^\\x00-\\x7F]]++|%%[0-9A-Fa-f]{2})*+)?"
                .formatted(start, more);
    }

    public Subscription {
        events = List.copyOf(new LinkedHashSet<>(events));
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a webhook without events");
        }
    }

    /// @throws Failure.Invalid saying what is wrong with a name
    public static String requireName(String name) {
        var stripped = name.strip();
        if (stripped.isEmpty()) {
            throw new Failure.Invalid("This field may not be blank.");
        }
        if (stripped.codePointCount(0, stripped.length()) > LONGEST_NAME) {
            throw new Failure.Invalid(
                    "Ensure this field has no more than " + LONGEST_NAME + " characters.");
        }
        return stripped;
    }

    /// @throws Failure.Invalid saying what is wrong with an address
    public static String requireUrl(String url) {
        var stripped = url.strip();
        if (stripped.length() > LONGEST_URL) {
            throw new Failure.Invalid(
                    "Ensure this field has no more than " + LONGEST_URL + " characters.");
        }
        var form = URL.matcher(stripped);
        if (hasUnprintable(stripped) || !form.matches() || !isPort(form.group(1))) {
            throw new Failure.Invalid(
                    "Enter an absolute http or https URL without credentials in it.");
        }
        return stripped;
    }

    private static boolean hasUnprintable(String text) {
        return text.codePoints()
                .anyMatch(each ->
                        Character.isISOControl(each)
                                || Character.isSpaceChar(each)
                                || Character.getType(each) == Character.SURROGATE);
    }

    private static boolean isPort(@Nullable String digits) {
        if (digits == null) {
            return true;
        }
        var port = Integer.parseInt(digits);
        return port >= 1 && port <= 65_535;
    }

    /// @throws Failure.Invalid when there is none, or one that does not exist
    public static List<WebhookEvent> requireEvents(List<String> names) {
        if (names.isEmpty()) {
            throw new Failure.Invalid("This list may not be empty.");
        }
        return names.stream()
                .map(name ->
                        WebhookEvent.named(name)
                                .orElseThrow(() ->
                                        new Failure.Invalid(
                                                "\"" + shown(name) + "\" is not a valid choice.")))
                .distinct()
                .toList();
    }

    private static String shown(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "…";
    }
}
