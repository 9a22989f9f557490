package dev.keepsake.server.cli;

import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.AuditLog;
import dev.keepsake.storage.Entities;
import dev.keepsake.storage.Erasure;
import dev.keepsake.storage.EventLog;
import dev.keepsake.storage.Exports;
import dev.keepsake.storage.Feedbacks;
import dev.keepsake.storage.Graph;
import dev.keepsake.storage.Logins;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.Quarantine;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.UsageLog;
import dev.keepsake.storage.Webhooks;
import dev.keepsake.storage.WorkQueue;

/// What is in memory would be gone after a close; commands that follow each other need it.
record Uncloseable(Storage storage) implements Storage {

    @Override
    public dev.keepsake.storage.Dreams dreams() {
        return storage.dreams();
    }

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
    public Logins logins() {
        return storage.logins();
    }

    @Override
    public AuditLog audit() {
        return storage.audit();
    }

    @Override
    public Erasure erasure() {
        return storage.erasure();
    }

    @Override
    public Entities entities() {
        return storage.entities();
    }

    @Override
    public Webhooks webhooks() {
        return storage.webhooks();
    }

    @Override
    public Quarantine quarantine() {
        return storage.quarantine();
    }

    @Override
    public Exports exports() {
        return storage.exports();
    }

    @Override
    public Graph graph() {
        return storage.graph();
    }

    @Override
    public Feedbacks feedback() {
        return storage.feedback();
    }

    @Override
    public UsageLog usage() {
        return storage.usage();
    }

    @Override
    public void close() {}
}
