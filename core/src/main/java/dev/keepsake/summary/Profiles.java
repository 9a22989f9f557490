package dev.keepsake.summary;

import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.FilterKey;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Visibility;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// What is known of an owner in at most 200 tokens, for whoever reads new messages about them
/// (engine contract 11.4). Nobody waits for a text: it is told behind the scenes, anew after 20
/// memories or a day, and until then there is the one of before, or none. A text is thrown away
/// when a memory that it was told from changes or goes, so that what was deleted is not told on.
/// Kept in this process only. Safe for many threads.
public final class Profiles implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Profiles.class.getName());

    private static final int NEW_MEMORIES = 20;
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);
    private static final int MOST_TOKENS = 200;

    /// Seen by a model in one go: a profile costs one question.
    private static final int NEWEST = 200;

    private static final int MOST_KEPT = 2_000;
    private static final int MOST_WAITING = 500;

    private final MemoryStore memories;
    private final Accounts accounts;
    private final Summarizer summarizer;
    private final InstantSource clock;
    private final ExecutorService teller;
    private final Set<Key> waiting = ConcurrentHashMap.newKeySet();
    private final Map<Key, Told> kept =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<Key, Told> eldest) {
                            return size() > MOST_KEPT;
                        }
                    });

    public Profiles(
            MemoryStore memories, Accounts accounts, Summarizer summarizer, InstantSource clock) {
        this.memories = memories;
        this.accounts = accounts;
        this.summarizer = summarizer;
        this.clock = clock;
        this.teller =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("profiles").factory());
    }

    /// What there is now; has a newer one told when it is time.
    ///
    /// @param owner the memories of one owner
    public Optional<String> of(ProjectId project, Filter owner) {
        var key = new Key(project, FilterKey.of(owner));
        var told = kept.get(key);
        if (told != null && !holds(project, told)) {
            kept.remove(key);
            told = null;
        }
        tellLater(key, owner);
        return Optional.ofNullable(told == null ? null : told.text);
    }

    private record Key(ProjectId project, String owner) {}

    /// @param text null when telling failed
    /// @param from the memories that it was told from
    /// @param count of all the owner's memories then
    private record Told(@Nullable String text, List<MemoryId> from, long count, Instant at) {}

    /// Whether every memory that it was told from is still as it was.
    private boolean holds(ProjectId project, Told told) {
        if (told.from.isEmpty()) {
            return true;
        }
        var same =
                Filter.all(
                        new Filter.IdIn(Set.copyOf(told.from)),
                        new Filter.InstantWithin(
                                Filter.InstantField.UPDATED, null, told.at.plusMillis(1)));
        return memories.list(project, visible(same), Page.Ask.first(1)).total() == told.from.size();
    }

    private Filter visible(Filter filter) {
        return Visibility.standard(clock.instant().atZone(ZoneOffset.UTC).toLocalDate())
                .within(filter);
    }

    private void tellLater(Key key, Filter owner) {
        if (waiting.size() >= MOST_WAITING || !waiting.add(key)) {
            return;
        }
        try {
            teller.execute(() -> {
                waiting.remove(key);
                tellIfDue(key, owner);
            });
        } catch (RejectedExecutionException closed) {
            waiting.remove(key);
        }
    }

    private void tellIfDue(Key key, Filter owner) {
        try {
            var filter = visible(owner);
            var count = memories.list(key.project, filter, Page.Ask.first(1)).total();
            if (isDue(kept.get(key), count)) {
                kept.put(key, told(key.project, filter, count));
            }
        } catch (Failure failed) {
            // an add does well without a profile
            LOG.log(System.Logger.Level.DEBUG, "a profile was not told", failed);
        }
    }

    private boolean isDue(@Nullable Told told, long count) {
        if (told == null) {
            return count >= NEW_MEMORIES;
        }
        var age = Duration.between(told.at, clock.instant());
        if (told.text == null) {
            return age.compareTo(AFTER_FAILURE) >= 0;
        }
        return count - told.count >= NEW_MEMORIES || age.compareTo(LONGEST) >= 0;
    }

    private Told told(ProjectId project, Filter filter, long count) {
        var at = clock.instant();
        var rows = rows(project, filter);
        try {
            var text = summarizer.summarize(task(project, rows));
            var from = rows.stream().map(row -> row.memory().id()).toList();
            return new Told(text, from, count, at);
        } catch (Failure.ModelFailed failed) {
            LOG.log(System.Logger.Level.DEBUG, "a profile was not told", failed);
            return new Told(null, List.of(), count, at);
        }
    }

    /// The newest, oldest first.
    private List<Stored> rows(ProjectId project, Filter filter) {
        var found = memories.list(project, filter, Page.Ask.first(NEWEST)).items().reversed();
        var encodings = memories.encodings(project, found.stream().map(Memory::id).toList());
        List<Stored> rows = new ArrayList<>();
        for (var memory : found) {
            var encoding = encodings.get(memory.id());
            if (encoding != null) {
                rows.add(new Stored(memory, encoding));
            }
        }
        return rows;
    }

    private Summarizer.Task task(ProjectId project, List<Stored> rows) {
        var instructions =
                accounts.project(project)
                        .map(Project::settings)
                        .map(SummarySettings::from)
                        .map(SummarySettings::instructions)
                        .orElse(null);
        return new Summarizer.Task(
                Purpose.of(project, Operation.SUMMARY), rows, instructions, NEWEST, MOST_TOKENS);
    }

    /// Tells no more; one that is under way is given up.
    @Override
    public void close() {
        teller.shutdownNow();
    }
}
