package dev.keepsake.engine;

import dev.keepsake.account.Access;
import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Caller;
import dev.keepsake.account.Credential;
import dev.keepsake.account.Founding;
import dev.keepsake.account.Identity;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Quotas;
import dev.keepsake.account.Role;
import dev.keepsake.category.Labelling;
import dev.keepsake.dream.DreamWork;
import dev.keepsake.edit.Editor;
import dev.keepsake.entity.EntityDeletion;
import dev.keepsake.entity.Eraser;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventType;
import dev.keepsake.event.Journal;
import dev.keepsake.graph.EntityBoosts;
import dev.keepsake.graph.EntityExtraction;
import dev.keepsake.graph.Grapher;
import dev.keepsake.graph.OwnerNodes;
import dev.keepsake.ingest.AddCommand;
import dev.keepsake.ingest.IngestSettings;
import dev.keepsake.ingest.IngestWorker;
import dev.keepsake.ingest.Intake;
import dev.keepsake.ingest.Interpreters;
import dev.keepsake.ingest.MediaReader;
import dev.keepsake.ingest.QuarantineDesk;
import dev.keepsake.ingest.StepList;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import dev.keepsake.model.Encoder;
import dev.keepsake.model.PlainAnalyzer;
import dev.keepsake.quality.Discretion;
import dev.keepsake.quality.Gate;
import dev.keepsake.quality.RecentlyRecalled;
import dev.keepsake.search.Hit;
import dev.keepsake.search.Indexer;
import dev.keepsake.search.ListAsk;
import dev.keepsake.search.Reader;
import dev.keepsake.search.SearchAsk;
import dev.keepsake.search.SearchSettings;
import dev.keepsake.search.Searcher;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.summary.Profiles;
import dev.keepsake.summary.RulesSummarizer;
import dev.keepsake.trace.Tracer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The engine as a server would wire it, over a storage in memory, with one project and a caller
/// who owns it.
public final class Engine implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2026-08-22T12:00:00Z");
    public static final Map<String, @Nullable Object> NO_PAYLOAD = Map.of();

    /// How much the quarantine holds.
    public static final int QUARANTINE = 100;

    public final MovableClock clock = new MovableClock(NOW);
    public final InMemoryStorage storage = new InMemoryStorage(clock);
    public final MemoryStore memories;
    public final ScriptedExtractor extractor = new ScriptedExtractor();

    /// Can be set before an add.
    public volatile MediaReader media = MediaReader.NONE;

    public final SpokenStructurer structurer = new SpokenStructurer();
    public final SpokenLabels classifier = new SpokenLabels();
    public final BagOfWords embedder = new BagOfWords();
    public final Encoder encoder = new Encoder(embedder, new PlainAnalyzer());
    public final Journal journal = new Journal(storage.events());
    public final Indexer indexer;

    /// Not started; whoever wants a graph lets it catch up.
    public final Grapher grapher;

    public final Discretion discretion;
    public final RecentlyRecalled recalled;
    public final Searcher searcher;
    public final Reader reader;
    public final Labelling labelling;
    public final ScriptedDreamer dreamer = new ScriptedDreamer();
    public final DreamWork dreams;
    public final Editor editor;
    public final Profiles profiles;
    public final IngestWorker worker;
    public final Intake intake;
    public final QuarantineDesk quarantine;
    public final Eraser eraser;
    public final EntityDeletion deletion;
    public final Caller caller;

    public Engine() {
        this(IngestSettings.STANDARD, Map.of(), UnaryOperator.identity(), Quotas.Limits.NONE);
    }

    /// With quotas for every project.
    public Engine(Quotas.Limits limits) {
        this(IngestSettings.STANDARD, Map.of(), UnaryOperator.identity(), limits);
    }

    public Engine(IngestSettings settings) {
        this(settings, Map.of(), UnaryOperator.identity(), Quotas.Limits.NONE);
    }

    /// With settings of the project, by the names of the wire.
    public Engine(Map<String, @Nullable Object> projectSettings) {
        this(
                IngestSettings.STANDARD,
                projectSettings,
                UnaryOperator.identity(),
                Quotas.Limits.NONE);
    }

    /// With something between the rooms and the stored memories.
    public Engine(UnaryOperator<MemoryStore> between) {
        this(IngestSettings.STANDARD, Map.of(), between, Quotas.Limits.NONE);
    }

    private Engine(
            IngestSettings settings,
            Map<String, @Nullable Object> projectSettings,
            UnaryOperator<MemoryStore> between,
            Quotas.Limits limits) {
        caller = found(projectSettings);
        memories = between.apply(storage.memories());
        indexer = new Indexer(memories, storage.index());
        var quotas = new Quotas(limits, memories, journal, clock);
        var owners = new OwnerNodes(storage.graph());
        var names = new EntityExtraction(new PlainLinguist());
        grapher = new Grapher(memories, storage.graph(), owners, names, embedder);
        discretion = new Discretion(storage.accounts());
        recalled = new RecentlyRecalled(journal, clock);
        searcher =
                new Searcher(
                        memories,
                        storage.feedback(),
                        storage.index(),
                        indexer,
                        embedder,
                        new PlainAnalyzer(),
                        new EntityBoosts(
                                storage.graph(),
                                owners,
                                names,
                                embedder,
                                SearchSettings.STANDARD.entities()),
                        SearchSettings.STANDARD,
                        journal,
                        quotas,
                        discretion,
                        Tracer.NONE,
                        clock);
        reader = new Reader(memories, journal, quotas, clock);
        labelling = new Labelling(storage.accounts(), classifier, classifier);
        editor = new Editor(memories, encoder, labelling, indexer, discretion, Tracer.NONE, clock);
        dreams = new DreamWork(storage, dreamer, embedder, encoder, labelling, clock);
        profiles = new Profiles(memories, storage.accounts(), new RulesSummarizer(), clock);
        worker =
                new IngestWorker(
                        storage,
                        new Interpreters(
                                extractor,
                                (purpose, part) -> media.read(purpose, part),
                                new StepList(),
                                structurer),
                        gate(),
                        embedder,
                        encoder,
                        indexer,
                        labelling,
                        Map.of(EventType.DREAM, dreams),
                        profiles,
                        Tracer.NONE,
                        settings,
                        clock);
        intake =
                new Intake(
                        storage.work(), worker, quotas, discretion, Tracer.NONE, settings, clock);
        quarantine = new QuarantineDesk(storage.quarantine(), intake);
        eraser =
                new Eraser(
                        storage,
                        journal,
                        indexer,
                        List.of(grapher::catchUp),
                        Eraser.Settings.STANDARD,
                        clock);
        deletion = new EntityDeletion(storage, indexer, eraser, clock);
    }

    /// As the worker of this engine has it.
    public Gate gate() {
        return new Gate(memories, recalled, QUARANTINE);
    }

    private Caller found(Map<String, @Nullable Object> settings) {
        var account =
                new Account(AccountId.random(), "dana", "Dana", "d@e.org", null, false, null, NOW);
        var organization = new Organization(OrganizationId.random(), "Harbor Labs", NOW, NOW);
        var project =
                new Project(
                        ProjectId.random(),
                        organization.id(),
                        "default-project",
                        null,
                        true,
                        settings,
                        NOW,
                        NOW);
        var key =
                new ApiKey(
                        KeyId.random(),
                        new KeyHash("00"),
                        "m0-xxxxx",
                        "xxxx",
                        "first",
                        account.id(),
                        organization.id(),
                        project.id(),
                        false,
                        Access.ADMIN,
                        null,
                        null,
                        NOW);
        storage.accounts().found(new Founding(account, organization, project, key));
        return caller(organization.id(), project.id(), Role.OWNER, Access.ADMIN);
    }

    /// A caller with a key of their own.
    public static Caller caller(
            OrganizationId organization, ProjectId project, Role role, Access access) {
        var identity =
                new Identity(
                        AccountId.random(),
                        "dana",
                        "d@e.org",
                        false,
                        access,
                        new Credential.Key(KeyId.random(), false));
        return new Caller(identity, organization, project, role);
    }

    /// Gives the project other settings, by the names of the wire.
    public void settings(Map<String, @Nullable Object> settings) {
        var project = storage.accounts().project(project()).orElseThrow();
        storage.accounts().change(project.withSettings(settings));
    }

    public ProjectId project() {
        return caller.project();
    }

    /// Adds and waits until it is done.
    public Event add(AddCommand command) {
        return intake.addNow(caller, command, NO_PAYLOAD);
    }

    /// The event once it has ended; fails when that takes longer than any test should.
    public Event awaitEnd(EventId id) {
        Until.holds(() -> event(id).status().isFinal());
        return event(id);
    }

    private Event event(EventId id) {
        return storage.events().find(project(), id).orElseThrow();
    }

    /// Stores one text as it is.
    public Memory remember(Scope scope, String text) {
        return remembered(add(Add.verbatim(scope, text))).getFirst();
    }

    /// The memories that the results of an event name.
    public List<Memory> remembered(Event event) {
        return memories.findAll(project(), event.results().stream().map(EventResult::id).toList());
    }

    /// Stores memories as they are given, around every rule.
    public void put(Memory... all) {
        var encodings = encoder.encodeAll(List.of(all));
        List<Change> changes = new ArrayList<>();
        for (var i = 0; i < all.length; i++) {
            changes.add(new Change.Added(new Stored(all[i], encodings.get(i)), List.of()));
        }
        memories.apply(
                project(),
                new ChangeSet(
                        clock.instant(),
                        changes,
                        null,
                        new ChangeSet.Settlement.Unrecorded(EventId.random())));
    }

    /// Changes a stored memory, around every rule.
    public void move(Memory before, Memory after, Map<String, @Nullable Object> note) {
        var encoding = encoder.encode(after);
        var change = new Change.Updated(before, new Stored(after, encoding), List.of(), note);
        memories.apply(
                project(),
                new ChangeSet(
                        clock.instant(),
                        List.of(change),
                        null,
                        new ChangeSet.Settlement.Unrecorded(EventId.random())));
    }

    public static Memory memory(Scope scope, String text) {
        return Memory.of(MemoryId.random(), text, scope, Times.at(NOW));
    }

    /// A memory that another one superseded or absorbed.
    public static Memory replaced(Memory memory, Lifecycle state, Memory by) {
        return memory.withLineage(memory.lineage().moved(state, by.id()));
    }

    public Memory find(MemoryId id) {
        return memories.find(project(), id).orElseThrow();
    }

    public boolean has(MemoryId id) {
        return memories.find(project(), id).isPresent();
    }

    /// The texts of everything stored, hidden or not, sorted.
    public List<String> texts() {
        return memories
                .list(project(), Filter.EVERYTHING, Page.Ask.first(Page.Ask.MAX_SIZE))
                .items()
                .stream()
                .map(Memory::text)
                .sorted()
                .toList();
    }

    public Page<Memory> list(Filter filter) {
        return list(filter, SearchAsk.Shown.USUAL);
    }

    public Page<Memory> list(Filter filter, SearchAsk.Shown shown) {
        return reader.list(
                caller, new ListAsk(filter, Page.Ask.first(100), shown, Scope.NONE, NO_PAYLOAD));
    }

    public List<Hit> search(String query, Filter filter) {
        return search(query, filter, 10, SearchAsk.Shown.USUAL);
    }

    public List<Hit> search(
            @Nullable String query, Filter filter, int topK, SearchAsk.Shown shown) {
        return searcher.search(
                caller,
                new SearchAsk(query, filter, topK, 0, false, null, shown, Scope.NONE, NO_PAYLOAD));
    }

    @Override
    public void close() {
        eraser.close();
        worker.close();
        profiles.close();
        indexer.close();
        journal.close();
        storage.close();
    }
}
