package dev.keepsake.webhook;

import dev.keepsake.account.ProjectId;
import dev.keepsake.engine.Engine;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Webhooks;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The webhook room around an engine; nothing moves unless it is told to.
final class Switchboard implements AutoCloseable {

    static final byte[] PEPPER = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    final Engine engine = new Engine();
    final Webhooks webhooks = engine.storage.webhooks();
    final ScriptedCarrier carrier = new ScriptedCarrier();
    final Secrets secrets = new Secrets(PEPPER);
    final WebhookCourier courier = new WebhookCourier(webhooks, carrier, secrets, engine.clock);
    final WebhookDispatcher dispatcher =
            new WebhookDispatcher(engine.memories, webhooks, courier::wake, engine.clock);
    final WebhookBook book =
            new WebhookBook(webhooks, engine.memories, secrets, courier, engine.clock);

    static Subscription to(WebhookEvent... events) {
        return new Subscription("sink", "https://hooks.example.org/m0", List.of(events), false);
    }

    /// An active webhook for these events.
    Webhook listening(WebhookEvent... events) {
        return book.create(engine.caller, to(events), true, null).webhook();
    }

    /// What was queued for a webhook, oldest first.
    List<Delivery> queued(Webhook webhook) {
        dispatcher.catchUp();
        return log(webhook);
    }

    List<Delivery> log(Webhook webhook) {
        ProjectId project = webhook.project();
        return webhooks.deliveries(project, webhook.id(), Page.Ask.first(1_000)).items().reversed();
    }

    /// Queues and delivers what there is now.
    int deliver() {
        dispatcher.catchUp();
        return courier.deliverDue();
    }

    Webhook now(Webhook webhook) {
        return webhooks.find(webhook.id()).orElseThrow();
    }

    static List<WebhookEvent> all() {
        return Arrays.asList(WebhookEvent.values());
    }

    @Override
    public void close() {
        dispatcher.close();
        courier.close();
        engine.close();
    }
}
