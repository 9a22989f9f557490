package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.webhook.Delivery;
import dev.keepsake.webhook.DeliveryId;
import dev.keepsake.webhook.Webhook;
import dev.keepsake.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Webhooks and their deliveries.
///
/// A webhook that is inactive has no pending deliveries: whatever makes it so drops them in the
/// same transaction. Functions that are passed in run inside the transaction; they must be quick
/// and depend on nothing but their argument.
///
/// [#find], [#mark] to [#finish] and [#expire] cross projects; they serve the server itself.
public interface Webhooks {

    /// @throws Failure.Conflict when the id is taken
    void create(Webhook webhook);

    /// Whoever asks on behalf of somebody checks that they may enter its project.
    Optional<Webhook> find(WebhookId id);

    /// In order of creation.
    List<Webhook> list(ProjectId project);

    /// Changes everything but id, project and creation. Reading and writing are one step.
    ///
    /// @return as it is now; empty when the project has no such webhook
    Optional<Webhook> change(ProjectId project, WebhookId id, UnaryOperator<Webhook> change);

    /// Removes a webhook with its deliveries, pending ones too.
    ///
    /// @return false when the project has no such webhook
    boolean remove(ProjectId project, WebhookId id);

    /// How far the change log was turned into deliveries; [Mark#START] in a new storage.
    Mark mark();

    /// The earliest mark after which an active webhook of any project wants to hear of changes;
    /// empty when there is no active one.
    Optional<Mark> listeningSince();

    /// The active webhooks of these projects, in order of creation.
    List<Webhook> active(Collection<ProjectId> projects);

    /// Queues the deliveries that the changes up to a mark give rise to, and moves the mark, in one
    /// transaction. Deliveries for webhooks that are gone or inactive by now are left out.
    ///
    /// @return false, with nothing done, when the mark is no longer `from`
    boolean advance(Mark from, Mark to, List<Delivery> deliveries);

    /// Hands out deliveries that are due, the longest due of each webhook first, webhooks with
    /// fewer in hand before others. A lease that ran out is handed out again.
    ///
    /// @param most of all together
    /// @param mostOfOne that a webhook may have in hand at once, those handed out before included
    List<Lease> claim(int most, int mostOfOne, Duration hold);

    /// Ends a lease.
    ///
    /// @param after the delivery as it is now; its content is blanked once it has ended, when
    ///   [#redact] asked for that meanwhile
    /// @param effect what this does to the webhook
    /// @return false, with nothing done, when somebody else has the delivery, or it is gone
    boolean finish(Lease lease, Delivery after, UnaryOperator<Webhook> effect);

    /// Notes a delivery that was made past the queue.
    ///
    /// @throws Failure.Missing when its webhook is gone
    void record(Delivery ended);

    /// Newest first: the reverse order of their queueing.
    Page<Delivery> deliveries(ProjectId project, WebhookId webhook, Page.Ask ask);

    Optional<Delivery> delivery(ProjectId project, WebhookId webhook, DeliveryId id);

    /// Puts an ended delivery back in line.
    ///
    /// @throws Failure.Missing when there is no such delivery
    /// @throws Failure.Conflict when it is pending, its content was blanked, or its webhook is
    ///   inactive
    Delivery redeliver(ProjectId project, WebhookId webhook, DeliveryId id, Instant due);

    /// Forgets ended deliveries made before an instant.
    ///
    /// @return how many
    int expire(Instant before);

    /// Takes what deliveries tell of these memories out of them: at once where they have ended, and
    /// as soon as they end where they are still pending.
    Redaction redact(ProjectId project, Collection<MemoryId> memories);

    /// Removes the webhooks and deliveries of a project.
    ///
    /// @return how many of both
    long erase(ProjectId project);

    /// The right to try one delivery once, until the hold is over.
    ///
    /// @param token differs for every lease ever given
    record Lease(String token, Webhook webhook, Delivery delivery) {}

    /// @param blanked deliveries that tell nothing any more
    /// @param pending deliveries that will tell once more, and then nothing
    record Redaction(long blanked, long pending) {}
}
