package dev.keepsake.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a webhook can ask to be told of (management contract 9.2). Nothing fires the events of bulk
/// ingest jobs, which the public API has no endpoint for; they can be subscribed to.
public enum WebhookEvent {
    MEMORY_ADD("ADD"),
    MEMORY_UPDATE("UPDATE"),
    MEMORY_DELETE("DELETE"),
    MEMORY_CATEGORIZE("CATEGORIZE"),
    INGEST_JOB_COMPLETED("INGEST_JOB_COMPLETED"),
    INGEST_JOB_PARTIALLY_COMPLETED("INGEST_JOB_PARTIALLY_COMPLETED"),
    INGEST_JOB_FAILED("INGEST_JOB_FAILED"),
    INGEST_JOB_CANCELLED("INGEST_JOB_CANCELLED");

    private final String payloadName;

    WebhookEvent(String payloadName) {
        this.payloadName = payloadName;
    }

    /// How payloads call it: `ADD`.
    public String payloadName() {
        return payloadName;
    }

    /// How subscriptions call it: `memory_add`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// From the name in a subscription, or its older spelling with a colon (`memory:add`).
    public static Optional<WebhookEvent> named(String text) {
        var name = text.replace(':', '_');
        return Arrays.stream(values()).filter(event -> event.wireName().equals(name)).findFirst();
    }
}
