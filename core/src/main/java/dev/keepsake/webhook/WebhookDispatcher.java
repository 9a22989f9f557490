package dev.keepsake.webhook;

import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Revision;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.Webhooks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Follows the change log and queues a delivery for every webhook that wants to know of a change.
/// Several may follow the same log: each step of the mark is made once. Safe for many threads.
///
/// Whoever erases entries of the log must [#catchUp] first, or what they would have told is never
/// told.
public final class WebhookDispatcher implements AutoCloseable {

    private static final int BATCH = 100;
    private static final Duration LOOKS_EVERY = Duration.ofMillis(200);

    private final MemoryStore memories;
    private final Webhooks webhooks;
    private final Runnable queued;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Thread follower;

    /// @param queued hears that there is something to deliver
    public WebhookDispatcher(
            MemoryStore memories, Webhooks webhooks, Runnable queued, InstantSource clock) {
        this.memories = memories;
        this.webhooks = webhooks;
        this.queued = queued;
        this.clock = clock;
    }

    /// Follows in the background until closed.
    public void start() {
        follower = Thread.ofPlatform().daemon().name("webhook-dispatcher").start(this::follow);
    }

    /// Returns when everything written before this call is queued.
    public void catchUp() {
        var head = memories.head();
        var more = true;
        while (more && !webhooks.mark().reaches(head)) {
            more = step(head);
        }
    }

    /// With nobody listening nothing is read and the mark stays; it moves up once somebody does.
    ///
    /// @param head of the log, read before anything else, so that whoever began to listen later is
    ///   owed nothing up to it
    /// @return false when nobody listens
    private boolean step(Mark head) {
        var from = webhooks.mark();
        var since = webhooks.listeningSince();
        if (since.isEmpty()) {
            return false;
        }
        var start = from.reaches(since.get()) ? from : since.get();
        var changes = memories.changesAfter(start, BATCH);
        var deliveries = deliveries(changes);
        if (webhooks.advance(from, reached(start, changes, head), deliveries)
                && !deliveries.isEmpty()) {
            queued.run();
        }
        return true;
    }

    /// The last entries of the log may have been erased, so its end is where the head was.
    private static Mark reached(Mark start, List<LoggedChange> changes, Mark head) {
        var last = changes.isEmpty() ? start : changes.getLast().mark();
        return changes.size() < BATCH && !last.reaches(head) ? head : last;
    }

    private List<Delivery> deliveries(List<LoggedChange> changes) {
        var projects = changes.stream().map(LoggedChange::project).collect(Collectors.toSet());
        var listening =
                webhooks.active(projects).stream().collect(Collectors.groupingBy(Webhook::project));
        List<Delivery> deliveries = new ArrayList<>();
        for (var change : changes) {
            var told = listening.getOrDefault(change.project(), List.of());
            if (!told.isEmpty()) {
                addDeliveries(change, told, deliveries);
            }
        }
        return deliveries;
    }

    private void addDeliveries(
            LoggedChange change, List<Webhook> listening, Collection<Delivery> deliveries) {
        var now = clock.instant();
        for (var occurrence : occurrences(change.revision())) {
            for (var webhook : listening) {
                var isOwed = !webhook.standing().since().reaches(change.mark());
                if (isOwed && webhook.subscription().events().contains(occurrence.event)) {
                    deliveries.add(Delivery.of(webhook, occurrence.event, occurrence.notice, now));
                }
            }
        }
    }

    private record Occurrence(WebhookEvent event, Notice notice) {}

    /// What a change means to the outside (management contract 9.2).
    private static List<Occurrence> occurrences(Revision revision) {
        List<Occurrence> occurrences = new ArrayList<>(2);
        var event =
                switch (revision.kind()) {
                    case ADD -> WebhookEvent.MEMORY_ADD;
                    case UPDATE -> WebhookEvent.MEMORY_UPDATE;
                    case DELETE -> WebhookEvent.MEMORY_DELETE;
                    case ANNOTATE -> null;
                };
        if (event != null) {
            occurrences.add(
                    new Occurrence(event, notice(revision, revision.subject().text(), List.of())));
        }
        var labels = labels(revision.after());
        if (!labels.isEmpty()
                && !Set.copyOf(labels).equals(Set.copyOf(labels(revision.before())))) {
            occurrences.add(
                    new Occurrence(WebhookEvent.MEMORY_CATEGORIZE, notice(revision, "", labels)));
        }
        return occurrences;
    }

    private static List<String> labels(@Nullable Memory memory) {
        var labels = memory == null ? null : memory.categories();
        return labels == null ? List.of() : labels;
    }

    private static Notice notice(Revision revision, String text, List<String> categories) {
        return new Notice(
                revision.memoryId(), text, categories, revision.subject().scope(), revision.at());
    }

    private void follow() {
        var seen = Mark.START;
        try {
            do {
                seen = catchUpFrom(seen);
            } while (!closed.await(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            // closing
        }
    }

    /// Looks at nothing but the head as long as that stays.
    ///
    /// @return how far it came
    private Mark catchUpFrom(Mark seen) {
        try {
            var head = memories.head();
            if (!head.equals(seen)) {
                catchUp();
            }
            return head;
        } catch (RuntimeException failed) {
            if (closed.getCount() > 0) {
                System.getLogger(WebhookDispatcher.class.getName())
                        .log(
                                System.Logger.Level.ERROR,
                                "webhooks could not follow the change log",
                                failed);
            }
            return Mark.START;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        var thread = follower;
        if (thread != null) {
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
