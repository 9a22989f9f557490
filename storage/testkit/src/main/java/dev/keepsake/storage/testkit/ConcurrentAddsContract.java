package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.category.Classifier;
import dev.keepsake.category.Labelling;
import dev.keepsake.ingest.Interpreters;
import dev.keepsake.account.Access;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.Caller;
import dev.keepsake.account.Credential;
import dev.keepsake.account.Identity;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Quotas;
import dev.keepsake.account.Role;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.Journal;
import dev.keepsake.ingest.AddCommand;
import dev.keepsake.ingest.Extraction;
import dev.keepsake.ingest.ExtractionTask;
import dev.keepsake.ingest.Extractor;
import dev.keepsake.ingest.IngestSettings;
import dev.keepsake.ingest.IngestWorker;
import dev.keepsake.ingest.Intake;
import dev.keepsake.ingest.Turn;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.model.Encoder;
import dev.keepsake.model.PlainAnalyzer;
import dev.keepsake.quality.Discretion;
import dev.keepsake.quality.Gate;
import dev.keepsake.quality.RecentlyRecalled;
import dev.keepsake.search.Indexer;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.summary.Profiles;
import dev.keepsake.summary.RulesSummarizer;
import dev.keepsake.trace.Tracer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Adds of one owner end as if they had been made one after the other, whoever made them at once.
public interface ConcurrentAddsContract extends TestedStorage {

    /// What a talkative user says over the years; every statement bears on some other one.
    List<String> SAID =
            List.of(
                    "User lives in Bergen",
                    "User moved to Graz",
                    "User lives in Cork with her brother",
                    "User has a parrot named Kiwi",
                    "User's parrot Kiwi is a 4-year-old African grey",
                    "User loves climbing",
                    "User really enjoys climbing",
                    "User stopped climbing",
                    "User works at Novo Foods",
                    "User works as a packaging engineer at Novo Foods",
                    "User left Novo Foods for Siemens",
                    "User's favorite color is blue",
                    "User's favorite color is green",
                    "User prefers tea over coffee",
                    "User prefers coffee over tea",
                    "User is allergic to walnuts");

    Classifier NO_LABELS =
            (_, _, statements) ->
                    statements.stream().map(_ -> List.<String>of()).toList();

    @Test
    @Timeout(120)
    default void addsMadeAtOnceEndAsIfMadeInTurn() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        var running = new AtomicInteger();
        Extractor recording =
                task -> {
                    assertThat(running.incrementAndGet()).isEqualTo(1);
                    order.add(task.messages().getLast().content());
                    var extraction = everyMessage(task);
                    running.decrementAndGet();
                    return extraction;
                };
        var together = ProjectId.parse("6d1e4ad5-8f0f-4a1c-9f57-0a4a6f6c2b02");
        var inTurn = ProjectId.parse("6d1e4ad5-8f0f-4a1c-9f57-0a4a6f6c2b03");
        var embedder = new WordVectors();
        var encoder = new Encoder(embedder, new PlainAnalyzer());
        storage()
                .index()
                .reset(
                        new SearchIndex.Fingerprint(
                                embedder.model().id(),
                                embedder.model().dimensions(),
                                storage().index().layout()));
        try (var indexer = new Indexer(storage().memories(), storage().index());
                var journal = new Journal(storage().events());
                var profiles =
                        new Profiles(
                                storage().memories(),
                                storage().accounts(),
                                new RulesSummarizer(),
                                clock());
                var worker =
                        new IngestWorker(
                                storage(),
                                Interpreters.of(recording),
                                new Gate(
                                        storage().memories(),
                                        new RecentlyRecalled(journal, clock()),
                                        100),
                                embedder,
                                encoder,
                                indexer,
                                new Labelling(storage().accounts(), NO_LABELS, NO_LABELS),
                                Map.of(),
                                profiles,
                                Tracer.NONE,
                                IngestSettings.STANDARD,
                                clock())) {
            var quotas = new Quotas(Quotas.Limits.NONE, storage().memories(), journal, clock());
            var intake =
                    new Intake(
                            storage().work(),
                            worker,
                            quotas,
                            new Discretion(storage().accounts()),
                            Tracer.NONE,
                            IngestSettings.STANDARD,
                            clock());

            awaitEnd(together, allAtOnce(intake, together));
            var once = List.copyOf(order);
            once.forEach(text -> intake.addNow(owner(inTurn), add(text), Map.of()));

            assertThat(once).hasSize(64);
            assertThat(told(together)).isEqualTo(told(inTurn)).hasSizeGreaterThan(SAID.size());
        }
    }

    /// Every message is a fact.
    private static Extraction everyMessage(ExtractionTask task) {
        var facts =
                task.messages().stream()
                        .map(message ->
                                Extraction.Candidate.of(
                                        message.content(), Attribution.USER, List.of()))
                        .toList();
        return new Extraction(facts, "scripted", List.of());
    }

    private List<Event> allAtOnce(Intake intake, ProjectId project) throws Exception {
        List<Callable<Event>> adds =
                IntStream.range(0, 64)
                        .mapToObj(i -> SAID.get((i * 7 + i / 16) % SAID.size()))
                        .<Callable<Event>>map(
                                text -> () -> intake.accept(owner(project), add(text), Map.of()))
                        .toList();
        List<Event> accepted = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (Future<Event> each : threads.invokeAll(adds)) {
                accepted.add(each.get());
            }
        }
        return accepted;
    }

    private void awaitEnd(ProjectId project, List<Event> events) throws Exception {
        for (var event : events) {
            while (!status(project, event).isFinal()) {
                TimeUnit.MILLISECONDS.sleep(2);
            }
            assertThat(status(project, event)).isEqualTo(EventStatus.SUCCEEDED);
        }
    }

    private EventStatus status(ProjectId project, Event event) {
        return storage().events().find(project, event.id()).orElseThrow().status();
    }

    /// The memories as far as they do not depend on chance: texts, states and successors, oldest
    /// text first.
    private List<String> told(ProjectId project) {
        var all =
                storage().memories().list(project, Filter.EVERYTHING, Page.Ask.first(1000)).items();
        Map<MemoryId, String> texts = new HashMap<>();
        all.forEach(memory -> texts.put(memory.id(), memory.text()));
        return all.stream()
                .map(memory -> memory.text() + " " + fate(memory, texts))
                .sorted()
                .toList();
    }

    private static String fate(Memory memory, Map<MemoryId, String> texts) {
        var lineage = memory.lineage();
        var links =
                lineage.linked().stream().map(id -> texts.getOrDefault(id, "?")).sorted().toList();
        return lineage.state()
                + " by "
                + (lineage.replacedBy() == null ? "-" : texts.get(lineage.replacedBy()))
                + " linked to "
                + links;
    }

    private static AddCommand add(String text) {
        return new AddCommand(
                Scope.ofUser("ana"),
                List.of(new Turn("user", null, text, List.of())),
                Map.of(),
                true,
                List.of(),
                null,
                AddCommand.Wishes.NONE,
                AddCommand.Terms.PLAIN,
                List.of());
    }

    private static Caller owner(ProjectId project) {
        var identity =
                new Identity(
                        AccountId.random(),
                        "dana",
                        "d@e.org",
                        false,
                        Access.ADMIN,
                        new Credential.Key(KeyId.random(), false));
        return new Caller(identity, OrganizationId.random(), project, Role.OWNER);
    }
}
