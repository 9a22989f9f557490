package dev.keepsake.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.event.EventStatus;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.WorkQueue;
import dev.keepsake.storage.WorkQueue.Outcome;
import dev.keepsake.storage.testkit.FixedClock;
import dev.keepsake.storage.testkit.PersistentStorageContract;
import dev.keepsake.storage.testkit.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Only one process at a time uses the folder, so whoever opens it knows that no lease is held any
/// more: work that a process had in hand when it ended goes back in line at once, where the general
/// contract lets it wait for the lease to run out.
class EmbeddedPersistenceTest implements PersistentStorageContract {

    private final FixedClock clock = new FixedClock();
    private final Path temporary;
    private Path folder;
    private Storage storage;
    private int copies;

    EmbeddedPersistenceTest(@TempDir Path temporary) {
        this.temporary = temporary;
        this.folder = temporary.resolve("data");
        this.storage = EmbeddedStorage.open(folder, clock);
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public FixedClock clock() {
        return clock;
    }

    @Override
    public void reopen() {
        storage.close();
        storage = EmbeddedStorage.open(folder, clock);
    }

    /// Opens a copy of the folder as it is now.
    @Override
    public void crash() {
        var copy = temporary.resolve("copy-" + ++copies);
        copy(folder, copy);
        storage.close();
        folder = copy;
        storage = EmbeddedStorage.open(folder, clock);
    }

    private static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    @Test
    public void theQueueGoesOnAfterReopening() {
        theQueueGoesOnWithoutLeasesAfter(this::reopen);
    }

    @Override
    @Test
    public void theQueueGoesOnAfterACrash() {
        theQueueGoesOnWithoutLeasesAfter(this::crash);
    }

    private void theQueueGoesOnWithoutLeasesAfter(Runnable restart) {
        var held = Samples.work(now(), "ana");
        var behind = Samples.work(now(), "ana");
        var retried = Samples.work(now(), "ben");
        storage.work().accept(PROJECT, held);
        storage.work().accept(PROJECT, behind);
        storage.work().accept(PROJECT, retried);
        var lease = storage.work().claim(MINUTE).orElseThrow();
        var second = storage.work().claim(MINUTE).orElseThrow();
        storage.work().finish(second, new Outcome.Retry(now().plusSeconds(10)));

        restart.run();

        assertThat(storage.work().backlog()).isEqualTo(3);
        assertThat(storage.events().find(PROJECT, held.event().id()).orElseThrow().status())
                .isEqualTo(EventStatus.PENDING);
        assertThat(storage.work().renew(lease, MINUTE)).isFalse();
        var again = storage.work().claim(MINUTE).orElseThrow();
        assertThat(again.work().event()).isEqualTo(held.event().running(now()));
        assertThat(again.work().job()).isEqualTo(held.job());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(storage.work().claim(MINUTE)).as("behind it, delayed").isEmpty();
        clock.advance(Duration.ofSeconds(11));
        assertThat(storage.work().claim(MINUTE).orElseThrow().work().event().id())
                .isEqualTo(retried.event().id());
        finish(again);
        assertThat(storage.work().claim(MINUTE).orElseThrow().work().event().id())
                .isEqualTo(behind.event().id());
    }

    private void finish(WorkQueue.Lease lease) {
        var done = lease.work().event().succeeded(List.of(), Map.of(), now());
        assertThat(storage.work().finish(lease, new Outcome.Finished(done))).isTrue();
    }
}
