package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.export.Export;
import dev.keepsake.export.Export.State;
import dev.keepsake.export.ExportId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.Exports;
import dev.keepsake.storage.Exports.Claim;
import dev.keepsake.storage.Exports.Done;
import dev.keepsake.storage.Exports.Outcome;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [Exports] promises.
public interface ExportsContract extends TestedStorage {

    private Exports exports() {
        return storage().exports();
    }

    @Test
    default void anOrderComesBackEqual() {
        var export = ordered("key");

        assertThat(exports().find(PROJECT, export.id())).contains(export);
        assertThat(exports().find(PROJECT, ExportId.random())).isEmpty();
        assertThat(export.state()).isEqualTo(State.PENDING);
    }

    @Test
    default void anIdIsTakenOnce() {
        var export = ordered("key");

        assertThatThrownBy(() -> exports().create(PROJECT, export))
                .isInstanceOf(Failure.Conflict.class);
    }

    @Test
    default void exportsAreHandedOutOnceAndInOrder() {
        var one = ordered("key");
        var two = ordered("key");

        var first = exports().claim(MINUTE).orElseThrow();
        var second = exports().claim(MINUTE).orElseThrow();

        assertThat(List.of(first.export().id(), second.export().id()))
                .containsExactly(one.id(), two.id());
        assertThat(first.project()).isEqualTo(PROJECT);
        assertThat(first.attempt()).isEqualTo(1);
        assertThat(first.token()).isNotEqualTo(second.token());
        assertThat(exports().claim(MINUTE)).isEmpty();
        assertThat(exports().find(PROJECT, one.id())).contains(first.export());
    }

    @Test
    default void whatWasMadeComesBackEqual() {
        var tea = Samples.memory("likes tea");
        apply(PROJECT, tea.added());
        var claim = claimed("key");
        clock().advance(MINUTE.dividedBy(2));
        var result = resultWithEverything();

        assertThat(exports().finish(claim, new Outcome.Made(result, List.of(tea.id())))).isTrue();

        var done = exports().find(PROJECT, claim.export().id()).orElseThrow();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.result()).isEqualTo(result);
        assertThat(List.copyOf(done.result().keySet())).isEqualTo(List.copyOf(result.keySet()));
        assertThat(done.finished()).isEqualTo(now());
        assertThat(done.order()).isEqualTo(claim.export().order());
        assertThat(exports().claim(MINUTE)).isEmpty();
    }

    @Test
    default void aFailedExportTellsWhy() {
        var claim = claimed("key");

        assertThat(exports().finish(claim, new Outcome.Failed("no answer"))).isTrue();

        var failed = exports().find(PROJECT, claim.export().id()).orElseThrow();
        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.error()).isEqualTo("no answer");
        assertThat(exports().claim(MINUTE)).isEmpty();
        assertThat(exports().done(PROJECT, "key")).isEmpty();
    }

    @Test
    default void aRetryIsHandedOutAgain() {
        var claim = claimed("key");

        assertThat(exports().finish(claim, new Outcome.Retry())).isTrue();

        assertThat(exports().find(PROJECT, claim.export().id()))
                .map(Export::state)
                .contains(State.PENDING);
        assertThat(exports().claim(MINUTE)).map(Claim::attempt).contains(2);
    }

    @Test
    default void aClaimThatRanOutIsHandedOutAgainAndIsThenLost() {
        var lost = claimed("key");
        clock().advance(MINUTE);

        var again = exports().claim(MINUTE).orElseThrow();

        assertThat(again.export().id()).isEqualTo(lost.export().id());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(exports().finish(lost, new Outcome.Made(Map.of(), List.of()))).isFalse();
        assertThat(exports().find(PROJECT, lost.export().id()))
                .map(Export::state)
                .contains(State.RUNNING);
        assertThat(exports().finish(again, new Outcome.Made(Map.of(), List.of()))).isTrue();
        assertThat(exports().finish(again, new Outcome.Failed("twice"))).isFalse();
    }

    @Test
    default void aResultMadeFromMemoriesThatAreGoneIsMadeAgain() {
        var tea = Samples.memory("likes tea");
        apply(PROJECT, tea.added());
        var claim = claimed("key");
        apply(PROJECT, tea.deleted());

        var kept =
                exports()
                        .finish(claim, new Outcome.Made(Map.of("drink", "tea"), List.of(tea.id())));

        assertThat(kept).isFalse();
        var waiting = exports().find(PROJECT, claim.export().id()).orElseThrow();
        assertThat(waiting.state()).isEqualTo(State.PENDING);
        assertThat(waiting.result()).isNull();
        assertThat(exports().claim(MINUTE)).map(Claim::attempt).contains(2);
    }

    @Test
    default void finishedExportsAreListedByFilterNewestFirst() {
        var one = made("key");
        clock().advance(MINUTE);
        var other = made("other key");
        var two = made("key");
        var three = made("key");
        ordered("key");

        assertThat(exports().done(PROJECT, "key"))
                .extracting(Done::id)
                .containsExactly(three.id(), two.id(), one.id());
        assertThat(exports().done(PROJECT, "other key"))
                .containsExactly(new Done(other.id(), other.created(), now()));
        assertThat(exports().done(PROJECT, "no key")).isEmpty();
    }

    @Test
    default void expiryForgetsByAge() {
        var old = made("key");
        clock().advance(MINUTE);
        var young = made("key");
        var waiting = Export.pending(ExportId.random(), order("key"), old.created());
        exports().create(PROJECT, waiting);

        assertThat(exports().expire(young.created())).isEqualTo(2);

        assertThat(exports().find(PROJECT, old.id())).isEmpty();
        assertThat(exports().find(PROJECT, waiting.id())).isEmpty();
        assertThat(exports().find(PROJECT, young.id())).isPresent();
        assertThat(exports().expire(young.created())).isZero();
    }

    @Test
    default void exportsShowEachProjectItsOwn() {
        var other = ProjectId.random();
        var tea = Samples.memory("likes tea");
        apply(PROJECT, tea.added());
        apply(other, tea.added());
        var ours = made("key", tea.id());
        exports().create(other, Export.pending(ours.id(), order("key"), now()));
        var theirs = exports().claim(MINUTE).orElseThrow();

        assertThat(theirs.project()).isEqualTo(other);
        assertThat(exports().done(other, "key")).isEmpty();
        assertThat(exports().find(other, ours.id())).map(Export::state).contains(State.RUNNING);
        assertThat(exports().find(ProjectId.random(), ours.id())).isEmpty();
        var misdirected = new Claim(PROJECT, theirs.export(), theirs.token(), theirs.attempt());
        assertThat(exports().finish(misdirected, new Outcome.Failed("stolen"))).isFalse();
        exports().finish(theirs, new Outcome.Made(Map.of("theirs", true), List.of(tea.id())));
        assertThat(exports().find(PROJECT, ours.id()).orElseThrow().result())
                .isEqualTo(Map.of("made", true));
    }

    // --- pieces

    private static Export.Order order(String key) {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", Map.of("z", Map.of("default", 1.5), "a", Map.of()));
        schema.put("default", null);
        return new Export.Order(
                schema, Map.of("user_id", "ana"), key, "only \"facts\"", AccountId.random());
    }

    private Export ordered(String key) {
        var export = Export.pending(ExportId.random(), order(key), now());
        exports().create(PROJECT, export);
        return export;
    }

    private Claim claimed(String key) {
        ordered(key);
        return exports().claim(MINUTE).orElseThrow();
    }

    private Export made(String key, MemoryId... madeFrom) {
        var claim = claimed(key);
        assertThat(
                        exports()
                                .finish(
                                        claim,
                                        new Outcome.Made(Map.of("made", true), List.of(madeFrom))))
                .isTrue();
        return claim.export();
    }

    private static Map<String, @Nullable Object> resultWithEverything() {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("name", "Ana \"A.\" ☕");
        result.put("age", 41);
        result.put("height", new BigDecimal("1.70"));
        result.put("nothing", null);
        result.put("list", Arrays.asList("a", null, Map.of("b", false)));
        return result;
    }
}
