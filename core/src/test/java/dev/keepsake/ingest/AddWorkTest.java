package dev.keepsake.ingest;

import static dev.keepsake.engine.Add.assistant;
import static dev.keepsake.engine.Add.turn;
import static dev.keepsake.engine.Add.user;
import static dev.keepsake.engine.ScriptedExtractor.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.keepsake.category.Catalog;
import dev.keepsake.engine.Add;
import dev.keepsake.engine.Engine;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventStatus;
import dev.keepsake.failure.Failure;
import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.model.Bill.Spent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What becomes of a conversation that is distilled. Display names start with the row of the engine
/// contract's acceptance tables.
class AddWorkTest {

    private static final Media PHOTO = new Media(Media.Kind.IMAGE, "https://example.org/a.png");
    private static final Scope U = Scope.ofUser("u");
    private static final Scope A = new Scope(null, "a", null, null);
    private static final Scope ALL = new Scope("u", "a", "app", "run");

    private Engine engine = new Engine();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    @DisplayName("A03 nothing worth remembering is success, and the window keeps the messages")
    void nothingWorthRememberingIsSuccess() {
        engine.extractor.answers();

        var event = engine.add(Add.inferred(U, user("Hi!"), assistant("Hello!")));

        assertThat(event.status()).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(event.results()).isEmpty();
        assertThat(engine.memories.window(engine.project(), U.sessionKey()))
                .containsExactly(
                        new Message("user", null, "Hi!"), new Message("assistant", null, "Hello!"));
    }

    @Test
    @DisplayName("A06, A07 facts of user and assistant go to the one who stated them")
    void factsGoToTheOneWhoStatedThem() {
        var event =
                engine.add(
                        Add.inferred(ALL, user("I coach swimming"), assistant("I drafted a plan")));

        assertThat(engine.remembered(event))
                .extracting(Memory::text, Memory::scope, each -> each.origin().attributedTo())
                .containsExactly(
                        tuple(
                                "I coach swimming",
                                new Scope("u", null, "app", "run"),
                                Attribution.USER),
                        tuple(
                                "I drafted a plan",
                                new Scope(null, "a", "app", "run"),
                                Attribution.ASSISTANT));
        var user = new Filter.EntityIn(EntityKind.USER, Set.of("u"));
        var agent = new Filter.EntityIn(EntityKind.AGENT, Set.of("a"));
        assertThat(engine.list(Filter.all(user, agent)).items()).isEmpty();
        assertThat(engine.list(new Filter.Any(List.of(user, agent))).items()).hasSize(2);
    }

    @Test
    @DisplayName("A08 without an agent the user owns what the assistant stated")
    void withoutAnAgentTheUserOwnsWhatTheAssistantStated() {
        var event = engine.add(Add.inferred(U, assistant("I reserved table 9 for you")));

        var memory = engine.remembered(event).getFirst();
        assertThat(memory.scope()).isEqualTo(U);
        assertThat(memory.origin().attributedTo()).isEqualTo(Attribution.ASSISTANT);
    }

    @Test
    @DisplayName("A11 the same add again stores nothing and counts what it dropped")
    void theSameAddAgainStoresNothing() {
        engine.add(Add.inferred(U, "User likes tea"));
        engine.extractor.answers(said("user  LIKES tea."));

        var again = engine.add(Add.inferred(U, "User likes tea"));

        assertThat(again.status()).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(again.results()).isEmpty();
        assertThat(again.metadata()).containsEntry("deduplicated", 1);
        assertThat(engine.texts()).containsExactly("User likes tea");
        assertThat(engine.reader.revisions(engine.caller, Page.Ask.first(10)).total()).isEqualTo(1);
    }

    @Test
    void aRepeatAmongManyMemoriesOfTheScopeIsFoundByItsHash() {
        engine.add(Add.inferred(U, "User likes tea"));
        for (var i = 0; i < 30; i++) {
            // nearer by meaning than any other wording
            engine.remember(U, "likes user tea" + " tea".repeat(i));
        }

        var again = engine.add(Add.inferred(U, "User likes tea"));

        assertThat(again.metadata()).containsEntry("deduplicated", 1);
    }

    @Test
    void aFactThatWasSupersededAndIsTrueAgainIsStoredAnew() {
        var bergen = Engine.memory(U, "User lives in Bergen");
        var graz = Engine.memory(U, "User lives in Graz");
        engine.put(Engine.replaced(bergen, Lifecycle.SUPERSEDED, graz), graz);

        engine.add(Add.inferred(U, "User lives in Bergen"));

        assertThat(engine.texts())
                .containsExactly(
                        "User lives in Bergen", "User lives in Bergen", "User lives in Graz");
    }

    @Test
    void aRepeatOfAMergedMemoryIsDropped() {
        var bare = Engine.memory(U, "User has a parrot");
        var full = Engine.memory(U, "User has a parrot named Kiwi");
        engine.put(Engine.replaced(bare, Lifecycle.MERGED, full), full);

        var event = engine.add(Add.inferred(U, "User has a parrot"));

        assertThat(event.results()).isEmpty();
        assertThat(engine.texts()).hasSize(2);
    }

    @Test
    void aDuplicateThatTheExtractorNamesIsDroppedWhenItIsNearInMeaning() {
        var memory = engine.remember(U, "User really loves rock climbing");
        engine.extractor.answers(repeating("User loves climbing", memory.id()));

        var event = engine.add(Add.inferred(U, "I love climbing"));

        assertThat(event.results()).isEmpty();
        assertThat(event.metadata()).containsEntry("deduplicated", 1);
    }

    @Test
    void aDuplicateThatMeansSomethingElseIsOnlyLinked() {
        var memory = engine.remember(U, "User loves climbing");
        engine.extractor.answers(repeating("Parrots live long", memory.id()));

        var event = engine.add(Add.inferred(U, "Parrots live long"));

        assertThat(engine.remembered(event).getFirst().lineage().linked())
                .containsExactly(memory.id());
        assertThat(event.metadata()).containsEntry("deduplicated", 0);
    }

    @Test
    void aDuplicateOfAnotherOwnerOrAnImmutableMemoryIsOnlyLinked() {
        var other = engine.remember(Scope.ofUser("v"), "User loves climbing");
        var fixed = Engine.memory(U, "Parrots can talk").withImmutable(true);
        engine.put(fixed);
        engine.extractor.answers(
                repeating("User loves climbing", other.id()),
                repeating("Parrots can chat", fixed.id()));

        var event = engine.add(Add.inferred(U, "I love climbing and my parrot"));

        assertThat(engine.remembered(event))
                .extracting(each -> each.lineage().linked())
                .containsExactly(List.of(other.id()), List.of(fixed.id()));
    }

    @Test
    @DisplayName(
            "A18, A19, A23 terms of the add are on every memory; the project's expiry is the default")
    void termsOfTheAddAreOnEveryMemory() {
        engine.close();
        engine = new Engine(Map.of("expiration_date", "2099-01-01"));
        var add = Add.inferred(U, user("one"), user("two"));

        var usual = engine.remembered(engine.add(add));
        var special =
                engine.remembered(
                        engine.add(
                                Add.with(
                                        Add.with(
                                                Add.inferred(U, user("three"), user("four")),
                                                Map.of("k", 1)),
                                        new AddCommand.Terms(
                                                true, LocalDate.parse("2098-01-01"), null))));

        assertThat(usual)
                .extracting(Memory::expiration)
                .containsOnly(LocalDate.parse("2099-01-01"));
        assertThat(special)
                .hasSize(2)
                .allSatisfy(each -> {
                    assertThat(each.expiration()).isEqualTo("2098-01-01");
                    assertThat(each.immutable()).isTrue();
                    assertThat(each.metadata()).isEqualTo(Map.of("k", 1));
                });
    }

    @Test
    @DisplayName("A22 words of the call go before words of the project, field by field")
    void wordsOfTheCallGoBeforeWordsOfTheProject() {
        engine.close();
        engine =
                new Engine(
                        Map.of(
                                "custom_instructions", "project",
                                "agent_custom_instructions", "project agent",
                                "inclusion_prompt", "sports",
                                "exclusion_prompt", "food",
                                "usecase", "care",
                                "multilingual", true));
        var wishes =
                new AddCommand.Wishes(
                        "call", null, "music", null, null, ZoneId.of("UTC"), null, null);

        engine.add(Add.with(Add.inferred(U, "X"), wishes));

        assertThat(engine.extractor.lastTask().guidance())
                .isEqualTo(
                        new ExtractionTask.Guidance(
                                "call",
                                "project agent",
                                "music",
                                "food",
                                true,
                                List.of("Use case: care"),
                                List.of(),
                                Catalog.STANDARD));
    }

    @Test
    @DisplayName("A17 a conversation is dated by its observation, else its timestamp, else now")
    void aConversationIsDatedByItsObservationElseItsTimestampElseNow() {
        var observed = Instant.parse("2023-05-24T08:00:00Z");
        var timestamp = Instant.parse("2024-01-01T00:00:00Z");
        var zone = ZoneId.of("Europe/Vienna");
        var wishes = new AddCommand.Wishes(null, null, null, null, observed, zone, null, null);
        var backdated = Add.with(Add.inferred(U, "X"), Add.backdated(timestamp));

        engine.add(Add.inferred(U, "X"));
        assertThat(engine.extractor.lastTask().observed()).isEqualTo(Engine.NOW);
        engine.add(backdated);
        assertThat(engine.extractor.lastTask().observed()).isEqualTo(timestamp);
        engine.add(Add.with(backdated, wishes));
        assertThat(engine.extractor.lastTask().observed()).isEqualTo(observed);
        assertThat(engine.extractor.lastTask().zone()).isEqualTo(zone);
        assertThat(engine.extractor.lastTask().now()).isEqualTo(Engine.NOW);
    }

    @Test
    @DisplayName("A29 when the model fails the event says so and nothing is stored")
    void whenTheModelFailsTheEventSaysSoAndNothingIsStored() {
        engine.extractor.behaves(_ -> {
            throw new Failure.ModelFailed("LLM extraction failed: 503", true);
        });

        assertThatThrownBy(() -> engine.add(Add.inferred(U, "X")))
                .isInstanceOf(Failure.ModelFailed.class)
                .hasMessage("LLM extraction failed: 503");

        var event =
                engine.journal
                        .list(engine.project(), EventQuery.ALL, Page.Ask.first(1))
                        .items()
                        .getFirst();
        assertThat(event.status()).isEqualTo(EventStatus.FAILED);
        assertThat(event.error()).isEqualTo("LLM extraction failed: 503");
        assertThat(engine.texts()).isEmpty();
        assertThat(engine.memories.window(engine.project(), U.sessionKey())).isEmpty();
        assertThat(engine.storage.work().backlog()).isZero();
    }

    @Test
    void whenTheEmbedderFailsNothingIsStored() {
        engine.embedder.fail(true);

        assertThatThrownBy(() -> engine.add(Add.verbatim(U, "X")))
                .isInstanceOf(Failure.ModelFailed.class);

        assertThat(engine.texts()).isEmpty();
        assertThat(engine.storage.work().backlog()).isZero();
    }

    @Test
    void aConversationOfUnreadableMediaOnlyFails() {
        var image = new Turn("user", null, null, List.of(PHOTO));

        assertThatThrownBy(() -> engine.add(Add.inferred(U, image)))
                .isInstanceOf(Failure.ModelFailed.class);
        assertThat(engine.extractor.tasks()).isEmpty();

        var event = engine.add(Add.inferred(U, image, user("X")));
        assertThat(event.metadata().get("media_errors"))
                .isEqualTo(List.of("messages[0] image_url: media are not read here"));
    }

    @Test
    void whatNobodyCouldReadStandsInTheFailedEvent() {
        var image = new Turn("user", null, null, List.of(PHOTO));

        var event = engine.intake.accept(engine.caller, Add.inferred(U, image), Map.of());
        var failed = engine.awaitEnd(event.id());

        assertThat(failed.status()).isEqualTo(EventStatus.FAILED);
        assertThat(failed.error())
                .isEqualTo(
                        "No message could be read: messages[0] image_url: media are not read here");
        assertThat(failed.metadata()).containsKey("media_errors");
    }

    @Test
    void aLongDocumentIsReadWholeAndRememberedByItsBeginning() {
        engine.media = (_, _) -> new MediaReader.Reading.Text("Pump P2. ".repeat(1_000), false);

        var event = engine.add(Add.inferred(U, new Turn("user", null, null, List.of(PHOTO))));

        assertThat(engine.extractor.tasks().getFirst().messages().getFirst().content())
                .hasSizeGreaterThan(9_000);
        var id = event.results().getFirst().id();
        assertThat(engine.reader.history(engine.caller, id).getFirst().input().getFirst().content())
                .hasSizeLessThan(2_100);
        assertThat(engine.memories.window(engine.project(), U.sessionKey()).getFirst().content())
                .hasSizeLessThan(2_100);
    }

    @Test
    void secretsInDocumentsAreMasked() {
        var key = "sk-proj-" + "Ab3dEf6hIj9kLm2nOp5qRs8t".repeat(2);
        engine.media = (_, _) -> new MediaReader.Reading.Text("The api key is " + key, false);

        engine.add(Add.inferred(U, new Turn("user", null, null, List.of(PHOTO))));

        assertThat(engine.extractor.tasks().getFirst().messages().getFirst().content())
                .contains("The api key is")
                .doesNotContain(key);
        assertThat(engine.memories.window(engine.project(), U.sessionKey()).toString())
                .doesNotContain(key);
    }

    @Test
    void wordForWordTheQueueKeepsNoMedia() {
        var turn = new Turn("user", null, "Look", List.of(PHOTO));
        var command = Add.command(U, false, List.of(turn), Map.of(), AddCommand.Terms.PLAIN);

        assertThat(command.withoutIdleMedia().turns().getFirst().media()).isEmpty();
        assertThat(Add.inferred(U, turn).withoutIdleMedia().turns()).containsExactly(turn);
    }

    @Test
    @DisplayName("A31 a run of an agent becomes one memory that holds every tool output unchanged")
    void aRunBecomesOneMemory() {
        var outputs = List.of("HTTP 200\n  <b>ok</b>", "[1, 2,\t3]", "ünïcode 😀");
        var add =
                Add.procedural(
                        A,
                        user("Log in and list the orders"),
                        assistant("I open the page"),
                        Add.turn("tool", outputs.get(0)),
                        assistant("I list the orders"),
                        Add.turn("tool", outputs.get(1)),
                        assistant("I note the names"),
                        Add.turn("tool", outputs.get(2)));

        var event = engine.add(add);

        var memory = engine.remembered(event).getFirst();
        assertThat(event.results()).hasSize(1);
        assertThat(memory.text()).contains(outputs);
        assertThat(memory.origin().memoryType()).isEqualTo("procedural_memory");
        assertThat(memory.scope()).isEqualTo(A);
        assertThat(engine.extractor.tasks()).isEmpty();

        var again = engine.add(add);
        assertThat(again.results()).isEmpty();
        assertThat(again.metadata()).containsEntry("deduplicated", 1);
    }

    @Test
    void theSchemaOfTheCallIsFilledIntoTheMetadataOfEveryMemory() {
        engine.extractor.answers(said("User likes tea"), said("User likes figs"));

        var event = engine.add(structured(Add.inferred(U, "I like tea and figs")));

        assertThat(engine.remembered(event))
                .hasSize(2)
                .allSatisfy(memory ->
                        assertThat(memory.metadata())
                                .isEqualTo(
                                        Map.of(
                                                "structured_data",
                                                Map.of(
                                                        "said",
                                                        List.of(
                                                                "User likes tea",
                                                                "User likes figs")))));
    }

    @Test
    void memoriesAreStoredWithoutStructuredDataThatCannotBeMade() {
        engine.structurer.fail(true);

        var event = engine.add(structured(Add.inferred(U, "I like tea")));

        assertThat(engine.remembered(event).getFirst().metadata()).isEmpty();
        assertThat(event.metadata())
                .containsEntry("warnings", List.of("structured_data: no answer"));
    }

    private static AddCommand structured(AddCommand add) {
        return Add.with(add, new AddCommand.Terms(false, null, null, Map.of("type", "object")));
    }

    @Test
    void theEventTellsHowTheFactsWereMade() {
        engine.extractor.behaves(task -> {
            task.purpose().bill().add(new Spent(2, 30, 12, new BigDecimal("0.5")));
            return new Extraction(List.of(said("X")), "llm", List.of("slow"));
        });

        var event = engine.add(Add.inferred(U, "I said X"));

        assertThat(event.metadata())
                .isEqualTo(
                        Map.of(
                                "extractor",
                                "llm",
                                "deduplicated",
                                0,
                                "gate",
                                Map.of("kept", 1),
                                "tokens",
                                Map.of("input", 30L, "output", 12L),
                                "cost",
                                0.5,
                                "warnings",
                                List.of("slow")));
    }

    @Test
    void theExtractorSeesWhatWasSaidAndKnownBefore() {
        engine.extractor.answers(said("User has a cat called Nimbus"));
        engine.add(Add.inferred(U, user("My cat is called Nimbus"), turn("system", "be kind")));
        engine.remember(Scope.ofUser("v"), "The cat of somebody else");

        engine.add(Add.inferred(U, "The cat had her check-up today"));

        var task = engine.extractor.lastTask();
        assertThat(task.messages())
                .extracting(Message::content)
                .containsExactly("The cat had her check-up today");
        assertThat(task.context().window())
                .extracting(Message::content)
                .containsExactly("My cat is called Nimbus", "be kind");
        assertThat(task.context().recent()).containsExactly("User has a cat called Nimbus");
        assertThat(task.context().existing())
                .extracting(Memory::text)
                .containsExactly("User has a cat called Nimbus");
    }

    @Test
    void theExtractorSeesTheTenNearestMemoriesOfEachSide() {
        for (var i = 0; i < 12; i++) {
            engine.put(
                    Engine.memory(new Scope("u", null, "app", "r" + i), "cat of user " + i),
                    Engine.memory(new Scope(null, "a", "app", null), "cat of agent " + i),
                    Engine.memory(new Scope("u", null, null, null), "cat of another app " + i));
        }

        engine.add(Add.inferred(ALL, "cat"));

        assertThat(engine.extractor.lastTask().context().existing())
                .hasSize(20)
                .extracting(each -> each.scope().owner())
                .containsOnly(new Scope("u", null, "app", null), new Scope(null, "a", "app", null));
    }

    @Test
    void anOwnerWithoutUserAndAgentIsNarrowedByItsRun() {
        engine.put(
                Engine.memory(new Scope(null, null, "app", null), "cat of the app"),
                Engine.memory(new Scope(null, null, "app", "r"), "cat of a run"));

        engine.add(Add.inferred(new Scope(null, null, "app", null), "cat"));
        assertThat(engine.extractor.lastTask().context().existing())
                .extracting(Memory::text)
                .containsExactly("cat of the app");

        engine.add(Add.inferred(new Scope(null, null, "app", "r"), "cat two"));
        assertThat(engine.extractor.lastTask().context().existing())
                .extracting(Memory::text)
                .containsExactly("cat of a run");
    }

    @Test
    void theHistoryNamesTheMessagesThatAFactRestsOn() {
        engine.extractor.answers(
                Candidate.of("one", Attribution.USER, List.of(1)),
                Candidate.of("all", Attribution.USER, List.of()));

        var event = engine.add(Add.inferred(U, user("first"), user("second")));

        var inputs =
                event.results().stream()
                        .flatMap(each -> engine.reader.history(engine.caller, each.id()).stream())
                        .map(Revision::input)
                        .map(each -> each.stream().map(Message::content).toList())
                        .toList();
        assertThat(inputs).containsExactly(List.of("second"), List.of("first", "second"));
    }

    private static Candidate repeating(String text, MemoryId duplicateOf) {
        return new Candidate(
                text,
                Attribution.USER,
                null,
                List.of(),
                List.of(),
                List.of(),
                duplicateOf,
                List.of(),
                null,
                null);
    }
}
