package dev.keepsake.server.cli;

import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.EventLog;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.WorkQueue;

/// What is in memory would be gone after a close; commands that follow each other need it.
record Uncloseable(Storage storage) implements Storage {

    @Override
    public MemoryStore memories() {
        return storage.memories();
    }

    @Override
    public SearchIndex index() {
        return storage.index();
    }

    @Override
    public WorkQueue work() {
        return storage.work();
    }

    @Override
    public EventLog events() {
        return storage.events();
    }

    @Override
    public Accounts accounts() {
        return storage.accounts();
    }

    @Override
    public void check() {
        storage.check();
    }

    @Override
    public void close() {}
}
