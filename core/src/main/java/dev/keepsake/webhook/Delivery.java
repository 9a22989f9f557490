package dev.keepsake.webhook;

import dev.keepsake.account.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One notice for one webhook, on its way or arrived; kept for a while as the webhook's log.
///
/// @param notice null when it was blanked because its memory was erased
/// @param due when it may be tried next; null unless it is pending
/// @param attempts oldest first
public record Delivery(
        DeliveryId id,
        ProjectId project,
        WebhookId webhook,
        WebhookEvent event,
        @Nullable Notice notice,
        Instant createdAt,
        Status status,
        @Nullable Instant due,
        List<Attempt> attempts) {

    /// How it stands.
    public enum Status {
        PENDING,
        /// The receiver took it.
        DELIVERED,
        /// The receiver refused it, or every attempt failed.
        FAILED,
        /// The webhook became inactive before it arrived.
        DROPPED
    }

    public Delivery {
        attempts = List.copyOf(attempts);
        if ((status == Status.PENDING) != (due != null)) {
            throw new IllegalArgumentException(status + " does not fit due " + due);
        }
        if (status == Status.PENDING && notice == null) {
            throw new IllegalArgumentException("nothing to deliver");
        }
    }

    /// A new one, due at once.
    public static Delivery of(Webhook webhook, WebhookEvent event, Notice notice, Instant now) {
        return new Delivery(
                DeliveryId.random(),
                webhook.project(),
                webhook.id(),
                event,
                notice,
                now,
                Status.PENDING,
                now,
                List.of());
    }

    public boolean isPending() {
        return status == Status.PENDING;
    }

    /// With one more attempt, after which it waits for the next.
    public Delivery retriedAt(Instant newDue, Attempt attempt) {
        return after(Status.PENDING, newDue, attempt);
    }

    /// With its last attempt.
    public Delivery ended(Status newStatus, Attempt attempt) {
        return after(newStatus, null, attempt);
    }

    private Delivery after(Status newStatus, @Nullable Instant newDue, Attempt attempt) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        return new Delivery(id, project, webhook, event, notice, createdAt, newStatus, newDue, all);
    }

    /// Waiting again, whatever came of it.
    public Delivery pending(Instant newDue) {
        return new Delivery(
                id, project, webhook, event, notice, createdAt, Status.PENDING, newDue, attempts);
    }

    public Delivery dropped() {
        return new Delivery(
                id, project, webhook, event, notice, createdAt, Status.DROPPED, null, attempts);
    }

    /// Without anything that came from its memory; what a receiver answered may repeat it.
    ///
    /// @throws IllegalArgumentException while it is pending
    public Delivery blanked() {
        var bare =
                attempts.stream()
                        .map(each -> new Attempt(each.at(), each.latency(), each.status(), ""))
                        .toList();
        return new Delivery(id, project, webhook, event, null, createdAt, status, due, bare);
    }
}
