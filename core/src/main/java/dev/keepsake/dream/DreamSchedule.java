package dev.keepsake.dream;

import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.ProjectSettings.Synthesis;
import dev.keepsake.entity.Entity;
import dev.keepsake.entity.EntityQuery;
import dev.keepsake.event.EventStatus;
import dev.keepsake.ingest.IngestWorker;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Starts the runs that are due, one after the other, so that synthesis takes at most one of the
/// workers' places from adds (engine contract 7.5). Projects take turns, so that a large one does
/// not keep the others waiting; whoever is not reached in one pass is due in the next.
///
/// A user is due when the project's cadence has passed since the last run. After a failure the next
/// pass tries again; after three in a row the user waits for the cadence like after a success. Safe
/// for many threads.
public final class DreamSchedule implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DreamSchedule.class.getName());
    private static final int MOST_RUNS = 500;
    private static final int FAILURES_BEFORE_REST = 3;
    private static final int PAGE = 500;
    private static final int MOST_REMEMBERED = 50_000;

    private final Storage storage;
    private final IngestWorker worker;
    private final InstantSource clock;
    private final Eligible eligible;
    private final RunStates states;
    private final AtomicReference<@Nullable Thread> passing = new AtomicReference<>();

    /// Users that had too few memories, and how they stood: to be looked at again when that
    /// changes.
    private final Map<Known, Standing> tooFew = new LinkedHashMap<>();

    private volatile boolean closed;

    public DreamSchedule(Storage storage, IngestWorker worker, InstantSource clock) {
        this.storage = storage;
        this.worker = worker;
        this.clock = clock;
        this.eligible = new Eligible(storage.memories(), clock);
        this.states = new RunStates(storage);
    }

    private record Known(ProjectId project, String user, @Nullable Instant boundary, int least) {}

    private record Standing(Instant updated, long memories) {
        static Standing of(Entity user) {
            return new Standing(user.updated(), user.memories());
        }
    }

    private record Due(Project project, Entity user) {}

    /// Begins a pass in the background, unless one is still under way.
    public void pass() {
        var thread = Thread.ofPlatform().daemon().name("dreams").unstarted(this::passAndRest);
        if (!closed && passing.compareAndSet(null, thread)) {
            thread.start();
        }
    }

    private void passAndRest() {
        try {
            passNow();
        } catch (RuntimeException failed) {
            if (!closed) {
                LOG.log(System.Logger.Level.WARNING, "synthesis could not go on", failed);
            }
        } finally {
            passing.set(null);
        }
    }

    /// One pass in the caller's thread.
    ///
    /// @return how many runs there were
    int passNow() {
        var runs = 0;
        var queues = candidates();
        while (!queues.isEmpty() && runs < MOST_RUNS && !closed) {
            var queue = queues.removeFirst();
            if (runNext(queue)) {
                runs++;
            }
            if (!queue.isEmpty()) {
                queues.addLast(queue);
            }
        }
        return runs;
    }

    /// The users of each project that wants synthesis.
    private Deque<Deque<Due>> candidates() {
        Deque<Deque<Due>> queues = new ArrayDeque<>();
        for (var project : storage.accounts().projects()) {
            if (project.typedSettings().synthesis().on()) {
                var users = new ArrayDeque<Due>();
                users(project.id()).forEach(user -> users.add(new Due(project, user)));
                if (!users.isEmpty()) {
                    queues.add(users);
                }
            }
        }
        return queues;
    }

    private List<Entity> users(ProjectId project) {
        List<Entity> users = new ArrayList<>();
        var query = new EntityQuery(EntityKind.USER, null);
        for (var number = 1; ; number++) {
            var page = storage.entities().list(project, query, new Page.Ask(number, PAGE));
            users.addAll(page.items());
            if (!page.hasNext()) {
                return users;
            }
        }
    }

    /// The next of a project that is due, if there is one.
    private boolean runNext(Deque<Due> queue) {
        while (!queue.isEmpty() && !closed) {
            var next = queue.removeFirst();
            if (isDue(next)) {
                run(next);
                return true;
            }
        }
        return false;
    }

    private boolean isDue(Due due) {
        var settings = due.project.typedSettings().synthesis();
        var user = due.user.key().name();
        return due.user.memories() >= settings.minMemories()
                && isTime(due.project.id(), user, settings)
                && hasEnough(due, user, settings);
    }

    private boolean isTime(ProjectId project, String user, Synthesis settings) {
        var latest = states.latest(project, user, FAILURES_BEFORE_REST);
        if (latest.isEmpty()) {
            return true;
        }
        var last = latest.getFirst();
        var failures = latest.stream().allMatch(run -> run.status() == EventStatus.FAILED);
        return switch (last.status()) {
            case PENDING, RUNNING -> false;
            case FAILED ->
                    !(failures && latest.size() == FAILURES_BEFORE_REST) || isOver(last, settings);
            default -> isOver(last, settings);
        };
    }

    private boolean isOver(DreamRun last, Synthesis settings) {
        return !clock.instant().isBefore(last.started().plus(settings.cadence()));
    }

    private boolean hasEnough(Due due, String user, Synthesis settings) {
        var project = due.project.id();
        var known = new Known(project, user, settings.boundary(), settings.minMemories());
        if (Standing.of(due.user).equals(tooFew.get(known))) {
            return false;
        }
        var enough =
                eligible.atMost(project, user) >= settings.minMemories()
                        && eligible.of(project, user, settings).size() >= settings.minMemories();
        if (!enough) {
            if (tooFew.size() >= MOST_REMEMBERED) {
                tooFew.remove(tooFew.keySet().iterator().next());
            }
            tooFew.put(known, Standing.of(due.user));
        }
        return enough;
    }

    /// What goes wrong with one user is theirs alone.
    private void run(Due due) {
        try {
            worker.runOrAwait(
                    due.project.id(),
                    new DreamJob(due.user.key().name(), DreamRun.Trigger.SCHEDULE)
                            .work(null, clock.instant()));
        } catch (RuntimeException failed) {
            if (!closed) {
                LOG.log(System.Logger.Level.WARNING, "a run of synthesis was lost", failed);
            }
        }
    }

    /// Lets the run that is under way end, and starts no more.
    @Override
    public void close() {
        closed = true;
        var thread = passing.get();
        if (thread != null) {
            try {
                thread.join(Duration.ofSeconds(20));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
