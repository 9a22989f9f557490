package dev.keepsake.account;

import dev.keepsake.event.Journal;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What a project may use at most. Adds and retrievals count in calendar months of UTC and only
/// when they are made with an API key; what the dashboard does is free. Safe for many threads.
///
/// Usage is read from the storage every [#MEMORY] and counted along in between, so one node keeps
/// to a quota exactly and several overstep it by what they do in that time. An add that was taken
/// on below the limit is done to its end, even when it stores more memories than were left.
public final class Quotas {

    static final Duration MEMORY = Duration.ofSeconds(5);
    private static final int MOST_REMEMBERED = 10_000;
    private static final String NEXT_MONTH = "More can be made next month.";

    private final Limits limits;
    private final MemoryStore memories;
    private final Journal journal;
    private final InstantSource clock;
    private final Map<ProjectId, Usage> remembered = new ConcurrentHashMap<>();

    /// Each for one project; 0 for unlimited.
    ///
    /// @param memories stored at the same time, expired ones included
    /// @param adds taken on in a month
    /// @param retrievals searches and lists in a month
    public record Limits(long memories, long adds, long retrievals) {
        public static final Limits NONE = new Limits(0, 0, 0);
    }

    public Quotas(Limits limits, MemoryStore memories, Journal journal, InstantSource clock) {
        this.limits = limits;
        this.memories = memories;
        this.journal = journal;
        this.clock = clock;
    }

    public Limits limits() {
        return limits;
    }

    /// Counts an add.
    ///
    /// @param least how many memories it will store, as far as that is known
    /// @throws Failure.TooLarge when the project has no room for it
    public void add(Caller caller, int least) {
        if (limits.memories == 0 && limits.adds == 0) {
            return;
        }
        var usage = usage(caller.project());
        synchronized (usage) {
            if (limits.memories > 0 && usage.memories + least > limits.memories) {
                throw exceeded("memories", limits.memories, "Delete some, or ask for more.");
            }
            if (limits.adds > 0 && isCounted(caller)) {
                if (usage.adds >= limits.adds) {
                    throw exceeded("adds a month", limits.adds, NEXT_MONTH);
                }
                usage.adds++;
            }
            usage.memories += least;
        }
    }

    /// Counts a search or a list.
    ///
    /// @throws Failure.TooLarge when the project has used up those of the month
    public void retrieve(Caller caller) {
        if (limits.retrievals == 0 || !isCounted(caller)) {
            return;
        }
        var usage = usage(caller.project());
        synchronized (usage) {
            if (usage.retrievals >= limits.retrievals) {
                throw exceeded("searches and lists a month", limits.retrievals, NEXT_MONTH);
            }
            usage.retrievals++;
        }
    }

    private static boolean isCounted(Caller caller) {
        return caller.identity().credential() instanceof Credential.Key;
    }

    private static Failure.TooLarge exceeded(String what, long limit, String then) {
        return new Failure.TooLarge(
                "Quota exceeded: this project may have %d %s. %s".formatted(limit, what, then));
    }

    private Usage usage(ProjectId project) {
        var now = clock.instant();
        var known = remembered.get(project);
        if (known != null && now.isBefore(known.readAt.plus(MEMORY))) {
            return known;
        }
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        var fresh = read(project, now);
        remembered.put(project, fresh);
        return fresh;
    }

    private Usage read(ProjectId project, Instant now) {
        var events = journal.totals(project, now);
        var stored =
                limits.memories == 0
                        ? 0
                        : memories.list(project, Filter.EVERYTHING, Page.Ask.first(1)).total();
        return new Usage(now, stored, events.addsThisMonth(), events.retrievalsThisMonth());
    }

    /// Guarded by itself.
    private static final class Usage {
        final Instant readAt;
        long memories;
        long adds;
        long retrievals;

        Usage(Instant readAt, long memories, long adds, long retrievals) {
            this.readAt = readAt;
            this.memories = memories;
            this.adds = adds;
            this.retrievals = retrievals;
        }
    }
}
