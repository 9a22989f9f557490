package dev.keepsake.search;

import static dev.keepsake.engine.Engine.memory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.engine.BagOfWords;
import dev.keepsake.engine.Until;
import dev.keepsake.event.EventId;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.Encoder;
import dev.keepsake.model.PlainAnalyzer;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Following the change log.
class IndexerTest {

    private static final ProjectId PROJECT = ProjectId.random();
    private static final Encoder ENCODER = new Encoder(new BagOfWords(), new PlainAnalyzer());

    private final InMemoryStorage storage = new InMemoryStorage(InstantSource.system());
    private final Indexer indexer = new Indexer(storage.memories(), storage.index());

    @AfterEach
    void close() {
        indexer.close();
        storage.close();
    }

    @Test
    void afterCatchingUpTheIndexIsAtTheHead() {
        // more than one batch
        var memories =
                IntStream.range(0, 2500)
                        .mapToObj(i -> memory(Scope.ofUser("u"), "m " + i))
                        .toList();
        memories.forEach(each -> apply(added(each)));

        indexer.catchUp();

        assertThat(indexer.applied()).isEqualTo(storage.memories().head());
        assertThat(storage.index().size()).isEqualTo(2500);
    }

    @Test
    void theIndexFollowsByItselfOnceWoken() {
        apply(added(memory(Scope.ofUser("u"), "m")));

        indexer.wake();

        Until.holds(() -> indexer.applied().reaches(storage.memories().head()));
        assertThat(storage.index().size()).isEqualTo(1);
    }

    @Test
    void manyWritersEachFindTheirOwnWrite() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers =
                    IntStream.range(0, 50)
                            .<Callable<Boolean>>mapToObj(i ->
                                    () -> {
                                        var memory = memory(Scope.ofUser("u"), "m " + i);
                                        apply(added(memory));
                                        indexer.wake();
                                        indexer.catchUp();
                                        return !storage.index()
                                                .present(PROJECT, Set.of(memory.id()))
                                                .isEmpty();
                                    })
                            .toList();

            for (Future<Boolean> found : threads.invokeAll(writers)) {
                assertThat(found.get()).isTrue();
            }
        }
    }

    @Test
    void theLastChangeOfAMemoryInABatchCounts() {
        var kept = memory(Scope.ofUser("u"), "kept");
        var gone = memory(Scope.ofUser("u"), "gone");
        var changed = kept.withText("changed");

        var batch =
                Indexer.batch(
                        List.of(
                                logged(1, null, kept, true),
                                logged(2, null, gone, false),
                                logged(3, kept, changed, true),
                                logged(4, gone, null, false)));

        assertThat(batch.puts()).extracting(put -> put.stored().memory()).containsExactly(changed);
        assertThat(batch.removals()).extracting(each -> each.id()).containsExactly(gone.id());
        assertThat(batch.upTo()).isEqualTo(new Mark(4));
    }

    @Test
    void aChangeWhoseMemoryIsGoneByNowIsARemoval() {
        var gone = memory(Scope.ofUser("u"), "gone");

        var batch = Indexer.batch(List.of(logged(7, null, gone, false)));

        assertThat(batch.puts()).isEmpty();
        assertThat(batch.removals()).hasSize(1);
        assertThat(batch.upTo()).isEqualTo(new Mark(7));
    }

    private void apply(Change change) {
        storage.memories()
                .apply(
                        PROJECT,
                        new ChangeSet(
                                Instant.EPOCH,
                                List.of(change),
                                null,
                                new ChangeSet.Settlement.Unrecorded(EventId.random())));
    }

    private static Change added(Memory memory) {
        return new Change.Added(new Stored(memory, ENCODER.encode(memory)), List.of());
    }

    private static LoggedChange logged(
            long mark, @Nullable Memory before, @Nullable Memory after, boolean lives) {
        var subject = after == null ? before : after;
        var kind =
                before == null
                        ? Revision.Kind.ADD
                        : after == null ? Revision.Kind.DELETE : Revision.Kind.UPDATE;
        var revision =
                new Revision(
                        UUID.randomUUID(),
                        subject.id(),
                        kind,
                        Instant.EPOCH,
                        before,
                        after,
                        List.of(),
                        Map.of(),
                        EventId.random());
        return new LoggedChange(
                new Mark(mark), PROJECT, revision, lives ? ENCODER.encode(subject) : null);
    }
}
