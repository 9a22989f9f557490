package dev.keepsake.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.Access;
import dev.keepsake.account.Role;
import dev.keepsake.dream.Dreamer.Statement;
import dev.keepsake.edit.MemoryEdit;
import dev.keepsake.engine.Add;
import dev.keepsake.engine.Engine;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Runs of synthesis, with a dreamer that finds a pattern in every cluster.
class SynthesisTest {

    private static final Scope U = Scope.ofUser("u");
    private static final Instant BOUNDARY = Engine.NOW.minus(Duration.ofDays(30));

    @AutoClose private final Engine engine = new Engine(on(Map.of()));

    @AutoClose
    private final DreamSchedule schedule =
            new DreamSchedule(engine.storage, engine.worker, engine.clock);

    private final DreamBook book =
            new DreamBook(engine.storage, engine.worker, engine.editor, engine.clock);

    private static Map<String, @Nullable Object> on(Map<String, @Nullable Object> more) {
        Map<String, @Nullable Object> settings = new HashMap<>(more);
        settings.put("synthesis", true);
        settings.put("synthesis_boundary_at", BOUNDARY.toString());
        return settings;
    }

    // --- who is due

    @Test
    void R11_nineteenMemoriesAreTooFewAndTwentyAreEnough() {
        spanish(U);
        others(U, 15);

        assertThat(schedule.passNow()).isZero();
        assertThat(runs()).isEmpty();
        assertThatThrownBy(() -> book.start(engine.caller, "u"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("19");

        others(U, 1);
        assertThat(schedule.passNow()).isEqualTo(1);

        var run = runs().getFirst();
        assertThat(run.status()).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(run.trigger()).isEqualTo(DreamRun.Trigger.SCHEDULE);
        assertThat(run.found()).isEqualTo(new DreamRun.Found(20, 1, 1, 0, 0));
        assertThat(run.mode()).isEqualTo("scripted");
    }

    @Test
    void R12_memoriesOlderThanTheSwitchDoNotCount() {
        spanish(U);
        others(U, 16);
        engine.clock.advance(Duration.ofHours(1));
        engine.settings(on(Map.of()));
        engine.settings(
                Map.of(
                        "synthesis",
                        true,
                        "synthesis_boundary_at",
                        engine.clock.instant().toString()));

        assertThat(schedule.passNow()).isZero();
        assertThat(patterns()).isEmpty();
    }

    @Test
    void memoriesThatWereStoredLaterButBearAnOlderDateCount() {
        spanish(U);
        for (var at = 0; at < 16; at++) {
            add(U, other(at), Engine.NOW.minus(Duration.ofDays(500 + at)));
        }

        assertThat(schedule.passNow()).isEqualTo(1);
    }

    @Test
    void R13_memoriesOfRunsAgentsAndAppsDoNotCount() {
        spanish(U);
        others(U, 11);
        others(new Scope("u", null, null, "r"), 3);
        others(new Scope("u", "a", null, null), 1);
        others(new Scope("u", null, "app", null), 1);

        assertThat(schedule.passNow()).isZero();
    }

    @Test
    void expiredSupersededAndSynthesizedMemoriesDoNotCount() {
        spanish(U);
        others(U, 15);
        var expired = Engine.memory(U, "expired words here").withExpiration(day(-1));
        var current = Engine.memory(U, "current words here").withExpiration(day(0));
        var old = Engine.memory(U, "old words here");
        var replaced = old.withLineage(old.lineage().moved(Lifecycle.SUPERSEDED, expired.id()));
        engine.put(expired, replaced);
        assertThat(schedule.passNow()).isZero();

        engine.put(current);
        assertThat(schedule.passNow()).isEqualTo(1);
    }

    @Test
    void aUserIsLookedAtOncePerCadence() {
        dreamt();
        more();

        assertThat(schedule.passNow()).isZero();
        engine.clock.advance(Duration.ofHours(168));
        assertThat(schedule.passNow()).isEqualTo(1);
    }

    @Test
    void R16_switchedOffNothingRunsAndPatternsStay() {
        dreamt();
        engine.settings(Map.of());
        engine.clock.advance(Duration.ofDays(30));
        more();

        assertThat(schedule.passNow()).isZero();
        assertThatThrownBy(() -> book.start(engine.caller, "u"))
                .isInstanceOf(Failure.Invalid.class);
        assertThat(patterns()).hasSize(1);
    }

    @Test
    void aUserThatFailsRestsAfterThreeFailuresAndHoldsUpNobody() {
        spanish(U);
        others(U, 16);
        spanish(Scope.ofUser("v"));
        others(Scope.ofUser("v"), 16);
        engine.dreamer.behaves(cluster -> {
            if (cluster.memories().getFirst().scope().equals(U)) {
                throw new Failure.ModelFailed("the model is down", true);
            }
            return Optional.empty();
        });

        assertThat(schedule.passNow()).isEqualTo(2);
        assertThat(schedule.passNow()).isEqualTo(1);
        assertThat(schedule.passNow()).isEqualTo(1);
        assertThat(schedule.passNow()).isZero();

        assertThat(runs())
                .extracting(DreamRun::status)
                .containsExactly(EventStatus.FAILED, EventStatus.FAILED, EventStatus.FAILED);
        assertThat(runs().getFirst().error()).isEqualTo("the model is down");
        assertThat(runs("v").getFirst().status()).isEqualTo(EventStatus.SUCCEEDED);
        engine.clock.advance(Duration.ofHours(168));
        assertThat(schedule.passNow()).isEqualTo(2);
    }

    // --- what comes of it

    @Test
    void aPatternIsAMemoryOfTheUserThatNamesItsSources() {
        var sources = spanish(U);
        others(U, 16);
        var before = engine.memories.findAll(engine.project(), sources);

        schedule.passNow();

        var pattern = patterns().getFirst();
        assertThat(pattern.text()).isEqualTo("pattern of 4");
        assertThat(pattern.scope()).isEqualTo(U);
        assertThat(pattern.lineage().synthesized()).isTrue();
        assertThat(pattern.lineage().state()).isEqualTo(Lifecycle.ACTIVE);
        assertThat(pattern.lineage().sources()).containsExactlyInAnyOrderElementsOf(sources);
        assertThat(pattern.origin().attributedTo()).isEqualTo(Attribution.USER);
        assertThat(pattern.categories()).isNotNull();
        assertThat(pattern.temporal()).isNotNull();
        assertThat(engine.memories.findAll(engine.project(), sources)).isEqualTo(before);
        var entry = engine.reader.history(engine.caller, pattern.id()).getFirst();
        assertThat(entry.kind()).isEqualTo(Revision.Kind.ADD);
        assertThat(entry.note())
                .isEqualTo(
                        Map.of(
                                "synthesis",
                                Map.of(
                                        "run_id",
                                        runs().getFirst().id().toString(),
                                        "source_memory_ids",
                                        pattern.lineage().sources().stream()
                                                .map(MemoryId::toString)
                                                .toList())));
        var event = engine.journal.find(engine.project(), runs().getFirst().id()).orElseThrow();
        assertThat(event.type()).isEqualTo(EventType.DREAM);
        assertThat(event.status()).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(event.scope()).isEqualTo(U);
        assertThat(event.results()).extracting(each -> each.id()).containsExactly(pattern.id());
    }

    @Test
    void R15_theSameEvidenceGivesNothingAgain() {
        dreamt();
        var asked = engine.dreamer.clusters().size();

        var run = startAndAwait();

        assertThat(run.found()).isEqualTo(new DreamRun.Found(20, 1, 0, 0, 1));
        assertThat(run.trigger()).isEqualTo(DreamRun.Trigger.MANUAL);
        assertThat(engine.dreamer.clusters()).hasSize(asked);
        assertThat(patterns()).hasSize(1);
    }

    @Test
    void moreEvidenceRefreshesThePattern() {
        dreamt();
        var before = patterns().getFirst();
        add(U, "spanish lesson with podcast", Engine.NOW);
        assertThat(startAndAwait().found().updated()).isZero();
        add(U, "spanish lesson with neighbour", Engine.NOW);

        var run = startAndAwait();

        assertThat(run.found().updated()).isEqualTo(1);
        var after = patterns().getFirst();
        assertThat(patterns()).hasSize(1);
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.text()).isEqualTo("pattern of 6");
        assertThat(after.lineage().sources()).hasSize(6).containsAll(before.lineage().sources());
        assertThat(engine.reader.history(engine.caller, after.id()).getLast().note())
                .containsKey("synthesis");
    }

    @Test
    void aPatternThatSomebodyRewordedStaysAsItIs() {
        dreamt();
        var id = patterns().getFirst().id();
        engine.editor.update(
                engine.caller,
                new MemoryEdit(id, "User learns Spanish", null, null, null),
                Engine.NO_PAYLOAD);
        more();

        assertThat(startAndAwait().found().skipped()).isEqualTo(1);
        assertThat(patterns().getFirst().text()).isEqualTo("User learns Spanish");
    }

    @Test
    void whatASourceSaysAlreadyIsNoPattern() {
        engine.dreamer.behaves(cluster ->
                Optional.of(
                        new Statement(
                                cluster.memories().getFirst().text(), List.copyOf(cluster.ids()))));
        spanish(U);
        others(U, 16);

        schedule.passNow();

        assertThat(patterns()).isEmpty();
        assertThat(runs().getFirst().found().skipped()).isEqualTo(1);
    }

    @Test
    void memoriesOfOneDayAreNoPattern() {
        for (var with : List.of("tutor", "flashcards", "series", "exam")) {
            add(U, "spanish lesson with " + with, Engine.NOW);
        }
        others(U, 16);

        schedule.passNow();

        assertThat(runs().getFirst().found().clusters()).isZero();
    }

    // --- what goes

    @Test
    void aDeletedSourceLosesItsLinkAndTooFewEndThePattern() {
        dreamt();
        var pattern = patterns().getFirst();
        var sources = new ArrayList<>(pattern.lineage().sources());

        delete(sources.removeFirst());
        assertThat(patterns().getFirst().lineage().sources()).containsExactlyElementsOf(sources);
        delete(sources.removeFirst());
        assertThat(patterns().getFirst().lineage().sources()).hasSize(2);
        delete(sources.removeFirst());

        assertThat(patterns()).isEmpty();
        assertThat(engine.reader.history(engine.caller, pattern.id()))
                .extracting(Revision::kind)
                .containsExactly(
                        Revision.Kind.ADD,
                        Revision.Kind.UPDATE,
                        Revision.Kind.UPDATE,
                        Revision.Kind.DELETE);
    }

    @Test
    void sourcesAndPatternDeletedTogetherAreNoConflict() {
        dreamt();
        var pattern = patterns().getFirst();
        List<MemoryId> all = new ArrayList<>(pattern.lineage().sources());
        all.add(pattern.id());

        engine.editor.deleteAll(engine.caller, all, Engine.NO_PAYLOAD);

        assertThat(patterns()).isEmpty();
    }

    @Test
    void aForgottenPatternDoesNotComeBackUntilThereIsMoreToIt() {
        dreamt();
        book.forget(engine.caller, patterns().getFirst().id(), Engine.NO_PAYLOAD);

        assertThat(startAndAwait().found().created()).isZero();
        assertThat(patterns()).isEmpty();

        more();
        assertThat(startAndAwait().found().created()).isEqualTo(1);
    }

    @Test
    void onlyPatternsCanBeForgotten() {
        var id = add(U, "likes tea", Engine.NOW);

        assertThatThrownBy(() -> book.forget(engine.caller, id, Engine.NO_PAYLOAD))
                .isInstanceOf(Failure.Missing.class);
        assertThatThrownBy(() -> book.forget(engine.caller, MemoryId.random(), Engine.NO_PAYLOAD))
                .isInstanceOf(Failure.Missing.class);
    }

    @Test
    void readersMayLookButNotStartOrForget() {
        dreamt();
        var reader =
                Engine.caller(
                        engine.caller.organization(), engine.project(), Role.READER, Access.ADMIN);
        var id = patterns().getFirst().id();

        assertThat(book.runs(reader, null, Page.Ask.first(10)).items()).hasSize(1);
        assertThatThrownBy(() -> book.start(reader, "u")).isInstanceOf(Failure.Forbidden.class);
        assertThatThrownBy(() -> book.forget(reader, id, Engine.NO_PAYLOAD))
                .isInstanceOf(Failure.Forbidden.class);
    }

    @Test
    void nobodyIsLookedAtWhoDoesNotExist() {
        assertThatThrownBy(() -> book.start(engine.caller, "nobody"))
                .isInstanceOf(Failure.Missing.class);
    }

    // --- pieces

    private void dreamt() {
        spanish(U);
        others(U, 16);
        assertThat(schedule.passNow()).isEqualTo(1);
        assertThat(patterns()).hasSize(1);
    }

    private void more() {
        add(U, "spanish lesson with podcast", Engine.NOW);
        add(U, "spanish lesson with neighbour", Engine.NOW);
    }

    private List<MemoryId> spanish(Scope scope) {
        List<MemoryId> ids = new ArrayList<>();
        for (var with : List.of("tutor", "flashcards", "series", "exam")) {
            var at = Engine.NOW.minus(Duration.ofDays(ids.size()));
            ids.add(add(scope, "spanish lesson with " + with, at));
        }
        return ids;
    }

    private int count;

    private void others(Scope scope, int number) {
        for (var at = 0; at < number; at++) {
            add(scope, other(count++), Engine.NOW);
        }
    }

    private static String other(int at) {
        return "n%da n%db n%dc n%dd".formatted(at, at, at, at);
    }

    private MemoryId add(Scope scope, String text, Instant at) {
        var event = engine.add(Add.with(Add.verbatim(scope, text), Add.backdated(at)));
        return event.results().getFirst().id();
    }

    private static java.time.LocalDate day(int offset) {
        return java.time.LocalDate.parse("2026-08-22").plusDays(offset);
    }

    private void delete(MemoryId id) {
        engine.editor.delete(engine.caller, id, false, Engine.NO_PAYLOAD);
    }

    private DreamRun startAndAwait() {
        engine.clock.advance(Duration.ofSeconds(1));
        var event = book.start(engine.caller, "u");
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadline) {
            var done =
                    runs().stream()
                            .filter(run -> run.id().equals(event.id()))
                            .filter(run -> run.status().isFinal())
                            .findFirst();
            if (done.isPresent()) {
                return done.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the run did not end");
    }

    private List<DreamRun> runs() {
        return runs("u");
    }

    private List<DreamRun> runs(String user) {
        return book.runs(engine.caller, user, Page.Ask.first(10)).items();
    }

    private List<Memory> patterns() {
        return engine.memories.patternsOf(engine.project(), Set.of("u"));
    }
}
