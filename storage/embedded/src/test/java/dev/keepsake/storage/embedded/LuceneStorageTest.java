package dev.keepsake.storage.embedded;

import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.testkit.AssembledStorage;
import dev.keepsake.storage.testkit.CheckedStorage;
import dev.keepsake.storage.testkit.FixedClock;
import dev.keepsake.storage.testkit.StorageContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The index against the contract, beside a truth in memory.
class LuceneStorageTest implements StorageContract {

    private final FixedClock clock = new FixedClock();
    private final Storage storage;

    LuceneStorageTest(@TempDir Path folder) {
        var index = LuceneIndex.open(folder);
        storage =
                CheckedStorage.of(
                        new AssembledStorage(new InMemoryStorage(clock), index, index::close));
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
