package dev.keepsake.storage.testkit;

import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.Storage;

/// The contract of persistence asks for nothing that a storage that was never interrupted would not
/// give.
class UninterruptedStorageTest implements PersistentStorageContract {

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

    @Override
    public void reopen() {}

    @Override
    public void crash() {}
}
