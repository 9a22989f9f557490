package dev.keepsake.ingest;

import dev.keepsake.account.ProjectId;
import dev.keepsake.category.Labelling;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.export.Structurer;
import dev.keepsake.failure.Failure;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.Encoder;
import dev.keepsake.quality.Gate;
import dev.keepsake.search.Indexer;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.WorkQueue;
import dev.keepsake.storage.WorkQueue.Lease;
import dev.keepsake.storage.WorkQueue.Outcome;
import dev.keepsake.summary.Profiles;
import dev.keepsake.trace.Step;
import dev.keepsake.trace.Tracer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes adds out of the queue and has them done, a few at a time, each on a virtual thread. Also
/// runs adds that somebody waits for, in that caller's own thread when their scope is idle. Safe
/// for many threads.
///
/// Work that fails because a model does not answer ends as a `FAILED` event; work that fails for
/// any other reason, a process that died over it included, is tried again until its attempts are
/// used up.
public final class IngestWorker implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(IngestWorker.class.getName());

    /// How often the queue is looked at without being told; another node may have put something in.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final Storage storage;
    private final Indexer indexer;
    private final Interpreters interpreters;
    private final AddWork addWork;
    private final Map<EventType, LeasedWork> others;
    private final IngestSettings settings;
    private final Tracer tracer;
    private final InstantSource clock;
    private final Semaphore free;
    private final Semaphore bell = new Semaphore(0);
    private final Map<EventId, CompletableFuture<Event>> awaited = new ConcurrentHashMap<>();
    private final Thread dispatcher;
    private volatile boolean closed;

    /// @param others what is done for work that is no add, by the type of its event
    public IngestWorker(
            Storage storage,
            Interpreters interpreters,
            Gate gate,
            Embedder embedder,
            Encoder encoder,
            Indexer indexer,
            Labelling labelling,
            Map<EventType, LeasedWork> others,
            Profiles profiles,
            Tracer tracer,
            IngestSettings settings,
            InstantSource clock) {
        this.storage = storage;
        this.indexer = indexer;
        this.interpreters = interpreters;
        this.tracer = tracer;
        this.settings = settings;
        this.others = Map.copyOf(others);
        this.clock = clock;
        var neighbourhood =
                new Neighbourhood(
                        storage.memories(),
                        storage.index(),
                        indexer,
                        embedder,
                        encoder,
                        profiles,
                        settings,
                        clock);
        this.addWork =
                new AddWork(
                        storage.memories(),
                        storage.accounts(),
                        interpreters,
                        encoder,
                        neighbourhood,
                        new Provenance(embedder),
                        gate,
                        new FeedbackDigest(storage.memories(), storage.feedback()),
                        labelling,
                        tracer,
                        settings,
                        clock);
        this.free = new Semaphore(settings.workers());
        this.dispatcher = Thread.ofPlatform().daemon().name("ingest").start(this::dispatch);
    }

    /// Who fills the schemas that come with adds.
    Structurer structurer() {
        return interpreters.structurer();
    }

    /// Takes work on, to be done some time.
    public void accept(ProjectId project, WorkQueue.Work work) {
        storage.work().accept(project, work);
        wake();
    }

    /// Says that there is work.
    void wake() {
        bell.release();
    }

    /// Takes work on and returns its finished event, whichever thread or node does it.
    public Event runOrAwait(ProjectId project, WorkQueue.Work work) {
        var id = work.event().id();
        var result = new CompletableFuture<Event>();
        awaited.put(id, result);
        try {
            var lease = storage.work().acceptAndClaim(project, work, settings.lease());
            if (lease.isPresent()) {
                perform(lease.get());
            } else {
                wake();
            }
            return await(project, id, result);
        } finally {
            awaited.remove(id);
        }
    }

    private Event await(ProjectId project, EventId id, CompletableFuture<Event> result) {
        while (true) {
            try {
                return result.get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                var event = storage.events().find(project, id).orElseThrow(IngestWorker::erased);
                if (event.status().isFinal()) {
                    return event;
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new Failure.Busy("interrupted while waiting for the add", RETRY_AFTER);
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /// An accepted event is only gone when its whole project is.
    private static Failure.Missing erased() {
        return new Failure.Missing("The project was removed.");
    }

    private void dispatch() {
        while (!closed) {
            try {
                free.acquire();
                var lease = closed ? null : storage.work().claim(settings.lease()).orElse(null);
                if (lease == null) {
                    free.release();
                    awaitBell();
                } else {
                    Thread.ofVirtual()
                            .name("add-" + lease.work().event().id())
                            .start(() -> performAndRelease(lease));
                }
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException | Error failed) {
                // nothing that goes wrong with one look at the queue may end the looking
                free.release();
                if (!closed) {
                    LOG.log(System.Logger.Level.ERROR, "could not claim work", failed);
                    pause();
                }
            }
        }
    }

    private void awaitBell() throws InterruptedException {
        if (!closed) {
            bell.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            bell.drainPermits();
        }
    }

    private void pause() {
        try {
            awaitBell();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void performAndRelease(Lease lease) {
        try {
            perform(lease);
        } finally {
            free.release();
        }
    }

    private void perform(Lease lease) {
        try (var _ = KeptLease.of(storage.work(), lease, settings.lease())) {
            if (lease.attempt() > settings.attempts()) {
                // whoever had it before died over it, or took longer than a lease
                fail(lease, "The add was cut short " + settings.attempts() + " times");
            } else {
                trace(lease);
                indexer.wake();
                settled(lease);
            }
        } catch (Failure.ModelFailed failed) {
            fail(lease, failed.reason());
        } catch (Failure.Invalid failed) {
            fail(lease, failed.reason());
        } catch (RuntimeException | StackOverflowError failed) {
            // a text that exhausts the stack is a fault of this add, not of the process
            retryOrFail(lease, failed);
        } finally {
            // its lanes are free now
            wake();
        }
    }

    private void trace(Lease lease) {
        var cause =
                lease.work().job().get(Intake.TRACE) instanceof String position
                        ? Optional.of(position)
                        : Optional.<String>empty();
        tracer.traceAfter(
                cause,
                lease.work().event().type() == EventType.DREAM ? Step.DREAM : Step.ADD,
                () -> {
                    workOf(lease).run(lease);
                    return lease;
                });
    }

    private LeasedWork workOf(Lease lease) {
        return others.getOrDefault(lease.work().event().type(), addWork::run);
    }

    private void retryOrFail(Lease lease, Throwable failed) {
        // a lost race is nothing to worry about: the lease went with its entity, or it is done
        // again
        var level =
                failed instanceof Failure.Conflict
                        ? System.Logger.Level.DEBUG
                        : System.Logger.Level.WARNING;
        LOG.log(level, "an add did not finish: " + lease.work().event().id(), failed);
        if (closed) {
            return;
        }
        if (lease.attempt() >= settings.attempts()) {
            fail(
                    lease,
                    "The add failed "
                            + lease.attempt()
                            + " times: "
                            + failed.getClass().getSimpleName());
            return;
        }
        var wait = failed instanceof Failure.Conflict ? Duration.ZERO : RETRY_AFTER;
        storage.work().finish(lease, new Outcome.Retry(clock.instant().plus(wait)));
    }

    private void fail(Lease lease, String why) {
        var event = lease.work().event().failed(why, clock.instant());
        if (storage.work().finish(lease, new Outcome.Finished(event))) {
            settled(lease);
        }
    }

    /// Tells whoever waits how the event stands in the log. That may be the work of somebody who
    /// took it over when this lease ran out, with other memories than those made here.
    private void settled(Lease lease) {
        var id = lease.work().event().id();
        var waiting = awaited.get(id);
        if (waiting != null) {
            storage.events().find(lease.project(), id).ifPresent(waiting::complete);
        }
    }

    /// Takes no more work and waits for what is under way; the rest stays in the queue.
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            dispatcher.join(DRAIN);
            if (free.tryAcquire(settings.workers(), DRAIN.toSeconds(), TimeUnit.SECONDS)) {
                // for whoever closes twice
                free.release(settings.workers());
            } else {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "some adds are still under way; they will run again");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
