package dev.keepsake.ingest;

import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.ProjectSettings;
import dev.keepsake.category.Catalog;
import dev.keepsake.category.Classifier.Statement;
import dev.keepsake.category.Labelling;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventResult.Effect;
import dev.keepsake.failure.Failure;
import dev.keepsake.ingest.ExtractionTask.Guidance;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import dev.keepsake.model.Bill.Spent;
import dev.keepsake.model.Encoder;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import dev.keepsake.quality.Gate;
import dev.keepsake.quality.SecretScan;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.WorkQueue;
import dev.keepsake.trace.Step;
import dev.keepsake.trace.Tracer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Does one add from its lease to its stored memories. Everything that it stores, the event's end
/// included, goes into one transaction, so an add that is cut short leaves nothing and can simply
/// run again. Safe for many threads.
final class AddWork {

    private final MemoryStore memories;
    private final Accounts accounts;
    private final Extractor extractor;
    private final Transcription transcription;
    private final Procedures procedures;
    private final StructuredData structured;
    private final Encoder encoder;
    private final Neighbourhood neighbourhood;
    private final Provenance provenance;
    private final Gate gate;
    private final FeedbackDigest digest;
    private final Labelling labelling;
    private final Distillation distillation;
    private final Consolidation consolidation;
    private final Tracer tracer;
    private final InstantSource clock;

    AddWork(
            MemoryStore memories,
            Accounts accounts,
            Interpreters interpreters,
            Encoder encoder,
            Neighbourhood neighbourhood,
            Provenance provenance,
            Gate gate,
            FeedbackDigest digest,
            Labelling labelling,
            Tracer tracer,
            IngestSettings settings,
            InstantSource clock) {
        this.memories = memories;
        this.accounts = accounts;
        this.extractor = interpreters.extractor();
        this.transcription = new Transcription(interpreters.media(), settings.mediaWithin());
        this.procedures = new Procedures(interpreters.procedures());
        this.structured = new StructuredData(interpreters.structurer(), clock);
        this.encoder = encoder;
        this.neighbourhood = neighbourhood;
        this.provenance = provenance;
        this.gate = gate;
        this.digest = digest;
        this.labelling = labelling;
        this.distillation = new Distillation(settings.maxMemoryChars());
        this.consolidation = new Consolidation(memories, neighbourhood);
        this.tracer = tracer;
        this.clock = clock;
    }

    /// @throws Failure.Conflict when the lease is lost before the end
    void run(WorkQueue.Lease lease) {
        var command = AddCommand.fromJob(lease.work().job());
        var project = accounts.project(lease.project()).map(Project::typedSettings);
        var settings = project.orElse(ProjectSettings.DEFAULTS);
        if (command.isProcedural()) {
            recordProcedure(lease, command, settings);
        } else if (command.infer()) {
            distil(lease, command, settings);
        } else {
            copy(lease, command, settings);
        }
    }

    private void copy(WorkQueue.Lease lease, AddCommand command, ProjectSettings settings) {
        var purpose = Purpose.of(lease.project(), Operation.EXTRACT);
        var dating = dating(command);
        var drafts =
                DirectImport.drafts(command).stream()
                        .map(draft -> draft.withTemporal(dating.of(draft.text())))
                        .toList();
        var released = lease.work().job().containsKey(Intake.RELEASED);
        var stored = sameHash(lease.project(), drafts);
        var verdict = Reconciler.forDirectImport(drafts, stored);
        var kept = verdict.kept().stream().map(drafts::get).toList();
        var encodings = encoder.encodeAll(kept.stream().map(AddWork::unsaved).toList());
        List<String> warnings = new ArrayList<>(command.warnings());
        var filled = structured.fill(purpose, command, statements(kept, encodings), warnings);
        var rows = rows(purpose, kept, encodings, filled, settings);
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        noteSpent(facts, purpose.bill().spent());
        noteWarnings(facts, warnings);
        var said = Transcript.of(command.turns()).remembered();
        store(
                lease,
                rows,
                List.of(),
                reportOf(drafts, verdict, rows),
                facts,
                released ? null : window(command, said),
                Examination.NOTHING);
    }

    /// One result per draft in order: the new memory, or the one that was there.
    private static List<EventResult> reportOf(
            List<Draft> drafts, Reconciler.Verdict verdict, List<Row> rows) {
        List<MemoryId> ids = new ArrayList<>();
        var next = rows.iterator();
        List<EventResult> results = new ArrayList<>();
        for (var at = 0; at < drafts.size(); at++) {
            var repeat = verdict.repeats().get(at);
            EventResult result;
            if (repeat == null) {
                var memory = next.next().stored.memory();
                result = EventResult.of(memory.id(), Effect.ADD, memory.text(), memory.scope());
            } else {
                result = repeat.result(ids, drafts.get(at));
            }
            ids.add(result.id());
            results.add(result);
        }
        return results;
    }

    private void distil(WorkQueue.Lease lease, AddCommand command, ProjectSettings settings) {
        var purpose = Purpose.of(lease.project(), Operation.EXTRACT);
        var transcript = heard(purpose, command, settings);
        if (transcript.isLost()) {
            giveUp(lease, transcript);
            return;
        }
        var messages = transcript.messages();
        var facts = new LinkedHashMap<String, @Nullable Object>();
        List<String> warnings = new ArrayList<>(command.warnings());
        noteMedia(facts, transcript);
        var task = messages.isEmpty() ? null : task(purpose, lease, command, settings, messages);
        var extraction =
                task == null
                        ? new Extraction(List.of(), "none", List.of())
                        : extractor.extract(task);
        warnings.addAll(extraction.warnings());
        facts.put("extractor", extraction.extractor());
        var candidates = provenance.traced(dated(extraction, command), messages);
        var found = distillation.drafts(candidates, command.scope(), transcript.remembered());
        var examined =
                task == null
                        ? Examination.NOTHING
                        : examined(lease, found, command, task, settings);
        var proposed = examined.kept();
        var encodings = encoder.encodeAll(proposed.stream().map(AddWork::unsaved).toList());
        var settled = consolidation.settle(lease.project(), proposed, encodings, created(command));
        facts.put("deduplicated", settled.dropped());
        facts.put("gate", examined.counts(settled.kept().size(), settled.dropped()));
        var statements =
                settled.kept().stream()
                        .map(kept -> new Stored(unsaved(kept.draft()), kept.encoding()))
                        .toList();
        var filled = structured.fill(purpose, command, statements, warnings);
        var rows = rows(purpose, settled, extraction.isByRules(), filled, settings);
        noteSpent(facts, purpose.bill().spent());
        noteWarnings(facts, warnings);
        var moves = moves(lease.project(), settled, rows, created(command));
        noteDream(facts, settled);
        store(
                lease,
                rows,
                moves,
                additions(rows),
                facts,
                window(command, transcript.remembered()),
                examined);
    }

    /// One memory, word for word as it was written down; an exact repeat is dropped.
    private void recordProcedure(
            WorkQueue.Lease lease, AddCommand command, ProjectSettings settings) {
        var purpose = Purpose.of(lease.project(), Operation.PROCEDURAL);
        var transcript = heard(purpose, command, settings);
        if (transcript.isLost()) {
            giveUp(lease, transcript);
            return;
        }
        var facts = new LinkedHashMap<String, @Nullable Object>();
        List<String> warnings = new ArrayList<>(command.warnings());
        noteMedia(facts, transcript);
        var drafts = procedures.drafts(purpose, command, transcript, facts, warnings);
        var stored = sameHash(lease.project(), drafts);
        var verdict = Reconciler.forDirectImport(drafts, stored);
        facts.put("deduplicated", verdict.repeats().size());
        var kept = verdict.kept().stream().map(drafts::get).toList();
        var encodings = encoder.encodeAll(kept.stream().map(AddWork::unsaved).toList());
        var filled = structured.fill(purpose, command, statements(kept, encodings), warnings);
        var rows = rows(purpose, kept, encodings, filled, settings);
        noteSpent(facts, purpose.bill().spent());
        noteWarnings(facts, warnings);
        store(
                lease,
                rows,
                List.of(),
                additions(rows),
                facts,
                window(command, transcript.remembered()),
                Examination.NOTHING);
    }

    /// The messages as text. What was in documents and pictures comes to light only here, so here
    /// its secrets are masked.
    private Transcript heard(Purpose purpose, AddCommand command, ProjectSettings settings) {
        var transcript = transcription.of(purpose, command.turns());
        return settings.storeSecrets() ? transcript : transcript.rewritten(SecretScan::masked);
    }

    /// Ends an add of which nothing could be read.
    private void giveUp(WorkQueue.Lease lease, Transcript transcript) {
        var now = clock.instant();
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        noteMedia(facts, transcript);
        var why = "No message could be read: " + String.join("; ", transcript.mediaErrors());
        var failed = lease.work().event().failed(why, facts, now);
        var settlement = new ChangeSet.Settlement.Leased(lease, failed);
        memories.apply(lease.project(), new ChangeSet(now, List.of(), null, settlement));
    }

    private static List<EventResult> additions(List<Row> rows) {
        return rows.stream()
                .map(row -> row.stored.memory())
                .map(each -> EventResult.of(each.id(), Effect.ADD, each.text(), each.scope()))
                .toList();
    }

    private static List<Stored> statements(List<Draft> drafts, List<Encoding> encodings) {
        List<Stored> statements = new ArrayList<>();
        for (var at = 0; at < drafts.size(); at++) {
            statements.add(new Stored(unsaved(drafts.get(at)), encodings.get(at)));
        }
        return statements;
    }

    /// The instant that the memories of an add are created at, as their readers see it.
    private Instant created(AddCommand command) {
        var timestamp = command.terms().timestamp();
        return timestamp == null ? clock.instant() : timestamp;
    }

    /// The rules date what they write; what others wrote is checked.
    private List<Extraction.Candidate> dated(Extraction extraction, AddCommand command) {
        return extraction.isByRules()
                ? extraction.candidates()
                : extraction.candidates().stream().map(dating(command)::checked).toList();
    }

    private Examination examined(
            WorkQueue.Lease lease,
            List<Draft> drafts,
            AddCommand command,
            ExtractionTask task,
            ProjectSettings settings) {
        return Examination.of(
                drafts,
                gate,
                lease.project(),
                command,
                task.messages(),
                task.context().existing(),
                settings.storeSecrets(),
                lease.work().event().id(),
                clock.instant());
    }

    private ExtractionTask task(
            Purpose purpose,
            WorkQueue.Lease lease,
            AddCommand command,
            ProjectSettings settings,
            List<Message> messages) {
        var now = clock.instant();
        var project = lease.project();
        return new ExtractionTask(
                purpose,
                command.scope(),
                messages,
                neighbourhood.around(project, command.scope(), messages),
                observed(command, now),
                command.wishes().zone(),
                now,
                guidance(
                        command.wishes(),
                        settings,
                        digest.of(project, Neighbourhood.ofOwners(command.scope()))));
    }

    private Dating dating(AddCommand command) {
        return new Dating(observed(command, clock.instant()), command.wishes().zone());
    }

    /// The first of: the observation given, the timestamp given, now (engine contract 1.9).
    private static Instant observed(AddCommand command, Instant now) {
        var observed = command.wishes().observed();
        if (observed != null) {
            return observed;
        }
        var timestamp = command.terms().timestamp();
        return timestamp == null ? now : timestamp;
    }

    /// What the call says replaces what the project says, field by field.
    private static Guidance guidance(
            AddCommand.Wishes wishes, ProjectSettings settings, List<String> feedback) {
        return new Guidance(
                either(wishes.instructions(), settings.customInstructions()),
                either(wishes.agentInstructions(), settings.agentCustomInstructions()),
                either(wishes.includes(), settings.inclusionPrompt()),
                either(wishes.excludes(), settings.exclusionPrompt()),
                settings.multilingual(),
                settings.hints(),
                feedback,
                catalog(wishes, settings));
    }

    private static Catalog catalog(AddCommand.Wishes wishes, ProjectSettings settings) {
        return wishes.catalog() == null ? settings.catalog() : wishes.catalog();
    }

    private static @Nullable String either(@Nullable String call, @Nullable String project) {
        return call == null ? project : call;
    }

    private List<Memory> sameHash(ProjectId project, List<Draft> drafts) {
        Map<Scope, Set<String>> hashes = new LinkedHashMap<>();
        drafts.forEach(draft ->
                hashes.computeIfAbsent(draft.scope(), _ -> new LinkedHashSet<>())
                        .add(draft.hash()));
        List<Memory> found = new ArrayList<>();
        hashes.forEach((scope, each) -> found.addAll(memories.withHash(project, scope, each)));
        return found;
    }

    private record Row(Stored stored, List<Message> input) {}

    private List<Row> rows(
            Purpose purpose,
            List<Draft> drafts,
            List<Encoding> encodings,
            AddCommand command,
            ProjectSettings settings) {
        var created = created(command);
        var labels = labels(purpose, drafts, encodings, true, command, settings);
        List<Row> rows = new ArrayList<>();
        for (var i = 0; i < drafts.size(); i++) {
            var memory =
                    memory(unsaved(drafts.get(i)), created, command, settings)
                            .withCategories(labels.get(i));
            rows.add(new Row(new Stored(memory, encodings.get(i)), drafts.get(i).input()));
        }
        return rows;
    }

    private List<Row> rows(
            Purpose purpose,
            Consolidated settled,
            boolean isByRules,
            AddCommand command,
            ProjectSettings settings) {
        var created = created(command);
        var labels =
                labels(
                        purpose,
                        settled.kept().stream().map(Consolidated.Kept::draft).toList(),
                        settled.kept().stream().map(Consolidated.Kept::encoding).toList(),
                        isByRules,
                        command,
                        settings);
        List<Row> rows = new ArrayList<>();
        for (var at = 0; at < settled.kept().size(); at++) {
            var kept = settled.kept().get(at);
            var memory =
                    memory(unsaved(kept.draft()), created, command, settings)
                            .withId(kept.id())
                            .withLineage(kept.lineage())
                            .withCategories(Catalog.union(labels.get(at), kept.inherited()));
            rows.add(new Row(new Stored(memory, kept.encoding()), kept.draft().input()));
        }
        return rows;
    }

    /// What the command says of all its memories.
    private static Memory memory(
            Memory bare, Instant created, AddCommand command, ProjectSettings settings) {
        var expiration = command.terms().expiration();
        return bare.withTimes(Times.at(created))
                .withMetadata(command.metadata())
                .withImmutable(command.terms().immutable())
                .withExpiration(expiration == null ? settings.expirationDate() : expiration);
    }

    /// Those of the caller, else those that the extractor proposes, else those that fit. A model
    /// that did not extract is not asked for labels either: it may be down, or nobody may want to
    /// wait for it.
    private List<List<String>> labels(
            Purpose purpose,
            List<Draft> drafts,
            List<Encoding> encodings,
            boolean isByRules,
            AddCommand command,
            ProjectSettings settings) {
        var given = command.categories();
        if (given != null) {
            return Collections.nCopies(drafts.size(), given);
        }
        List<Statement> statements = new ArrayList<>();
        for (var i = 0; i < drafts.size(); i++) {
            statements.add(new Statement(drafts.get(i).text(), encodings.get(i)));
        }
        var catalog = catalog(command.wishes(), settings);
        return isByRules
                ? labelling.labelsByRules(purpose, catalog, statements)
                : labelling.labels(
                        purpose,
                        catalog,
                        statements,
                        drafts.stream().map(Draft::categories).toList());
    }

    private static Memory unsaved(Draft draft) {
        return Memory.of(MemoryId.random(), draft.text(), draft.scope(), Times.at(Instant.EPOCH))
                .withOrigin(draft.origin())
                .withTemporal(draft.temporal());
    }

    /// The changes of what the new memories replace.
    private List<Change> moves(
            ProjectId project, Consolidated settled, List<Row> rows, Instant created) {
        Map<MemoryId, Memory> successors = new LinkedHashMap<>();
        rows.forEach(row -> successors.put(row.stored.memory().id(), row.stored.memory()));
        var ids = settled.moved().stream().map(moved -> moved.memory().id()).toList();
        var encodings = memories.encodings(project, ids);
        List<Change> changes = new ArrayList<>();
        for (var moved : settled.moved()) {
            var encoding = encodings.get(moved.memory().id());
            if (encoding == null) {
                throw new Failure.Conflict("a neighbour was deleted meanwhile");
            }
            var successor = successors.get(moved.by());
            var temporal = successor == null ? null : successor.temporal();
            var start = temporal == null ? null : temporal.start();
            changes.add(moved.transition(start == null ? created : start).change(encoding));
        }
        return changes;
    }

    private static void noteDream(Map<String, @Nullable Object> facts, Consolidated settled) {
        List<Map<String, @Nullable Object>> moved = new ArrayList<>();
        settled.moved().forEach(each -> moved.add(each.told()));
        for (var kept : settled.kept()) {
            if (kept.replacedBy() != null) {
                moved.add(
                        Consolidated.Moved.told(
                                kept.id(), Lifecycle.SUPERSEDED, kept.replacedBy()));
            }
        }
        if (!moved.isEmpty()) {
            facts.put("dream", moved);
        }
    }

    private void store(
            WorkQueue.Lease lease,
            List<Row> rows,
            List<Change> moves,
            List<EventResult> results,
            Map<String, @Nullable Object> facts,
            ChangeSet.@Nullable Window window,
            Examination examined) {
        var now = clock.instant();
        List<Change> changes = new ArrayList<>();
        rows.forEach(row -> changes.add(new Change.Added(row.stored, row.input)));
        changes.addAll(moves);
        var event = lease.work().event().succeeded(results, facts, now);
        var set =
                new ChangeSet(
                        now,
                        changes,
                        window,
                        new ChangeSet.Settlement.Leased(lease, event),
                        examined.forStorage(gate.capacity()));
        tracer.trace(Step.APPLY, () -> memories.apply(lease.project(), set));
    }

    private static ChangeSet.@Nullable Window window(AddCommand command, List<Message> messages) {
        return messages.isEmpty()
                ? null
                : new ChangeSet.Window(command.scope().sessionKey(), messages);
    }

    private static void noteMedia(Map<String, @Nullable Object> facts, Transcript transcript) {
        if (!transcript.mediaErrors().isEmpty()) {
            facts.put("media_errors", transcript.mediaErrors());
        }
    }

    /// What language models took, when they were asked.
    private static void noteSpent(Map<String, @Nullable Object> facts, Spent spent) {
        if (spent.inputTokens() + spent.outputTokens() > 0) {
            facts.put(
                    "tokens", Map.of("input", spent.inputTokens(), "output", spent.outputTokens()));
        }
        if (spent.cost() != null) {
            facts.put("cost", spent.cost().doubleValue());
        }
    }

    private static void noteWarnings(Map<String, @Nullable Object> facts, List<String> warnings) {
        if (!warnings.isEmpty()) {
            facts.put("warnings", List.copyOf(warnings));
        }
    }
}
