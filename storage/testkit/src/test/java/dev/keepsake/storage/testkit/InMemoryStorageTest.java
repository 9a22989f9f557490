package dev.keepsake.storage.testkit;

import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.Storage;

/// The yardstick against the contract, and the example of how a backend is tested.
class InMemoryStorageTest implements StorageContract {

    private final FixedClock clock = new FixedClock();
    private final Storage storage = CheckedStorage.of(new InMemoryStorage(clock));

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public FixedClock clock() {
        return clock;
    }
}
