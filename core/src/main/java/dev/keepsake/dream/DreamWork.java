package dev.keepsake.dream;

import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.ProjectSettings;
import dev.keepsake.category.Classifier.Statement;
import dev.keepsake.category.Labelling;
import dev.keepsake.dream.DreamRun.Found;
import dev.keepsake.edit.PatternSources;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventResult.Effect;
import dev.keepsake.failure.Failure;
import dev.keepsake.ingest.LeasedWork;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Lineage;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Origin;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Times;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.Encoder;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.WorkQueue;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Does one run of synthesis from its lease to its patterns (engine contract 7.5). What it stores
/// and the event's end go into one transaction. Safe for many threads.
public final class DreamWork implements LeasedWork {

    private static final double NOTHING_NEW = 0.90;
    private static final int ATTEMPTS = 3;
    private static final int MOST_SOURCES = 50;

    private final Storage storage;
    private final MemoryStore memories;
    private final Dreamer dreamer;
    private final Embedder embedder;
    private final Encoder encoder;
    private final Labelling labelling;
    private final InstantSource clock;
    private final Eligible eligible;
    private final PatternSources sources;

    public DreamWork(
            Storage storage,
            Dreamer dreamer,
            Embedder embedder,
            Encoder encoder,
            Labelling labelling,
            InstantSource clock) {
        this.storage = storage;
        this.memories = storage.memories();
        this.dreamer = dreamer;
        this.embedder = embedder;
        this.encoder = encoder;
        this.labelling = labelling;
        this.clock = clock;
        this.eligible = new Eligible(memories, clock);
        this.sources = new PatternSources(memories);
    }

    /// A run that fails is over, whatever the reason: there is a next one.
    @Override
    public void run(WorkQueue.Lease lease) {
        var job = DreamJob.of(lease.work());
        var run =
                DreamRun.running(
                        lease.work().event().id(),
                        job.user(),
                        job.trigger(),
                        dreamer.name(),
                        clock.instant());
        storage.dreams().put(lease.project(), run);
        try {
            dream(lease, run);
        } catch (Failure.Conflict conflict) {
            if (lease.attempt() < ATTEMPTS) {
                throw conflict;
            }
            fail(lease, run, "The memories changed while they were looked at.");
        } catch (Failure.ModelFailed failed) {
            fail(lease, run, failed.reason());
        } catch (RuntimeException failed) {
            System.getLogger(DreamWork.class.getName())
                    .log(System.Logger.Level.WARNING, "a run of synthesis failed", failed);
            fail(lease, run, failed.getClass().getSimpleName());
        }
    }

    private void fail(WorkQueue.Lease lease, DreamRun run, String why) {
        var now = clock.instant();
        var event = lease.work().event().failed(why, now);
        settle(lease, new ChangeSet(now, List.of(), null, leased(lease, event)));
        storage.dreams().put(lease.project(), run.failed(why, now));
    }

    private void dream(WorkQueue.Lease lease, DreamRun run) {
        var project = lease.project();
        repair(project, run.user());
        var settings =
                storage.accounts()
                        .project(project)
                        .map(Project::typedSettings)
                        .orElse(ProjectSettings.DEFAULTS);
        var rows =
                settings.synthesis().on()
                        ? stored(project, eligible.of(project, run.user(), settings.synthesis()))
                        : List.<Stored>of();
        var enough = rows.size() >= settings.synthesis().minMemories();
        var clusters = enough ? Clusters.of(embedder.model(), rows) : List.<Cluster>of();
        var session = new Session(project, run, settings);
        clusters.forEach(session::look);
        store(lease, run, session, new int[] {rows.size(), clusters.size()});
    }

    /// Patterns that lost a source while they were made.
    private void repair(ProjectId project, String user) {
        var patterns = patternsOf(project, user);
        var gone = sources.missing(project, patterns);
        if (!gone.isEmpty()) {
            memories.apply(
                    project,
                    new ChangeSet(
                            clock.instant(),
                            sources.without(project, patterns, gone::contains),
                            null,
                            new ChangeSet.Settlement.Unrecorded(EventId.random())));
        }
    }

    private List<Memory> patternsOf(ProjectId project, String user) {
        return memories.patternsOf(project, Set.of(user)).stream()
                .filter(pattern -> pattern.scope().equals(Scope.ofUser(user)))
                .toList();
    }

    private List<Stored> stored(ProjectId project, List<Memory> all) {
        var encodings = memories.encodings(project, all.stream().map(Memory::id).toList());
        return all.stream()
                .filter(memory -> encodings.containsKey(memory.id()))
                .map(memory ->
                        new Stored(memory, Objects.requireNonNull(encodings.get(memory.id()))))
                .toList();
    }

    private void store(WorkQueue.Lease lease, DreamRun run, Session session, int[] counts) {
        var now = clock.instant();
        var found =
                new Found(counts[0], counts[1], session.created, session.updated, session.skipped);
        var event = lease.work().event().succeeded(session.results, facts(run, found), now);
        settle(lease, new ChangeSet(now, session.changes, null, leased(lease, event)));
        session.evidence.forEach((pattern, ids) ->
                storage.dreams().note(lease.project(), run.user(), pattern, ids, now));
        storage.dreams().put(lease.project(), run.succeeded(found, now));
        if (!session.changes.isEmpty()) {
            repair(lease.project(), run.user());
        }
    }

    private static ChangeSet.Settlement leased(WorkQueue.Lease lease, Event event) {
        return new ChangeSet.Settlement.Leased(lease, event);
    }

    private void settle(WorkQueue.Lease lease, ChangeSet set) {
        memories.apply(lease.project(), set);
    }

    private static Map<String, @Nullable Object> facts(DreamRun run, Found found) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("mode", run.mode());
        facts.putAll(found.toFacts());
        return facts;
    }

    /// What one run finds. For one thread.
    private final class Session {
        private final ProjectId project;
        private final DreamRun run;
        private final ProjectSettings settings;
        private final Scope scope;
        private final PatternPlan plan;
        private final Purpose purpose;
        private final List<Stored> patterns;
        private final List<Change> changes = new ArrayList<>();
        private final List<EventResult> results = new ArrayList<>();
        private final Map<MemoryId, Set<MemoryId>> evidence = new LinkedHashMap<>();
        private int created;
        private int updated;
        private int skipped;

        Session(ProjectId project, DreamRun run, ProjectSettings settings) {
            this.project = project;
            this.run = run;
            this.settings = settings;
            this.scope = Scope.ofUser(run.user());
            this.purpose = Purpose.of(project, Operation.DREAM);
            var known = patternsOf(project, run.user());
            this.patterns = new ArrayList<>(stored(project, known));
            this.plan = new PatternPlan(known, storage.dreams().evidence(project, run.user()));
        }

        void look(Cluster cluster) {
            switch (plan.of(cluster.ids())) {
                case PatternPlan.Step.Skip _ -> skipped++;
                case PatternPlan.Step.Create _ -> create(cluster);
                case PatternPlan.Step.Refresh(var pattern) -> refresh(cluster, pattern);
            }
        }

        private void create(Cluster cluster) {
            var statement = dreamer.statement(purpose, cluster);
            var memory = statement.map(told -> pattern(cluster, told));
            var row = memory.flatMap(each -> news(cluster, each, null));
            if (row.isEmpty()) {
                skipped++;
                return;
            }
            created++;
            changes.add(new Change.Added(row.get(), List.of(), note(row.get().memory())));
            keep(cluster, row.get(), Effect.ADD);
        }

        private void refresh(Cluster cluster, Memory before) {
            if (before.immutable() || isReworded(before)) {
                skipped++;
                return;
            }
            var statement = dreamer.statement(purpose, cluster);
            var memory = statement.map(told -> refreshed(cluster, before, told));
            var row = memory.flatMap(each -> news(cluster, each, before));
            if (row.isEmpty()) {
                skipped++;
                return;
            }
            updated++;
            changes.add(new Change.Updated(before, row.get(), List.of(), note(row.get().memory())));
            keep(cluster, row.get(), Effect.UPDATE);
        }

        private void keep(Cluster cluster, Stored row, Effect effect) {
            var memory = row.memory();
            results.add(EventResult.of(memory.id(), effect, memory.text(), memory.scope()));
            evidence.put(memory.id(), cluster.ids());
            patterns.removeIf(each -> each.memory().id().equals(memory.id()));
            patterns.add(row);
        }

        /// A pattern that somebody put into other words is theirs.
        private boolean isReworded(Memory pattern) {
            var history =
                    memories.histories(project, List.of(pattern.id()))
                            .getOrDefault(pattern.id(), List.of());
            for (var revision : history.reversed()) {
                var before = revision.before();
                var after = revision.after();
                var isWording =
                        before == null || after == null || !before.text().equals(after.text());
                if (isWording) {
                    return !revision.note().containsKey("synthesis");
                }
            }
            return false;
        }

        private Memory pattern(Cluster cluster, Dreamer.Statement told) {
            var now = clock.instant();
            return Memory.of(MemoryId.random(), told.text(), scope, Times.at(now))
                    .withOrigin(new Origin(null, null, Attribution.USER, null))
                    .withTemporal(temporal(cluster))
                    .withLineage(
                            new Lineage(Lifecycle.ACTIVE, null, true, List.of(), told.sources()));
        }

        private Memory refreshed(Cluster cluster, Memory before, Dreamer.Statement told) {
            var all = new LinkedHashSet<>(told.sources());
            all.addAll(before.lineage().sources());
            var kept = all.stream().limit(MOST_SOURCES).toList();
            return before.withText(told.text())
                    .withTimes(before.times().touched(clock.instant()))
                    .withTemporal(temporal(cluster))
                    .withLineage(
                            new Lineage(
                                    Lifecycle.ACTIVE, null, true, before.lineage().linked(), kept));
        }

        /// With vector and labels; empty when it says what a source or another pattern says.
        private Optional<Stored> news(Cluster cluster, Memory memory, @Nullable Memory before) {
            var encoding = encoder.encode(memory);
            var others = new ArrayList<>(cluster.rows());
            patterns.stream()
                    .filter(each -> before == null || !each.memory().id().equals(before.id()))
                    .forEach(others::add);
            if (others.stream().anyMatch(each -> isSaid(each, encoding))) {
                return Optional.empty();
            }
            var labels =
                    labelling.labels(
                            purpose,
                            settings.catalog(),
                            List.of(new Statement(memory.text(), encoding)),
                            Collections.singletonList(null));
            return Optional.of(new Stored(memory.withCategories(labels.getFirst()), encoding));
        }

        private boolean isSaid(Stored by, Encoding encoding) {
            return Likeness.cosine(embedder.model(), by.encoding().vector(), encoding.vector())
                    >= NOTHING_NEW;
        }

        private Map<String, @Nullable Object> note(Memory pattern) {
            Map<String, @Nullable Object> synthesis = new LinkedHashMap<>();
            synthesis.put("run_id", run.id().toString());
            synthesis.put(
                    "source_memory_ids",
                    pattern.lineage().sources().stream().map(MemoryId::toString).toList());
            return Map.of("synthesis", synthesis);
        }
    }

    /// Since the latest of what it rests on.
    private static Temporal temporal(Cluster cluster) {
        var latest =
                cluster.memories().stream()
                        .map(DreamWork::event)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        return new Temporal(
                Temporal.Type.STATE, Temporal.Status.ONGOING, latest, null, Temporal.Precision.DAY);
    }

    /// When what a memory tells happened; what lies ahead has not.
    private static Instant event(Memory memory) {
        var temporal = memory.temporal();
        var start = temporal == null ? null : temporal.start();
        var created = memory.times().created();
        var at = start == null || start.isAfter(created) ? created : start;
        return at.truncatedTo(ChronoUnit.DAYS);
    }
}
