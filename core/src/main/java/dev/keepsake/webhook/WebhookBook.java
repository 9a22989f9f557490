package dev.keepsake.webhook;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.Webhooks;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The webhooks of a project, for those who may manage it (management contract 9.1 and 18.6). Safe
/// for many threads.
public final class WebhookBook {

    /// Every change is queued for each of them.
    static final int MOST_OF_A_PROJECT = 100;

    private final Webhooks webhooks;
    private final MemoryStore memories;
    private final Secrets secrets;
    private final WebhookCourier courier;
    private final InstantSource clock;

    public WebhookBook(
            Webhooks webhooks,
            MemoryStore memories,
            Secrets secrets,
            WebhookCourier courier,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.memories = memories;
        this.secrets = secrets;
        this.courier = courier;
        this.clock = clock;
    }

    /// A webhook with the secret that is shown this once.
    public record Created(Webhook webhook, String secret) {}

    /// What is to be different; null leaves a thing as it is.
    ///
    /// @param secret to sign with from now on, as after [#rotate]
    public record Changes(
            @Nullable String name,
            @Nullable String url,
            @Nullable List<WebhookEvent> events,
            @Nullable Boolean includesContext,
            @Nullable Boolean active,
            @Nullable String secret) {}

    /// Which project a webhook belongs to, before it is known whether the caller may enter it.
    public Optional<ProjectId> projectOf(WebhookId id) {
        return webhooks.find(id).map(Webhook::project);
    }

    /// In order of creation.
    public List<Webhook> list(Caller caller) {
        caller.require(Permission.READ_DATA);
        return webhooks.list(caller.project());
    }

    /// @throws Failure.Missing when the project has no such webhook
    public Webhook require(Caller caller, WebhookId id) {
        caller.require(Permission.READ_DATA);
        return webhooks.find(id)
                .filter(webhook -> webhook.project().equals(caller.project()))
                .orElseThrow(WebhookBook::unknown);
    }

    /// @param secret null to have one made
    /// @throws Failure.Invalid when the project has too many
    public Created create(
            Caller caller, Subscription subscription, boolean active, @Nullable String secret) {
        caller.require(Permission.MANAGE_PROJECT);
        if (webhooks.list(caller.project()).size() >= MOST_OF_A_PROJECT) {
            throw new Failure.Invalid(
                    "A project can have at most " + MOST_OF_A_PROJECT + " webhooks.");
        }
        var id = WebhookId.random();
        var shown = secret == null ? Secrets.mint() : secret;
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var head = memories.head();
        var webhook =
                new Webhook(
                        id,
                        caller.project(),
                        caller.identity().username(),
                        subscription,
                        Signing.with(secrets.seal(id, shown)),
                        active ? Standing.active(head) : Standing.inactive(head),
                        now,
                        now);
        webhooks.create(webhook);
        return new Created(webhook, shown);
    }

    /// @throws Failure.Missing when the project has no such webhook
    public Webhook change(Caller caller, WebhookId id, Changes changes) {
        caller.require(Permission.MANAGE_PROJECT);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var head = memories.head();
        var sealed = changes.secret() == null ? null : secrets.seal(id, changes.secret());
        return webhooks.change(
                        caller.project(),
                        id,
                        webhook -> {
                            var standing = webhook.standing();
                            if (changes.active() != null && changes.active() != standing.active()) {
                                standing =
                                        changes.active()
                                                ? Standing.active(head)
                                                : Standing.inactive(head);
                            }
                            var signing = webhook.signing();
                            return webhook.withSubscription(merged(webhook.subscription(), changes))
                                    .withStanding(standing)
                                    .withSigning(
                                            sealed == null
                                                    ? signing
                                                    : signing.rotatedTo(sealed, now))
                                    .updated(now);
                        })
                .orElseThrow(WebhookBook::unknown);
    }

    private static Subscription merged(Subscription before, Changes changes) {
        return new Subscription(
                changes.name() == null ? before.name() : changes.name(),
                changes.url() == null ? before.url() : changes.url(),
                changes.events() == null ? before.events() : changes.events(),
                changes.includesContext() == null
                        ? before.includesContext()
                        : changes.includesContext());
    }

    /// @throws Failure.Missing when the project has no such webhook
    public void remove(Caller caller, WebhookId id) {
        caller.require(Permission.MANAGE_PROJECT);
        if (!webhooks.remove(caller.project(), id)) {
            throw unknown();
        }
    }

    /// Makes a new secret; for a day, deliveries are signed with the old one too.
    ///
    /// @throws Failure.Missing when the project has no such webhook
    public Created rotate(Caller caller, WebhookId id) {
        var secret = Secrets.mint();
        var changes = new Changes(null, null, null, null, null, secret);
        return new Created(change(caller, id, changes), secret);
    }

    /// Newest first.
    ///
    /// @throws Failure.Missing when the project has no such webhook
    public Page<Delivery> deliveries(Caller caller, WebhookId id, Page.Ask ask) {
        return webhooks.deliveries(caller.project(), require(caller, id).id(), ask);
    }

    /// Sends an ended delivery once more.
    ///
    /// @throws Failure.Missing when there is no such delivery
    /// @throws Failure.Conflict when it is pending, its content was erased, or the webhook is
    ///   inactive
    public Delivery redeliver(Caller caller, WebhookId id, DeliveryId delivery) {
        caller.require(Permission.MANAGE_PROJECT);
        var due = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var pending = webhooks.redeliver(caller.project(), id, delivery, due);
        courier.wake();
        return pending;
    }

    /// Sends a made-up notice now and waits for the answer.
    ///
    /// @throws Failure.Missing when the project has no such webhook
    public Delivery test(Caller caller, WebhookId id) {
        caller.require(Permission.MANAGE_PROJECT);
        return courier.test(require(caller, id));
    }

    private static Failure.Missing unknown() {
        return new Failure.Missing("Webhook not found.");
    }
}
