package dev.keepsake.webhook;

import dev.keepsake.account.ProjectId;
import dev.keepsake.storage.Mark;
import java.time.Instant;

/// Somebody outside who is told of what happens to the memories of one project.
///
/// @param owner the username of whoever set it up
public record Webhook(
        WebhookId id,
        ProjectId project,
        String owner,
        Subscription subscription,
        Signing signing,
        Standing standing,
        Instant createdAt,
        Instant updatedAt) {

    public boolean isActive() {
        return standing.active();
    }

    public Webhook withSubscription(Subscription newSubscription) {
        return new Webhook(
                id, project, owner, newSubscription, signing, standing, createdAt, updatedAt);
    }

    public Webhook withSigning(Signing newSigning) {
        return new Webhook(
                id, project, owner, subscription, newSigning, standing, createdAt, updatedAt);
    }

    public Webhook withStanding(Standing newStanding) {
        return new Webhook(
                id, project, owner, subscription, signing, newStanding, createdAt, updatedAt);
    }

    public Webhook updated(Instant now) {
        return new Webhook(id, project, owner, subscription, signing, standing, createdAt, now);
    }

    /// The same, told of nothing up to a mark; for whoever writes into the log what happened long
    /// ago, or elsewhere.
    public Webhook listeningAfter(Mark mark) {
        return withStanding(standing.after(mark));
    }
}
