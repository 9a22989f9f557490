package dev.keepsake.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.SearchIndex.Batch;
import dev.keepsake.storage.SearchIndex.Candidate;
import dev.keepsake.storage.SearchIndex.Fingerprint;
import dev.keepsake.storage.SearchIndex.Put;
import dev.keepsake.storage.SearchIndex.Removal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LuceneIndexTest {

    private static final ProjectId PROJECT = ProjectId.random();
    private static final Fingerprint FINGERPRINT =
            new Fingerprint("test", LuceneSamples.DIMENSIONS, LuceneIndex.LAYOUT);

    /// Commits only when told to.
    private static final LuceneSettings PATIENT =
            new LuceneSettings(Duration.ofDays(1), Integer.MAX_VALUE, 1_000, 1_000);

    @TempDir Path folder;
    @TempDir Path copy;

    private LuceneIndex index;

    @AfterEach
    void close() {
        if (index != null) {
            index.close();
        }
    }

    @Test
    void anEmptyFolderIsAnEmptyIndexWithoutFingerprint() {
        index = LuceneIndex.open(folder.resolve("not/there/yet"));

        assertThat(index.fingerprint()).isEmpty();
        assertThat(index.applied()).isEqualTo(Mark.START);
        assertThat(index.size()).isZero();
        assertThat(search("tea")).isEmpty();
    }

    @Test
    void aWriteIsVisibleAtOnce() {
        index = LuceneIndex.open(folder, PATIENT);
        var tea = LuceneSamples.row("tea");

        write(1, tea);

        assertThat(search("tea")).containsExactly(tea.memory().id());
        assertThat(index.applied()).isEqualTo(new Mark(1));
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void puttingAgainReplacesAndRemovingTwiceIsFine() {
        index = LuceneIndex.open(folder, PATIENT);
        var tea = LuceneSamples.row("tea");
        var coffee = LuceneSamples.row(tea.memory().withText("coffee"));
        write(1, tea);
        write(2, coffee);
        write(2, coffee);
        assertThat(search("tea coffee")).hasSize(1);
        assertThat(words("tea")).isEmpty();
        assertThat(words("coffee")).containsExactly(tea.memory().id());

        remove(3, tea.memory().id());
        remove(3, tea.memory().id());

        assertThat(search("coffee")).isEmpty();
        assertThat(index.size()).isZero();
        assertThat(index.applied()).isEqualTo(new Mark(3));
    }

    @Test
    void presentKnowsTheLivingOfOneProject() {
        index = LuceneIndex.open(folder, PATIENT);
        var tea = LuceneSamples.row("tea");
        var gone = LuceneSamples.row("gone");
        write(1, tea, gone);
        index.size();
        remove(2, gone.memory().id());
        var ids = Set.of(tea.memory().id(), gone.memory().id(), MemoryId.random());

        assertThat(index.present(PROJECT, ids)).containsExactly(tea.memory().id());
        assertThat(index.present(ProjectId.random(), ids)).isEmpty();
    }

    @Test
    void closingKeepsEverything() {
        index = LuceneIndex.open(folder, PATIENT);
        index.reset(FINGERPRINT);
        var tea = LuceneSamples.row("tea");
        write(7, tea);

        index.close();
        index.close();
        index = LuceneIndex.open(folder, PATIENT);

        assertThat(index.fingerprint()).contains(FINGERPRINT);
        assertThat(index.applied()).isEqualTo(new Mark(7));
        assertThat(search("tea")).containsExactly(tea.memory().id());
    }

    @Test
    void afterACrashTheIndexIsAtItsLastCommit() throws IOException {
        index = LuceneIndex.open(folder, PATIENT);
        index.reset(FINGERPRINT);
        var first = LuceneSamples.row("first");
        var second = LuceneSamples.row("second");
        write(1, first);
        index.flush();
        write(2, second);
        remove(3, first.memory().id());
        assertThat(index.size()).isEqualTo(1);

        try (var crashed = LuceneIndex.open(copyOf(folder), PATIENT)) {

            assertThat(crashed.applied()).isEqualTo(new Mark(1));
            assertThat(crashed.fingerprint()).contains(FINGERPRINT);
            assertThat(crashed.size()).isEqualTo(1);
            assertThat(crashed.present(PROJECT, Set.of(first.memory().id()))).hasSize(1);
        }
    }

    @Test
    void aMarkWithoutChangesIsKeptToo() throws IOException {
        index = LuceneIndex.open(folder, PATIENT);
        write(5);
        index.flush();

        try (var crashed = LuceneIndex.open(copyOf(folder), PATIENT)) {
            assertThat(crashed.applied()).isEqualTo(new Mark(5));
        }
    }

    @Test
    void manyChangesAreCommittedByThemselves() throws Exception {
        index = LuceneIndex.open(folder, new LuceneSettings(Duration.ofDays(1), 10, 1_000, 1_000));
        for (var mark = 1; mark <= 10; mark++) {
            write(mark, LuceneSamples.row("tea"));
        }

        assertThat(awaitTrue(() -> markOnDisk() >= 5)).isTrue();
    }

    @Test
    void aFewChangesAreCommittedAfterAWhile() throws Exception {
        index =
                LuceneIndex.open(
                        folder, new LuceneSettings(Duration.ofMillis(20), 1_000, 1_000, 1_000));
        write(1, LuceneSamples.row("tea"));
        assertThat(awaitTrue(() -> markOnDisk() == 1)).isTrue();

        write(2, LuceneSamples.row("tea"));

        assertThat(awaitTrue(() -> markOnDisk() == 2)).isTrue();
    }

    @Test
    void everyCommitHoldsExactlyWhatItsMarkSays() throws Exception {
        index = LuceneIndex.open(folder, new LuceneSettings(Duration.ofMillis(1), 7, 1_000, 1_000));
        Set<String> seen = new HashSet<>();
        var mark = new AtomicLong();

        var often =
                awaitTrue(() -> {
                    write(
                            mark.incrementAndGet(),
                            LuceneSamples.row("tea"),
                            LuceneSamples.row("tea"));
                    try (var directory = FSDirectory.open(folder);
                            var commit = DirectoryReader.open(directory)) {
                        var committed = commit.getIndexCommit().getUserData().get("mark");
                        assertThat(commit.numDocs()).isEqualTo(2 * Integer.parseInt(committed));
                        seen.add(committed);
                    } catch (IOException replacedMeanwhile) {
                        // another commit came first
                    }
                    return seen.size() > 5;
                });

        assertThat(often).isTrue();
    }

    @Test
    void anInterruptedCallerDoesNoHarm() {
        index = LuceneIndex.open(folder, PATIENT);
        for (var mark = 1; mark <= 20; mark++) {
            Thread.currentThread().interrupt();
            write(mark, LuceneSamples.row("tea"));
            assertThat(search("tea")).hasSize(mark);
            index.flush();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void resetForgetsEverythingAndAllowsAnotherLength() {
        index = LuceneIndex.open(folder, PATIENT);
        index.reset(FINGERPRINT);
        write(1, LuceneSamples.row("tea"));
        assertThat(index.size()).isEqualTo(1);
        var other = new Fingerprint("other", 2_000, LuceneIndex.LAYOUT);

        index.reset(other);

        assertThat(index.size()).isZero();
        assertThat(index.applied()).isEqualTo(Mark.START);
        var vector = new float[2_000];
        vector[0] = 1;
        var memory = LuceneSamples.row("tea").memory();
        write(1, new Stored(memory, new Encoding(List.of("tea"), "other", vector)));
        assertThat(index.size()).isEqualTo(1);
        index.close();
        index = LuceneIndex.open(folder, PATIENT);
        assertThat(index.fingerprint()).contains(other);
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void aBatchWithAVectorThatDoesNotFitChangesNothing() {
        index = LuceneIndex.open(folder, PATIENT);
        index.reset(FINGERPRINT);
        var memory = LuceneSamples.row("long").memory();
        var unfit = new Stored(memory, new Encoding(List.of("long"), "test", new float[] {1}));

        assertThatThrownBy(() -> write(1, LuceneSamples.row("tea"), unfit))
                .isInstanceOf(Failure.StorageFailed.class)
                .hasMessageContaining("1 dimensions");

        assertThat(index.size()).isZero();
        assertThat(index.applied()).isEqualTo(Mark.START);
    }

    @Test
    void nothingWorksAfterClose() {
        index = LuceneIndex.open(folder);
        index.close();

        assertThatThrownBy(() -> write(1)).isInstanceOf(Failure.StorageFailed.class);
        assertThatThrownBy(() -> search("tea")).isInstanceOf(Failure.StorageFailed.class);
        assertThatThrownBy(index::applied).isInstanceOf(Failure.StorageFailed.class);
        assertThatThrownBy(index::flush)
                .isInstanceOf(Failure.StorageFailed.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aFolderInUseIsRefused() {
        index = LuceneIndex.open(folder);

        assertThatThrownBy(() -> LuceneIndex.open(folder))
                .isInstanceOf(Failure.StorageFailed.class)
                .hasMessageContaining("in use");
        assertThatThrownBy(() -> LuceneIndex.erase(folder))
                .isInstanceOf(Failure.StorageFailed.class)
                .hasMessageContaining("in use");
    }

    @Test
    void damageIsNoticedOnOpeningAndErasingCuresIt() throws IOException {
        index = LuceneIndex.open(folder, PATIENT);
        index.reset(FINGERPRINT);
        write(1, LuceneSamples.row("tea"));
        index.close();
        for (var damaged : filesIn(folder)) {
            var here = copyOf(folder);
            Files.write(here.resolve(damaged), new byte[] {1, 2, 3});

            assertThatThrownBy(() -> LuceneIndex.open(here))
                    .as("%s", damaged)
                    .isInstanceOf(Failure.StorageFailed.class)
                    .hasMessageContaining("reindex");

            LuceneIndex.erase(here);
            try (var cured = LuceneIndex.open(here)) {
                assertThat(cured.fingerprint()).isEmpty();
            }
        }
    }

    @Test
    void searchesRunWhileBatchesAreWritten() throws Exception {
        index =
                LuceneIndex.open(
                        folder, new LuceneSettings(Duration.ofMillis(5), 100, 1_000, 1_000));
        var rows = IntStream.range(0, 500).mapToObj(i -> LuceneSamples.row("tea " + i)).toList();
        var written = new AtomicBoolean();
        try (var readers = Executors.newFixedThreadPool(4)) {
            var searching =
                    IntStream.range(0, 4)
                            .mapToObj(_ -> readers.submit(() -> searchUntil(written)))
                            .toList();

            try {
                for (var i = 0; i < rows.size(); i += 2) {
                    write(i + 1, rows.get(i), rows.get(i + 1));
                }
            } finally {
                written.set(true);
            }

            for (var each : searching) {
                each.get();
            }
        }
        assertThat(index.size()).isEqualTo(500);
    }

    /// Batches of two: whoever sees one of them must see the other.
    private Void searchUntil(AtomicBoolean end) {
        var last = 0;
        while (!end.get()) {
            var least = index.applied().value();
            var found = search("tea").size();
            assertThat(found).isEven().isGreaterThanOrEqualTo(Math.max(last, (int) least));
            last = found;
        }
        return null;
    }

    private void write(long mark, Stored... rows) {
        var puts = Stream.of(rows).map(row -> new Put(PROJECT, row)).toList();
        index.write(new Batch(puts, List.of(), new Mark(mark)));
    }

    private void remove(long mark, MemoryId id) {
        index.write(new Batch(List.of(), List.of(new Removal(PROJECT, id)), new Mark(mark)));
    }

    private List<MemoryId> search(String question) {
        return ids(question, 1_000, 0);
    }

    private List<MemoryId> words(String question) {
        return ids(question, 0, 1_000);
    }

    private List<MemoryId> ids(String question, int nearest, int matching) {
        var probe = LuceneSamples.probe(question, nearest, matching);
        return index.gather(PROJECT, probe, Filter.EVERYTHING).stream().map(Candidate::id).toList();
    }

    private long markOnDisk() throws IOException {
        try (var crashed = LuceneIndex.open(copyOf(folder), PATIENT)) {
            return crashed.applied().value();
        } catch (Failure.StorageFailed copiedInTheMiddle) {
            return -1;
        }
    }

    private static boolean awaitTrue(Callable<Boolean> condition) throws Exception {
        var end = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(end)) {
            if (condition.call()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(Path::getFileName)
                    .filter(file -> !file.toString().equals("write.lock"))
                    .toList();
        }
    }

    private Path copyOf(Path original) throws IOException {
        var target = Files.createTempDirectory(copy, "copy");
        for (var file : filesIn(original)) {
            try {
                Files.copy(original.resolve(file), target.resolve(file));
            } catch (NoSuchFileException mergedAway) {
                // a real copy of a crashed disk would not have it either
            }
        }
        return target;
    }
}
