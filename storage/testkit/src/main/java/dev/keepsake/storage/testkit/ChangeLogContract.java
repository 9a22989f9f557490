package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [MemoryStore] promises to those who follow it, the index first: a log without gaps and all
/// rows for a new beginning, whoever else writes meanwhile.
public interface ChangeLogContract extends TestedStorage {

    private MemoryStore memories() {
        return storage().memories();
    }

    // --- what dumps are made of

    @Test
    default void theLogOfAProjectTellsItsOwnChangesWithAnnotationsInOrder() {
        var elsewhere = ProjectId.random();
        var changed = Samples.memory("before");
        var after = changed.saying("after");
        var labelled = after.labelled("x");
        apply(PROJECT, changed.added());
        apply(elsewhere, Samples.memory("foreign").added());
        apply(PROJECT, changed.updatedTo(after), after.annotatedTo(labelled));

        var log = memories().log(PROJECT, Mark.START, 100);

        assertThat(log)
                .extracting(change -> change.revision().kind())
                .containsExactly(Revision.Kind.ADD, Revision.Kind.UPDATE, Revision.Kind.ANNOTATE);
        assertThat(log.getLast().encoding()).isEqualTo(after.stored().encoding());
        assertThat(memories().log(PROJECT, log.getFirst().mark(), 1)).containsExactly(log.get(1));
        assertThat(memories().log(PROJECT, log.getLast().mark(), 1)).isEmpty();
    }

    @Test
    default void aLogRestoredElsewhereGivesEqualMemoriesAndHistories() {
        var elsewhere = ProjectId.random();
        var kept = Samples.memory("kept").forUser("ana").with("n", 1);
        var gone = Samples.memory("gone");
        var later = kept.saying("kept, and changed");
        apply(PROJECT, kept.added(), gone.added());
        apply(PROJECT, kept.updatedTo(later), gone.deleted());

        memories().restore(elsewhere, memories().log(PROJECT, Mark.START, 100));

        assertThat(memories().find(elsewhere, kept.id())).contains(later.memory());
        assertThat(memories().find(elsewhere, gone.id())).isEmpty();
        assertThat(memories().encodings(elsewhere, List.of(kept.id())))
                .isEqualTo(memories().encodings(PROJECT, List.of(kept.id())));
        assertThat(memories().histories(elsewhere, List.of(kept.id(), gone.id())))
                .isEqualTo(memories().histories(PROJECT, List.of(kept.id(), gone.id())));
        assertThat(memories().totals(elsewhere)).isEqualTo(memories().totals(PROJECT));
    }

    @Test
    default void restoringTwiceIsRestoringOnce() {
        var elsewhere = ProjectId.random();
        apply(PROJECT, Samples.memory("kept").added());
        var log = memories().log(PROJECT, Mark.START, 100);

        memories().restore(elsewhere, log);
        var head = memories().head();
        memories().restore(elsewhere, log);

        assertThat(memories().head()).isEqualTo(head);
        assertThat(memories().log(elsewhere, Mark.START, 100)).hasSize(1);
    }

    @Test
    default void whatIsRestoredIsFollowedByTheIndex() {
        var elsewhere = ProjectId.random();
        var sample = Samples.memory("kept");
        apply(PROJECT, sample.added());
        var before = memories().head();

        memories().restore(elsewhere, memories().log(PROJECT, Mark.START, 100));

        assertThat(memories().changesAfter(before, 10))
                .extracting(LoggedChange::project)
                .containsExactly(elsewhere);
    }

    // --- what the index follows

    @Test
    default void changesComeInMarkOrderWithTheirEncodings() {
        var samples = addMany(4);
        var all = memories().changesAfter(Mark.START, 100);

        assertThat(all).extracting(LoggedChange::mark).isSorted().doesNotHaveDuplicates();
        assertThat(all).extracting(LoggedChange::project).containsOnly(PROJECT);
        assertThat(all)
                .extracting(change -> change.revision().after())
                .containsExactlyElementsOf(samples.stream().map(Sample::memory).toList());
        assertThat(all)
                .extracting(LoggedChange::encoding)
                .containsExactlyElementsOf(
                        samples.stream().map(sample -> sample.stored().encoding()).toList());
    }

    @Test
    default void changesAreReadInPortions() {
        addMany(5);

        var first = memories().changesAfter(Mark.START, 2);
        var rest = memories().changesAfter(first.getLast().mark(), 100);

        assertThat(first).hasSize(2);
        assertThat(rest).hasSize(3);
        assertThat(memories().changesAfter(memories().head(), 100)).isEmpty();
    }

    @Test
    default void theLogTellsWhatBecameOfEachMemory() {
        var gone = Samples.memory("gone");
        var changed = Samples.memory("before");
        var after = changed.saying("after");
        var labelled = after.labelled("x");
        apply(PROJECT, gone.added(), changed.added());
        apply(PROJECT, gone.deleted(), changed.updatedTo(after), after.annotatedTo(labelled));

        var log = memories().changesAfter(Mark.START, 100);

        assertThat(log).hasSize(5);
        assertThat(log.get(0).encoding()).as("of a memory that is gone by now").isNull();
        assertThat(log.get(2).encoding()).as("of a removal").isNull();
        assertThat(log.get(4).encoding()).isEqualTo(labelled.stored().encoding());
        assertThat(log.get(4).revision().after()).isEqualTo(labelled.memory());
    }

    @Test
    default void theLogCrossesProjects() {
        var elsewhere = ProjectId.random();
        apply(PROJECT, Samples.memory("one").added());
        apply(elsewhere, Samples.memory("two").added());

        assertThat(memories().changesAfter(Mark.START, 100))
                .extracting(LoggedChange::project)
                .containsExactly(PROJECT, elsewhere);
    }

    @Test
    default void rowsGiveEveryLivingMemoryOnce() {
        var samples = new ArrayList<>(addMany(7));
        var gone = samples.remove(3);
        apply(PROJECT, gone.deleted());
        var elsewhere = ProjectId.random();
        var foreign = Samples.memory("foreign");
        apply(elsewhere, foreign.added());

        List<Row> rows = new ArrayList<>();
        var position = Row.BEFORE_FIRST;
        for (var some = memories().rows(position, 2);
                !some.isEmpty();
                some = memories().rows(position, 2)) {
            rows.addAll(some);
            position = some.getLast().position();
        }

        assertThat(rows).extracting(Row::position).isSorted().doesNotHaveDuplicates();
        assertThat(rows)
                .filteredOn(row -> row.project().equals(PROJECT))
                .extracting(Row::stored)
                .containsExactlyInAnyOrderElementsOf(samples.stream().map(Sample::stored).toList());
        assertThat(rows)
                .filteredOn(row -> row.project().equals(elsewhere))
                .extracting(Row::stored)
                .containsExactly(foreign.stored());
    }

    @Test
    default void reencodingReplacesVectorsAndNothingElse() {
        var kept = Samples.memory("kept");
        var gone = Samples.memory("gone");
        apply(PROJECT, kept.added(), gone.added());
        var rows = memories().rows(Row.BEFORE_FIRST, 10);
        apply(PROJECT, gone.deleted());
        var head = memories().head();
        var encoding = new Encoding(List.of("kept"), "other-3", new float[] {0, 0.6f, 0.8f});

        memories()
                .reencode(
                        rows.stream()
                                .map(row ->
                                        new Row(
                                                row.position(),
                                                row.project(),
                                                new Stored(row.stored().memory(), encoding)))
                                .toList());

        assertThat(storedRows()).containsExactly(new Stored(kept.memory(), encoding));
        assertThat(everything(PROJECT)).containsExactly(kept.memory());
        assertThat(memories().head()).isEqualTo(head);
        assertThat(memories().histories(PROJECT, List.of(kept.id())).get(kept.id())).hasSize(1);
        assertThat(memories().changesAfter(Mark.START, 1).getFirst().encoding())
                .isEqualTo(encoding);
    }

    // --- many threads

    @Test
    default void ofConcurrentUpdatesOfOneStateOneWins() throws Exception {
        var before = Samples.memory("before");
        apply(PROJECT, before.added());

        var outcomes =
                together(
                        8,
                        n -> {
                            try {
                                apply(PROJECT, before.updatedTo(before.saying("after " + n)));
                                return "won";
                            } catch (Failure.Conflict conflict) {
                                return "lost";
                            }
                        });

        assertThat(outcomes).containsOnlyOnce("won");
        assertThat(memories().histories(PROJECT, List.of(before.id())).get(before.id())).hasSize(2);
    }

    @Test
    default void aCauseAppliedByManyAtOnceIsOnce() throws Exception {
        var set = Samples.changes(now(), Samples.memory("one").added());

        var marks = together(8, _ -> apply(PROJECT, set));

        assertThat(new HashSet<>(marks)).hasSize(1);
        assertThat(everything(PROJECT)).hasSize(1);
    }

    @Test
    default void aFollowerOfTheLogMissesNothingWhileOthersWrite() throws Exception {
        var writers = 4;
        var each = 40;

        var seen =
                together(writers + 1, n -> n < writers ? write(n, each) : follow(writers * each));

        assertThat(seen.getLast())
                .hasSize(writers * each)
                .isEqualTo(
                        memories().changesAfter(Mark.START, 10_000).stream()
                                .map(LoggedChange::mark)
                                .toList());
    }

    private List<Mark> write(int writer, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> apply(PROJECT, Samples.memory(writer + " wrote " + n).added()))
                .toList();
    }

    private List<Mark> follow(int count) {
        List<Mark> seen = new ArrayList<>();
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (seen.size() < count && System.nanoTime() < deadline) {
            var after = seen.isEmpty() ? Mark.START : seen.getLast();
            var some = memories().changesAfter(after, 7);
            some.forEach(change -> seen.add(change.mark()));
            if (some.isEmpty()) {
                Thread.onSpinWait();
            }
        }
        return seen;
    }

    // --- pieces

    /// Runs a task in as many threads, begun at the same moment; the answers in thread order.
    private static <T> List<T> together(int threads, ThreadTask<T> task) throws Exception {
        var start = new CyclicBarrier(threads);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<T>> tasks = new ArrayList<>();
            for (var n = 0; n < threads; n++) {
                var number = n;
                tasks.add(() -> {
                    start.await();
                    return task.run(number);
                });
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(tasks)) {
                answers.add(future.get());
            }
            return answers;
        } catch (ExecutionException failed) {
            throw new AssertionError("a thread failed", failed.getCause());
        }
    }

    /// One thread's part of [#together].
    interface ThreadTask<T> {
        T run(int number) throws Exception;
    }

    private static Revision revision(
            ChangeSet set,
            Revision.Kind kind,
            @Nullable Memory before,
            @Nullable Memory after,
            List<Message> input,
            Map<String, @Nullable Object> note) {
        var id = set.changes().getFirst().memoryId();
        return new Revision(
                UUID.randomUUID(), id, kind, set.at(), before, after, input, note, set.cause());
    }

    private static MemoryId id(String text) {
        return MemoryId.parse(text);
    }

    private static Stored stored(Memory memory) {
        return new Stored(memory, Samples.encoding(memory.indexedText()));
    }
}
