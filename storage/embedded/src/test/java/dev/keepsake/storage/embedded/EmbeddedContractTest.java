package dev.keepsake.storage.embedded;

import dev.keepsake.storage.Storage;
import dev.keepsake.storage.testkit.CheckedStorage;
import dev.keepsake.storage.testkit.FixedClock;
import dev.keepsake.storage.testkit.StorageContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// Truth and index together against the contract.
class EmbeddedContractTest implements StorageContract {

    private final FixedClock clock = new FixedClock();
    private final Storage storage;

    EmbeddedContractTest(@TempDir Path folder) {
        storage = CheckedStorage.of(EmbeddedStorage.open(folder, clock));
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
