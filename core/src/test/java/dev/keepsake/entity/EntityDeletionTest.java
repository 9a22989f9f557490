package dev.keepsake.entity;

import static dev.keepsake.engine.Engine.NO_PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.Access;
import dev.keepsake.account.Role;
import dev.keepsake.engine.Add;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.ScriptedExtractor;
import dev.keepsake.engine.Until;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EntityDeletionTest {

    private static final Scope ANA = Scope.ofUser("ana");
    private static final Scope BEN = Scope.ofUser("ben");
    private static final EntityKey KEY = new EntityKey(EntityKind.USER, "ana");

    private final Engine engine = new Engine();

    @AfterEach
    void close() {
        engine.close();
    }

    private Event deleteAndAwait(EntityKey key) {
        return engine.awaitEnd(engine.deletion.delete(engine.caller, key));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static Map<String, Object> receipt(Event event) {
        return object(event.metadata().get("receipt"));
    }

    @Test
    void anEntityGoesWithItsMemoriesAtOnce() {
        var tea = engine.remember(ANA, "likes tea");
        var both = engine.remember(new Scope("ana", "planner", null, null), "plans trips");
        var bens = engine.remember(BEN, "likes tea");

        engine.deletion.delete(engine.caller, KEY);

        assertThat(engine.has(tea.id())).isFalse();
        assertThat(engine.has(both.id())).isFalse();
        assertThat(engine.has(bens.id())).isTrue();
        assertThat(engine.list(new Filter.EntityIn(EntityKind.USER, Set.of("ana"))).items())
                .isEmpty();
        assertThat(engine.search("tea", Filter.EVERYTHING)).hasSize(1);
        assertThat(engine.storage.entities().find(engine.project(), KEY)).isEmpty();
    }

    @Test
    void theReceiptCountsWhatWentAndWhatWasFoundAfterwards() {
        var tea = engine.remember(ANA, "likes tea without any sugar");
        engine.search("tea", new Filter.EntityIn(EntityKind.USER, Set.of("ana")));

        var event = deleteAndAwait(KEY);

        assertThat(event.status()).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(event.type()).isEqualTo(EventType.DELETE_USER);
        assertThat(event.results()).containsExactly(EventResult.deleted(tea.id()));
        assertThat(event.metadata()).containsEntry("deleted", 1L);
        var erased = object(receipt(event).get("erased"));
        assertThat(erased)
                .containsEntry("memories", 1L)
                .containsEntry("history", 2L)
                .containsEntry("messages", 1L)
                .containsEntry("entities", 1L);
        assertThat((Long) erased.get("events")).isPositive();
        var residue = object(receipt(event).get("residue"));
        assertThat(residue)
                .containsEntry("found", 0L)
                .containsEntry("memories_looked_for", 1)
                .containsEntry("texts_looked_for", 1L);
        assertThat(object(residue.get("by_store")))
                .containsKeys("memories", "history", "events", "index")
                .allSatisfy((_, count) -> assertThat(count).isEqualTo(0L));
    }

    @Test
    void theEventProvesWhoWentAndNamesNobody() {
        engine.remember(ANA, "likes tea");

        var event = deleteAndAwait(KEY);

        // printf user:ana | sha256sum
        assertThat(receipt(event))
                .containsEntry(
                        "entity_digest",
                        "93e69d2510cbd5976530947b5d693b26f1c5c6ef17fcdbf89bc31f4e103c4550")
                .containsEntry("entity_type", "user");
        assertThat(event.toString()).doesNotContain("user=ana").doesNotContain("\"ana\"");
        assertThat(event.scope()).isEqualTo(Scope.NONE);
        assertThat(event.payload().toString()).doesNotContain("=ana");
        assertThat(event.actor()).isEqualTo(engine.caller.actor());
    }

    @Test
    void itsEventResolvesAtOnce() {
        engine.remember(ANA, "likes tea");

        var id = engine.deletion.delete(engine.caller, KEY);

        assertThat(engine.storage.events().find(engine.project(), id)).isPresent();
    }

    @Test
    void historyKeepsNoText() {
        var tea = engine.remember(ANA, "likes tea");

        deleteAndAwait(KEY);

        var history = engine.reader.history(engine.caller, tea.id());
        assertThat(history)
                .extracting(Revision::kind)
                .containsExactly(Revision.Kind.ADD, Revision.Kind.DELETE);
        assertThat(history)
                .allSatisfy(revision -> {
                    assertThat(revision.subject().text()).isEmpty();
                    assertThat(revision.subject().scope()).isEqualTo(Scope.NONE);
                    assertThat(revision.input()).isEmpty();
                });
    }

    @Test
    void anUnknownEntityCannotBeDeleted() {
        assertThatThrownBy(() -> engine.deletion.delete(engine.caller, KEY))
                .isInstanceOf(Failure.Missing.class);
        assertThatThrownBy(() -> engine.deletion.delete(engine.caller, EntityKind.USER, 1))
                .isInstanceOf(Failure.Missing.class);
    }

    @Test
    void aDeletedEntityCannotBeDeletedAgain() {
        engine.remember(ANA, "likes tea");
        engine.deletion.delete(engine.caller, KEY);

        assertThatThrownBy(() -> engine.deletion.delete(engine.caller, KEY))
                .isInstanceOf(Failure.Missing.class);
    }

    @Test
    void aNumberMeansOnlyAnEntityOfItsKind() {
        engine.remember(ANA, "likes tea");
        var number = engine.storage.entities().find(engine.project(), KEY).orElseThrow().number();
        assertThatThrownBy(() -> engine.deletion.delete(engine.caller, EntityKind.AGENT, number))
                .isInstanceOf(Failure.Missing.class);

        engine.deletion.delete(engine.caller, EntityKind.USER, number);

        assertThat(engine.texts()).isEmpty();
    }

    @Test
    void aReaderMayNotDelete() {
        engine.remember(ANA, "likes tea");
        var reader =
                Engine.caller(
                        engine.caller.organization(), engine.project(), Role.READER, Access.ADMIN);

        assertThatThrownBy(() -> engine.deletion.delete(reader, KEY))
                .isInstanceOf(Failure.Forbidden.class);
        assertThatThrownBy(() -> engine.deletion.delete(reader, EntityKind.USER, 1))
                .isInstanceOf(Failure.Forbidden.class);

        assertThat(engine.texts()).containsExactly("likes tea");
    }

    @Test
    void memoriesThatAnErasedOneReplacedAreCurrentAgain() {
        var both = new Scope("ana", "planner", null, null);
        var newer = Engine.memory(both, "plans trips to Graz");
        var older =
                Engine.replaced(
                        Engine.memory(new Scope(null, "planner", null, null), "plans trips"),
                        Lifecycle.SUPERSEDED,
                        newer);
        engine.put(newer, older);

        deleteAndAwait(KEY);

        var lineage = engine.find(older.id()).lineage();
        assertThat(lineage.state()).isEqualTo(Lifecycle.ACTIVE);
        assertThat(lineage.replacedBy()).isNull();
    }

    @Test
    void anAddThatRunsWhileItsEntityIsDeletedStoresNothing() {
        var reached = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        engine.remember(ANA, "likes tea");
        engine.extractor.behaves(task -> {
            reached.countDown();
            Until.holds(() -> goOn.getCount() == 0);
            return ScriptedExtractor.eachMessage(task);
        });
        var running =
                engine.intake.accept(engine.caller, Add.inferred(ANA, "likes milk"), NO_PAYLOAD);
        Until.holds(() -> reached.getCount() == 0);
        var waiting =
                engine.intake.accept(engine.caller, Add.inferred(ANA, "likes water"), NO_PAYLOAD);

        var deletion = engine.deletion.delete(engine.caller, KEY);
        for (var event : List.of(running, waiting)) {
            var ended = engine.awaitEnd(event.id());
            assertThat(ended.status()).isEqualTo(EventStatus.FAILED);
            assertThat(ended.error()).isEqualTo("The entity was deleted.");
            assertThat(ended.payload()).isEmpty();
            assertThat(ended.scope()).isEqualTo(Scope.NONE);
        }
        goOn.countDown();
        engine.awaitEnd(deletion);
        engine.extractor.behaves(ScriptedExtractor::eachMessage);
        engine.add(Add.inferred(BEN, "likes water"));

        assertThat(engine.texts()).containsExactly("likes water");
        assertThat(engine.storage.entities().find(engine.project(), KEY)).isEmpty();
    }

    @Test
    void whoeverWaitsForAnAddIsToldThatItsEntityIsGone() {
        var reached = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        engine.remember(ANA, "likes tea");
        engine.extractor.behaves(task -> {
            reached.countDown();
            Until.holds(() -> goOn.getCount() == 0);
            return ScriptedExtractor.eachMessage(task);
        });
        engine.intake.accept(engine.caller, Add.inferred(ANA, "likes milk"), NO_PAYLOAD);
        Until.holds(() -> reached.getCount() == 0);
        var waits =
                CompletableFuture.supplyAsync(() -> engine.add(Add.inferred(ANA, "likes water")));
        Until.holds(() -> engine.storage.work().backlog() == 2);

        engine.deletion.delete(engine.caller, KEY);

        assertThatThrownBy(waits::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("The entity was deleted.");
        goOn.countDown();
    }

    @Test
    void anEntityThatComesBackKeepsItsNewMemories() {
        engine.remember(ANA, "likes tea");
        var before = engine.storage.entities().find(engine.project(), KEY).orElseThrow().number();
        var deletion = engine.deletion.delete(engine.caller, KEY);
        engine.clock.advance(Duration.ofSeconds(1));

        var milk = engine.remember(ANA, "likes milk");
        engine.awaitEnd(deletion);

        assertThat(engine.has(milk.id())).isTrue();
        assertThat(engine.reader.history(engine.caller, milk.id()).getFirst().after())
                .isEqualTo(milk);
        assertThat(engine.storage.entities().find(engine.project(), KEY).orElseThrow().number())
                .isGreaterThan(before);
    }

    @Test
    void whatAFormerProcessLeftUndoneIsDone() {
        engine.remember(ANA, "likes tea");
        engine.eraser.close();
        var deletion = engine.deletion.delete(engine.caller, KEY);
        assertThat(engine.storage.erasure().doomedEntities()).hasSize(1);

        try (var next =
                new Eraser(
                        engine.storage,
                        engine.journal,
                        engine.indexer,
                        List.of(),
                        Eraser.Settings.STANDARD,
                        engine.clock)) {
            assertThat(engine.awaitEnd(deletion).status()).isEqualTo(EventStatus.SUCCEEDED);
        }

        assertThat(engine.storage.erasure().doomedEntities()).isEmpty();
    }

    @Test
    void whatFollowsTheLogIsCaughtUpFirst() {
        engine.eraser.close();
        engine.remember(ANA, "likes tea");
        var deletion = engine.deletion.delete(engine.caller, KEY);
        var seen =
                new Object() {
                    String text = "";
                };

        try (var _ =
                new Eraser(
                        engine.storage,
                        engine.journal,
                        engine.indexer,
                        List.of(() ->
                                seen.text =
                                        engine.memories
                                                .revisions(engine.project(), Page.Ask.first(1))
                                                .items()
                                                .getFirst()
                                                .subject()
                                                .text()),
                        Eraser.Settings.STANDARD,
                        engine.clock)) {
            engine.awaitEnd(deletion);
        }

        assertThat(seen.text).isEqualTo("likes tea");
    }

    @Test
    void eventsOfReadsThatStillWaitAreErasedToo() {
        engine.remember(ANA, "likes tea");
        engine.search("tea", new Filter.EntityIn(EntityKind.USER, Set.of("ana")));
        engine.journal.record(
                engine.project(),
                Event.pending(
                                EventId.random(),
                                EventType.SEARCH,
                                ANA,
                                Map.of("query", "what does ana like"),
                                engine.clock.instant())
                        .succeeded(List.of(), Map.of(), engine.clock.instant()));

        deleteAndAwait(KEY);

        assertThat(
                        engine.journal
                                .list(engine.project(), EventQuery.ALL, Page.Ask.first(100))
                                .items())
                .filteredOn(event -> event.type() == EventType.SEARCH)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.payload()).isEmpty());
    }

    @Test
    void manyEntitiesAreDeletedOneAfterTheOther() {
        var deletions =
                IntStream.range(0, 250)
                        .mapToObj(n -> {
                            var name = "user " + n;
                            engine.remember(Scope.ofUser(name), "likes tea");
                            return new EntityKey(EntityKind.USER, name);
                        })
                        .map(key -> engine.deletion.delete(engine.caller, key))
                        .toList();

        assertThat(engine.texts()).isEmpty();
        assertThat(deletions)
                .allSatisfy(id ->
                        assertThat(engine.awaitEnd(id).status()).isEqualTo(EventStatus.SUCCEEDED));
        assertThat(engine.storage.entities().totals(engine.project()).values()).containsOnly(0L);
    }
}
