package dev.keepsake.server.wire;

import dev.keepsake.failure.Failure;
import dev.keepsake.webhook.Secrets;
import dev.keepsake.webhook.Subscription;
import dev.keepsake.webhook.WebhookBook.Changes;
import dev.keepsake.webhook.WebhookEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The body of a webhook to be made or changed (management contract 9.1). What is wrong is told by
/// field, everything at once. Null counts as absent.
final class WebhookForm {

    private static final String REQUIRED = "This field is required.";

    private final Form form;
    private final Map<String, List<String>> wrong = new LinkedHashMap<>();

    private WebhookForm(Form form) {
        this.form = form;
    }

    /// A webhook to be made.
    ///
    /// @param secret null to have one made
    record Wanted(Subscription subscription, boolean active, @Nullable String secret) {}

    /// @throws Failure.Invalid when a field is missing or wrong
    static Wanted toMake(Map<String, @Nullable Object> body) {
        var form = new WebhookForm(Form.of(body));
        var changes = form.changes();
        for (var field : List.of("url", "name", "event_types")) {
            if (!form.form.has(field)) {
                form.wrong.put(field, List.of(REQUIRED));
            }
        }
        var name = changes.name();
        var url = changes.url();
        var events = changes.events();
        if (!form.wrong.isEmpty() || name == null || url == null || events == null) {
            throw form.refusal();
        }
        return new Wanted(
                new Subscription(name, url, events, Boolean.TRUE.equals(changes.includesContext())),
                !Boolean.FALSE.equals(changes.active()),
                changes.secret());
    }

    /// @throws Failure.Invalid when a field is wrong
    static Changes toChange(Map<String, @Nullable Object> body) {
        var form = new WebhookForm(Form.of(body));
        var changes = form.changes();
        if (!form.wrong.isEmpty()) {
            throw form.refusal();
        }
        return changes;
    }

    private Changes changes() {
        return new Changes(
                text("name", Subscription::requireName),
                text("url", Subscription::requireUrl),
                events(),
                flag("include_context"),
                flag("is_active"),
                text("secret", Secrets::requireSecret));
    }

    private @Nullable String text(String field, Function<String, String> rule) {
        return switch (form.raw(field)) {
            case null -> null;
            case String text -> kept(field, text, rule);
            default -> wrong(field, "Not a valid string.");
        };
    }

    private @Nullable Boolean flag(String field) {
        return switch (form.raw(field)) {
            case null -> null;
            case Boolean flag -> flag;
            case String text when text.equalsIgnoreCase("true") -> true;
            case String text when text.equalsIgnoreCase("false") -> false;
            default -> wrong(field, "Must be a valid boolean.");
        };
    }

    private @Nullable List<WebhookEvent> events() {
        var field = "event_types";
        return switch (form.raw(field)) {
            case null -> null;
            case List<?> names when names.stream().allMatch(String.class::isInstance) ->
                    kept(
                            field,
                            names.stream().map(String.class::cast).toList(),
                            Subscription::requireEvents);
            default -> wrong(field, "Expected a list of strings.");
        };
    }

    private <T, R> @Nullable R kept(String field, T value, Function<T, R> rule) {
        try {
            return rule.apply(value);
        } catch (Failure.Invalid broken) {
            return wrong(field, broken.reason());
        }
    }

    private <R> @Nullable R wrong(String field, String reason) {
        wrong.put(field, List.of(reason));
        return null;
    }

    private Failure.Invalid refusal() {
        return new Failure.Invalid(wrong);
    }
}
