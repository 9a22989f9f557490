package dev.keepsake.storage.embedded;

import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.testkit.AssembledStorage;
import dev.keepsake.storage.testkit.CheckedStorage;
import dev.keepsake.storage.testkit.FixedClock;
import dev.keepsake.storage.testkit.StorageContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The truth in SQLite against the contract, with an index in memory.
class SqliteStorageTest implements StorageContract {

    private final FixedClock clock = new FixedClock();
    private final Storage storage;

    SqliteStorageTest(@TempDir Path folder) {
        var index = new InMemoryStorage(clock);
        storage =
                CheckedStorage.of(
                        new AssembledStorage(
                                EmbeddedStorage.open(folder, clock, _ -> index.index()),
                                index.index(),
                                index::close));
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public FixedClock clock() {
        return clock;
    }
}
