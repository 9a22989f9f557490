package dev.keepsake.webhook;

import java.util.regex.Pattern;

/// Names a webhook: `wh_` and 22 letters and digits, because clients put it into paths as it is.
public record WebhookId(String value) {

    private static final int LENGTH = 22;
    private static final Pattern FORM = Pattern.compile("wh_[0-9A-Za-z]{" + LENGTH + "}");

    public WebhookId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a webhook id: " + value);
        }
    }

    public static WebhookId random() {
        return new WebhookId("wh_" + Base62.random(LENGTH));
    }

    /// @throws IllegalArgumentException for anything that is no such id
    public static WebhookId parse(String text) {
        return new WebhookId(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
