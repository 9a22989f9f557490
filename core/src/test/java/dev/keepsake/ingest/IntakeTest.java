package dev.keepsake.ingest;

import static dev.keepsake.engine.Add.assistant;
import static dev.keepsake.engine.Add.turn;
import static dev.keepsake.engine.Add.user;
import static dev.keepsake.engine.Engine.NO_PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.Access;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.engine.Add;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.ScriptedExtractor;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventResult.Effect;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Metadata;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.search.SearchAsk.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Adding at the one door that every way in uses. Display names start with the row of the engine
/// contract's acceptance tables.
class IntakeTest {

    private static final Scope U = Scope.ofUser("u");
    private static final Scope USER_AND_AGENT = new Scope("u", "a", null, null);

    private final Engine engine = new Engine();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    @DisplayName("A02 an add without an entity id is refused")
    void anAddWithoutAnEntityIdIsRefused() {
        assertThatThrownBy(() -> engine.add(Add.verbatim(Scope.NONE, "X")))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("At least one entity ID is required");
        assertThat(engine.storage.work().backlog()).isZero();
    }

    @Test
    @DisplayName("A12, E02 a direct import stores user and assistant messages word for word")
    void aDirectImportStoresUserAndAssistantMessagesWordForWord() {
        var event =
                engine.add(
                        Add.verbatim(
                                U,
                                user(" X\n"),
                                assistant("Y"),
                                turn("agent", "W"),
                                turn("system", "Z")));

        assertThat(event.status()).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(event.type()).isEqualTo(EventType.ADD);
        assertThat(engine.journal.find(engine.project(), event.id())).contains(event);
        assertThat(event.results()).extracting(EventResult::effect).containsOnly(Effect.ADD);
        var stored = engine.remembered(event);
        assertThat(stored).extracting(Memory::text).containsExactly(" X\n", "Y", "W");
        assertThat(stored)
                .extracting(memory -> memory.origin().role())
                .containsExactly("user", "assistant", "assistant");
        assertThat(engine.extractor.tasks()).isEmpty();
    }

    @Test
    @DisplayName("A13 a repeated direct import names the memories that were there")
    void aRepeatedDirectImportNamesTheMemoriesThatWereThere() {
        var add = Add.verbatim(U, user("X"), assistant("Y"));
        var first = engine.add(add);
        engine.clock.advance(Duration.ofHours(1));

        var second = engine.add(add);

        assertThat(second.results()).extracting(EventResult::effect).containsOnly(Effect.NOOP);
        assertThat(ids(second)).isEqualTo(ids(first));
        assertThat(second.results()).extracting(EventResult::text).containsExactly("X", "Y");
        assertThat(engine.texts()).containsExactly("X", "Y");
    }

    @Test
    @DisplayName("H04 a dropped repeat leaves no history")
    void aDroppedRepeatLeavesNoHistory() {
        var first = engine.remember(U, "X");

        engine.add(Add.verbatim(U, "X"));

        assertThat(engine.reader.history(engine.caller, first.id()))
                .extracting(Revision::kind)
                .containsExactly(Revision.Kind.ADD);
        assertThat(engine.memories.head().value()).isEqualTo(1);
    }

    @Test
    void aTextTwiceInOneDirectImportIsOneMemory() {
        var event = engine.add(Add.verbatim(U, user("X"), assistant("X"), user("x")));

        assertThat(event.results())
                .extracting(EventResult::effect)
                .containsExactly(Effect.ADD, Effect.NOOP, Effect.ADD);
        assertThat(ids(event).get(1)).isEqualTo(ids(event).getFirst());
        assertThat(engine.texts()).containsExactly("X", "x");
    }

    @Test
    void theSameTextInAnotherScopeIsAnotherMemory() {
        engine.remember(U, "X");

        engine.remember(new Scope("u", null, null, "r"), "X");
        engine.remember(Scope.ofUser("v"), "X");

        assertThat(engine.texts()).containsExactly("X", "X", "X");
    }

    @Test
    @DisplayName("A14 a direct import keeps all its ids on one memory")
    void aDirectImportKeepsAllItsIdsOnOneMemory() {
        var memory = engine.remember(USER_AND_AGENT, "X");

        assertThat(memory.scope()).isEqualTo(USER_AND_AGENT);
        var both =
                Filter.all(
                        new Filter.EntityIn(EntityKind.USER, Set.of("u")),
                        new Filter.EntityIn(EntityKind.AGENT, Set.of("a")));
        assertThat(engine.list(both).items()).containsExactly(memory);
    }

    @Test
    @DisplayName("A15 a direct import without any text to store is refused")
    void aDirectImportWithoutAnyTextToStoreIsRefused() {
        var image =
                new Turn(
                        "user",
                        null,
                        null,
                        List.of(new Media(Media.Kind.IMAGE, "https://example.org/a.png")));

        assertThatThrownBy(() -> engine.add(Add.verbatim(U, image, turn("system", "Z"))))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> engine.add(Add.verbatim(U, user(" \n"))))
                .isInstanceOf(Failure.Invalid.class);
        assertThat(engine.journal.totals(engine.project(), Engine.NOW).adds()).isZero();
    }

    @Test
    @DisplayName("A16, H05 a timestamp backdates the memory but not its history")
    void aTimestampBackdatesTheMemoryButNotItsHistory() {
        var then = Instant.ofEpochSecond(1672531200);

        var event = engine.add(Add.with(Add.verbatim(U, "X"), Add.backdated(then)));

        var memory = engine.remembered(event).getFirst();
        assertThat(memory.times().created()).isEqualTo("2023-01-01T00:00:00Z");
        assertThat(memory.times().updated()).isEqualTo("2023-01-01T00:00:00Z");
        assertThat(memory.times().timestamp()).isEqualTo("2023-01-01T00:00:00Z");
        var history = engine.reader.history(engine.caller, memory.id());
        assertThat(history).extracting(Revision::at).containsExactly(Engine.NOW);
        assertThat(event.created()).isEqualTo(Engine.NOW);
    }

    @Test
    @DisplayName("A19 a memory shows through the whole day of its expiry and then only on request")
    void aMemoryShowsThroughTheWholeDayOfItsExpiry() {
        engine.clock.set(Instant.parse("2026-08-22T23:59:59.999Z"));
        var add = Add.with(Add.verbatim(U, "X"), Add.expiring("2026-08-22"));
        var memory = engine.remembered(engine.add(add)).getFirst();
        assertThat(engine.list(ofUser()).items()).containsExactly(memory);

        engine.clock.set(Instant.parse("2026-08-23T00:00:00Z"));

        assertThat(engine.list(ofUser()).items()).isEmpty();
        assertThat(engine.list(ofUser(), new Shown(true, false, false)).items())
                .containsExactly(memory);
        assertThat(engine.reader.get(engine.caller, memory.id())).isEqualTo(memory);
    }

    @Test
    @DisplayName("A20 metadata without identity keys cannot change whose a memory is")
    void metadataCannotChangeWhoseAMemoryIs() {
        var metadata = Metadata.withoutIdentity(Map.of("user_id", "evil", "actor_id", "x", "k", 1));

        var event = engine.add(Add.with(Add.verbatim(U, "X"), metadata));

        var memory = engine.remembered(event).getFirst();
        assertThat(memory.metadata()).isEqualTo(Map.of("k", 1));
        assertThat(memory.scope()).isEqualTo(U);
    }

    @Test
    @DisplayName("A35 an add that is waited for answers with its results")
    void anAddThatIsWaitedForAnswersWithItsResults() {
        var event = engine.add(Add.inferred(U, "I take my tea without sugar"));

        assertThat(event.status()).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(engine.remembered(event))
                .extracting(Memory::text)
                .containsExactly("I take my tea without sugar");
    }

    @Test
    @DisplayName("E01 an accepted add is pending, is found at once, and ends in order")
    void anAcceptedAddIsPendingAndIsFoundAtOnce() {
        engine.extractor.behaves(task -> {
            engine.clock.advance(Duration.ofMillis(250));
            return ScriptedExtractor.eachMessage(task);
        });

        var pending = engine.intake.accept(engine.caller, Add.inferred(U, "X"), Map.of("p", 1));

        assertThat(pending.status()).isEqualTo(EventStatus.PENDING);
        assertThat(pending.results()).isEmpty();
        assertThat(engine.journal.find(engine.project(), pending.id())).isPresent();
        var done = engine.awaitEnd(pending.id());
        assertThat(done.status()).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(done.payload()).isEqualTo(Map.of("p", 1));
        assertThat(done.latency()).isEqualTo(Duration.ofMillis(250));
        assertThat(List.of(done.created(), done.started(), done.completed())).isSorted();
    }

    @Test
    @DisplayName("E04 another project does not see the event or the memory")
    void anotherProjectDoesNotSeeTheEventOrTheMemory() {
        var event = engine.add(Add.verbatim(U, "X"));
        var elsewhere = ProjectId.random();

        assertThat(engine.journal.find(elsewhere, event.id())).isEmpty();
        assertThat(engine.memories.find(elsewhere, ids(event).getFirst())).isEmpty();
    }

    @Test
    void whoMayOnlyReadCannotAdd() {
        var caller = engine.caller;
        var reader =
                Engine.caller(caller.organization(), caller.project(), Role.OWNER, Access.READ);

        assertThatThrownBy(() -> engine.intake.accept(reader, Add.verbatim(U, "X"), NO_PAYLOAD))
                .isInstanceOf(Failure.Forbidden.class);
        assertThatThrownBy(() -> engine.intake.addNow(reader, Add.verbatim(U, "X"), NO_PAYLOAD))
                .isInstanceOf(Failure.Forbidden.class);
        assertThat(engine.storage.work().backlog()).isZero();
    }

    @Test
    void fiveHundredMessagesAreAddedAndOneMoreIsRefused() {
        var turns = Collections.nCopies(500, turn("system", "s")).toArray(Turn[]::new);
        turns[499] = user("X");
        engine.add(Add.verbatim(U, turns));
        assertThat(engine.texts()).containsExactly("X");

        var more = Collections.nCopies(501, user("Y")).toArray(Turn[]::new);

        assertThatThrownBy(() -> engine.add(Add.verbatim(U, more)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("501");
    }

    @Test
    void aMessageOfOverAHundredThousandCharactersIsRefused() {
        assertThatThrownBy(() -> engine.add(Add.inferred(U, "x".repeat(100_001))))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("100001");
    }

    @Test
    void overAMebibyteOfTextIsTooLarge() {
        // 2 bytes per character: no message is too long by itself
        var turns = Collections.nCopies(6, user("é".repeat(90_000))).toArray(Turn[]::new);

        assertThatThrownBy(() -> engine.add(Add.inferred(U, turns)))
                .isInstanceOf(Failure.TooLarge.class);
    }

    @Test
    void theWindowOfASessionHoldsItsLastTwentyMessages() {
        var session = new Scope("u", null, null, "r");
        for (var i = 1; i <= 11; i++) {
            engine.add(Add.verbatim(session, user("question " + i), assistant("answer " + i)));
        }
        engine.add(Add.verbatim(U, "elsewhere"));

        var window = engine.memories.window(engine.project(), session.sessionKey());

        assertThat(window).hasSize(20);
        assertThat(window.getFirst()).isEqualTo(new Message("user", null, "question 2"));
        assertThat(window.getLast()).isEqualTo(new Message("assistant", null, "answer 11"));
    }

    @Test
    void sixtyFourIdenticalImportsAtOnceStoreOneMemory() throws Exception {
        List<Callable<Event>> adds =
                IntStream.range(0, 64)
                        .<Callable<Event>>mapToObj(_ -> () -> engine.add(Add.verbatim(U, "X")))
                        .toList();
        List<Event> events = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Event> each : threads.invokeAll(adds)) {
                events.add(each.get());
            }
        }

        assertThat(engine.texts()).containsExactly("X");
        var results = events.stream().flatMap(event -> event.results().stream()).toList();
        assertThat(results).hasSize(64);
        assertThat(results).extracting(EventResult::id).containsOnly(results.getFirst().id());
        assertThat(results).filteredOn(each -> each.effect() == Effect.ADD).hasSize(1);
        assertThat(engine.storage.work().backlog()).isZero();
    }

    @Test
    void textsThatTheCallerDeducedAreStoredInsteadOfTheMessages() {
        var plain = Add.verbatim(U, "we talked");
        var add =
                new AddCommand(
                        U,
                        plain.turns(),
                        Map.of(),
                        false,
                        List.of("likes tea", "has a cat"),
                        List.of("food"),
                        plain.wishes(),
                        plain.terms(),
                        List.of("w"));

        var event = engine.add(add);

        assertThat(engine.texts()).containsExactly("has a cat", "likes tea");
        assertThat(engine.remembered(event))
                .allSatisfy(each -> assertThat(each.categories()).containsExactly("food"));
        assertThat(event.metadata()).isEqualTo(Map.of("warnings", List.of("w")));
    }

    private static Filter ofUser() {
        return new Filter.EntityIn(EntityKind.USER, Set.of("u"));
    }

    private static List<MemoryId> ids(Event event) {
        return event.results().stream().map(EventResult::id).toList();
    }
}
