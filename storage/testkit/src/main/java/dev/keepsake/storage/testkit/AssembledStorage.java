package dev.keepsake.storage.testkit;

import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.EventLog;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.WorkQueue;

/// The truth of one storage with the index of another, so that a part can be tested before the
/// whole exists.
///
/// @param closing ends the index; called each time the storage is closed
public record AssembledStorage(Storage truth, SearchIndex index, Runnable closing)
        implements Storage {

    @Override
    public MemoryStore memories() {
        return truth.memories();
    }

    @Override
    public WorkQueue work() {
        return truth.work();
    }

    @Override
    public EventLog events() {
        return truth.events();
    }

    @Override
    public Accounts accounts() {
        return truth.accounts();
    }

    @Override
    public void check() {
        truth.check();
    }

    @Override
    public void close() {
        closing.run();
        truth.close();
    }
}
