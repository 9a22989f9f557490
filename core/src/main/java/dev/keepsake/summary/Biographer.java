package dev.keepsake.summary;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.FilterKey;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Visibility;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.summary.Owners.Owner;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tells what is known about everybody whom a filter finds (engine contract 11). Texts are kept in
/// this process until a memory that they were told from changes. Safe for many threads.
public final class Biographer {

    private static final int MOST_OWNERS = 100;
    private static final int NEWEST = 500;
    private static final int MOST_KEPT = 1_000;

    private final MemoryStore memories;
    private final Accounts accounts;
    private final Summarizer summarizer;
    private final InstantSource clock;
    private final Map<Key, Told> kept =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<Key, Told> eldest) {
                            return size() > MOST_KEPT;
                        }
                    });

    public Biographer(
            MemoryStore memories, Accounts accounts, Summarizer summarizer, InstantSource clock) {
        this.memories = memories;
        this.accounts = accounts;
        this.summarizer = summarizer;
        this.clock = clock;
    }

    /// One summary for each user, agent, app or run that the filter names and finds, at most 100,
    /// in the order of kinds and ids.
    ///
    /// @param filter positively scoped
    /// @throws Failure.ModelFailed when a model does not answer
    public List<Summary> summaries(Caller caller, Filter filter) {
        caller.require(Permission.READ_DATA);
        var settings =
                accounts.project(caller.project())
                        .map(Project::settings)
                        .map(SummarySettings::from)
                        .orElseGet(() -> SummarySettings.from(Map.of()));
        var today = today();
        var visible = Visibility.standard(today).within(filter);
        var owners = Owners.of(filter);
        return found(caller.project(), owners, visible).stream()
                .map(owner -> summary(caller.project(), owners, owner, visible, settings))
                .sorted(Comparator.comparing(Summary::kind).thenComparing(Summary::entity))
                .toList();
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    /// Those of the newest memories first; one look for each of them.
    private List<Owner> found(ProjectId project, Owners owners, Filter visible) {
        List<Owner> found = new ArrayList<>();
        List<Filter> parts = new ArrayList<>();
        parts.add(visible);
        parts.add(owners.anybody());
        while (found.size() < MOST_OWNERS) {
            var newest = memories.list(project, new Filter.All(parts), Page.Ask.first(1)).items();
            var owner = newest.isEmpty() ? null : owners.ownerOf(newest.getFirst());
            if (owner == null) {
                break;
            }
            found.add(owner);
            parts.add(new Filter.Not(owners.of(owner)));
        }
        return found;
    }

    private Summary summary(
            ProjectId project,
            Owners owners,
            Owner owner,
            Filter visible,
            SummarySettings settings) {
        var filter = Filter.all(visible, owners.of(owner));
        var page = memories.list(project, filter, Page.Ask.first(NEWEST));
        var key = new Key(project, owner, FilterKey.of(filter));
        var state = new State(fingerprint(page), page.total(), settings);
        var told = kept.get(key);
        if (told == null || !told.state.equals(state)) {
            var text = summarizer.summarize(task(project, page, settings));
            told = new Told(state, text, clock.instant());
            kept.put(key, told);
        }
        return new Summary(
                owner.kind(), owner.id(), told.text, page.total(), told.at, summarizer.name());
    }

    /// Of what a text is told from. The time of the newest update alone would not do: a backdated
    /// memory may have come in place of one that was deleted.
    private static long fingerprint(Page<Memory> page) {
        var print = 0L;
        for (var memory : page.items()) {
            var id = memory.id().value();
            print = mixed(print, id.getMostSignificantBits());
            print = mixed(print, id.getLeastSignificantBits());
            print = mixed(print, memory.times().updated().toEpochMilli());
            print = mixed(print, memory.hash().hashCode());
            print = mixed(print, memory.lineage().state().ordinal());
        }
        return print;
    }

    private static long mixed(long print, long value) {
        return (Long.rotateLeft(print, 7) ^ value) * 0x9E3779B97F4A7C15L;
    }

    private Summarizer.Task task(ProjectId project, Page<Memory> page, SummarySettings settings) {
        var oldestFirst = page.items().reversed();
        var encodings = memories.encodings(project, oldestFirst.stream().map(Memory::id).toList());
        List<Stored> rows = new ArrayList<>();
        for (var memory : oldestFirst) {
            var encoding = encodings.get(memory.id());
            if (encoding != null) {
                rows.add(new Stored(memory, encoding));
            }
        }
        return new Summarizer.Task(
                Purpose.of(project, Operation.SUMMARY),
                rows,
                settings.instructions(),
                settings.batch(),
                settings.maxTokens());
    }

    private record Key(ProjectId project, Owner owner, String filter) {}

    /// What a text depends on; when any of it changes, it is told anew.
    private record State(long fingerprint, long count, SummarySettings settings) {}

    private record Told(State state, String text, Instant at) {}
}
