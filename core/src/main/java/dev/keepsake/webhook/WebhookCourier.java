package dev.keepsake.webhook;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.Webhooks;
import dev.keepsake.webhook.Carrier.Answer;
import dev.keepsake.webhook.Carrier.Parcel;
import dev.keepsake.webhook.Carrier.Verdict;
import dev.keepsake.webhook.Delivery.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Brings deliveries to their receivers, again and again until they are taken or all attempts are
/// spent (management contract 9.4). A delivery may arrive more than once: when the process dies
/// after the receiver took it and before that was written down.
///
/// Each webhook has only so many deliveries under way at once, so a receiver that hangs holds up
/// none but its own. Safe for many threads.
public final class WebhookCourier implements AutoCloseable {

    /// How long to wait after each failed attempt; when there is none left, the delivery failed.
    static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofHours(1),
                    Duration.ofHours(6));

    /// No receiver makes us wait longer.
    static final Duration LONGEST_WISH = Duration.ofHours(1);

    private static final int MOST = 256;
    private static final int MOST_OF_ONE = 8;

    /// Far longer than any attempt takes.
    private static final Duration HOLD = Duration.ofMinutes(1);

    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
    private static final Duration FINISHES_WITHIN = Duration.ofSeconds(2);
    private static final MemoryId NO_MEMORY = new MemoryId(new UUID(0, 0));
    private static final String TEST_TEXT = "This is a test of your webhook.";

    private final Webhooks webhooks;
    private final Carrier carrier;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Semaphore free = new Semaphore(MOST);
    private final Semaphore woken = new Semaphore(0);
    private final ExecutorService underWay = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closed;
    private volatile @Nullable Thread sender;

    public WebhookCourier(
            Webhooks webhooks, Carrier carrier, Secrets secrets, InstantSource clock) {
        this.webhooks = webhooks;
        this.carrier = carrier;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// Delivers in the background until closed.
    public void start() {
        sender = Thread.ofPlatform().daemon().name("webhook-courier").start(this::run);
    }

    /// Says that there may be something to deliver.
    public void wake() {
        woken.release();
    }

    /// Delivers, one after the other, what is due now.
    ///
    /// @return how many attempts that took
    int deliverDue() {
        var attempts = 0;
        for (var leases = claim(MOST); !leases.isEmpty(); leases = claim(MOST)) {
            leases.forEach(this::deliver);
            attempts += leases.size();
        }
        return attempts;
    }

    /// Sends a made-up notice past the queue, once, also to an inactive webhook.
    ///
    /// @return what the log shows of it
    Delivery test(Webhook webhook) {
        var now = clock.instant();
        var notice = new Notice(NO_MEMORY, TEST_TEXT, List.of(), Scope.NONE, now);
        var delivery = Delivery.of(webhook, WebhookEvent.MEMORY_ADD, notice, now);
        var attempt = attempt(webhook, delivery, notice, true);
        var status =
                attempt.answer.verdict() instanceof Verdict.Taken
                        ? Status.DELIVERED
                        : Status.FAILED;
        var ended = delivery.ended(status, attempt.told());
        webhooks.record(ended);
        return ended;
    }

    private void run() {
        while (!closed) {
            try {
                if (!sendSome()) {
                    var _ = woken.tryAcquire(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                    woken.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException failed) {
                logUnlessClosed("webhook deliveries could not be claimed", failed);
                pause();
            }
        }
    }

    /// @return whether there was anything to send
    private boolean sendSome() {
        var most = free.drainPermits();
        var leases = List.<Webhooks.Lease>of();
        try {
            leases = most == 0 ? leases : claim(most);
        } finally {
            // also when claiming failed, or nothing would be sent ever again
            free.release(most - leases.size());
        }
        for (var lease : leases) {
            underWay.execute(() -> {
                try {
                    deliver(lease);
                } catch (RuntimeException failed) {
                    // the lease runs out, and the delivery is tried again
                    logUnlessClosed("a webhook delivery was lost track of", failed);
                } finally {
                    free.release();
                    wake();
                }
            });
        }
        return !leases.isEmpty();
    }

    private List<Webhooks.Lease> claim(int most) {
        return webhooks.claim(most, MOST_OF_ONE, HOLD);
    }

    private void pause() {
        try {
            Thread.sleep(LOOKS_EVERY);
        } catch (InterruptedException _) {
            closed = true;
        }
    }

    private void logUnlessClosed(String what, RuntimeException failed) {
        if (!closed) {
            System.getLogger(WebhookCourier.class.getName())
                    .log(System.Logger.Level.ERROR, what, failed);
        }
    }

    private void deliver(Webhooks.Lease lease) {
        var delivery = lease.delivery();
        var notice = delivery.notice();
        if (notice == null) {
            throw new IllegalStateException("a pending delivery has a notice");
        }
        var attempt = attempt(lease.webhook(), delivery, notice, false);
        if (closed && attempt.answer.status() == null) {
            // cut off by the shutdown, which says nothing about the receiver
            return;
        }
        finish(lease, attempt);
    }

    private record Tried(Answer answer, Attempt told) {}

    private Tried attempt(Webhook webhook, Delivery delivery, Notice notice, boolean isTest) {
        var at = clock.instant();
        var start = System.nanoTime();
        var answer = answer(webhook, delivery, notice, at, isTest);
        var latency = Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
        return new Tried(answer, new Attempt(at, latency, answer.status(), answer.response()));
    }

    private Answer answer(
            Webhook webhook, Delivery delivery, Notice notice, Instant at, boolean isTest) {
        List<String> keys;
        try {
            keys =
                    webhook.signing().at(at).stream()
                            .map(sealed -> secrets.open(webhook.id(), sealed))
                            .toList();
        } catch (Failure.Conflict unreadable) {
            return new Answer(new Verdict.Refused(), null, unreadable.reason());
        }
        var parcel =
                new Parcel(
                        webhook.id(),
                        webhook.subscription().url(),
                        delivery.id(),
                        delivery.event(),
                        notice,
                        webhook.subscription().includesContext() ? webhook.project() : null,
                        delivery.attempts().size() + 1,
                        keys,
                        at,
                        isTest);
        return carrier.carry(parcel);
    }

    private void finish(Webhooks.Lease lease, Tried tried) {
        var now = clock.instant();
        var delivery = lease.delivery();
        switch (tried.answer.verdict()) {
            case Verdict.Taken _ ->
                    finish(
                            lease,
                            delivery.ended(Status.DELIVERED, tried.told),
                            Standing::succeeded);
            case Verdict.Refused _ ->
                    finish(
                            lease,
                            delivery.ended(Status.FAILED, tried.told),
                            standing -> standing.failed(now));
            case Verdict.Gone _ ->
                    finish(
                            lease,
                            delivery.ended(Status.FAILED, tried.told),
                            standing -> standing.off("The receiver says it is gone."));
            case Verdict.Later(var wish) -> {
                var made = delivery.attempts().size();
                if (made < PAUSES.size()) {
                    var due = now.plus(pause(PAUSES.get(made), wish));
                    finish(lease, delivery.retriedAt(due, tried.told), UnaryOperator.identity());
                } else {
                    finish(
                            lease,
                            delivery.ended(Status.FAILED, tried.told),
                            standing -> standing.failed(now));
                }
            }
        }
    }

    /// Never sooner than the receiver asks, within reason; never sooner than the schedule either,
    /// because attempts are few and must not be used up within a short outage.
    private static Duration pause(Duration scheduled, @Nullable Duration wish) {
        if (wish == null) {
            return scheduled;
        }
        var heard = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
        return heard.compareTo(scheduled) > 0 ? heard : scheduled;
    }

    private void finish(Webhooks.Lease lease, Delivery after, UnaryOperator<Standing> effect) {
        webhooks.finish(
                lease, after, webhook -> webhook.withStanding(effect.apply(webhook.standing())));
    }

    /// Stops sending. What is under way gets a moment to end; what does not is sent again later.
    @Override
    public void close() {
        closed = true;
        wake();
        underWay.shutdown();
        try {
            var thread = sender;
            if (thread != null) {
                thread.join(FINISHES_WITHIN);
            }
            if (!underWay.awaitTermination(FINISHES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                underWay.shutdownNow();
                var _ =
                        underWay.awaitTermination(
                                FINISHES_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            underWay.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
