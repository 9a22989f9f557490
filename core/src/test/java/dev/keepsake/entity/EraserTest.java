package dev.keepsake.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.Until;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EraserTest {

    private static final Eraser.Settings SOON = new Eraser.Settings(Duration.ofMillis(1), 1_000);
    private static final Eraser.Settings COSTLY = new Eraser.Settings(Duration.ofMillis(1), -1);

    private final Engine engine = new Engine();

    @BeforeEach
    void leaveErasingToOthers() {
        engine.eraser.close();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Eraser eraser(Eraser.Settings settings) {
        return new Eraser(
                engine.storage, engine.journal, engine.indexer, List.of(), settings, engine.clock);
    }

    private void deleteOne(Eraser eraser) {
        engine.remember(Scope.ofUser("ana"), "likes tea");
        var deletion = new EntityDeletion(engine.storage, engine.indexer, eraser, engine.clock);
        engine.awaitEnd(deletion.delete(engine.caller, new EntityKey(EntityKind.USER, "ana")));
    }

    private boolean isDue() {
        return engine.storage.erasure().isCompactionDue();
    }

    @Test
    void cheapCompactionComesByItself() {
        try (var eraser = eraser(SOON)) {
            deleteOne(eraser);

            Until.holds(() -> !isDue());
        }
    }

    @Test
    void costlyCompactionWaitsToBeCalledAndForADay() {
        try (var eraser = eraser(COSTLY)) {
            deleteOne(eraser);
            assertThat(isDue()).isTrue();
            eraser.tidy();
            assertThat(isDue()).isFalse();

            deleteOne(eraser);
            engine.clock.advance(Duration.ofHours(1));
            eraser.tidy();
            assertThat(isDue()).isTrue();
            engine.clock.advance(Duration.ofHours(20));
            eraser.tidy();

            assertThat(isDue()).isFalse();
        }
    }

    @Test
    void closingCompactsWhateverItCosts() {
        var eraser = eraser(COSTLY);
        deleteOne(eraser);

        eraser.close();
        eraser.close();

        assertThat(isDue()).isFalse();
    }

    @Test
    void closingErasesWhatWasDeletedJustBefore() {
        var eraser = eraser(COSTLY);
        engine.remember(Scope.ofUser("ana"), "likes tea");
        var deletion = new EntityDeletion(engine.storage, engine.indexer, eraser, engine.clock);
        deletion.delete(engine.caller, new EntityKey(EntityKind.USER, "ana"));

        eraser.close();

        assertThat(engine.storage.erasure().doomedEntities()).isEmpty();
        assertThat(isDue()).isFalse();
    }

    @Test
    void projectsThatWereRemovedAreErased() {
        engine.remember(Scope.ofUser("ana"), "likes tea");
        var accounts = engine.storage.accounts();
        var removed = accounts.project(engine.project()).orElseThrow();
        var successor =
                new Project(
                        ProjectId.random(),
                        removed.organization(),
                        "successor",
                        null,
                        true,
                        Map.of(),
                        removed.createdAt(),
                        removed.updatedAt());
        accounts.remove(removed.id(), successor, engine.clock.instant());

        try (var _ = eraser(SOON)) {
            Until.holds(() -> engine.storage.erasure().doomed().isEmpty());
        }

        assertThat(engine.texts()).isEmpty();
        assertThat(engine.storage.index().size()).isZero();
    }
}
