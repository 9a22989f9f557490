package dev.keepsake.storage.testkit;

import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.AuditLog;
import dev.keepsake.storage.Dreams;
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
    public Dreams dreams() {
        return truth.dreams();
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
    public Logins logins() {
        return truth.logins();
    }

    @Override
    public AuditLog audit() {
        return truth.audit();
    }

    @Override
    public Erasure erasure() {
        return truth.erasure();
    }

    @Override
    public Entities entities() {
        return truth.entities();
    }

    @Override
    public Webhooks webhooks() {
        return truth.webhooks();
    }

    @Override
    public Quarantine quarantine() {
        return truth.quarantine();
    }

    @Override
    public Exports exports() {
        return truth.exports();
    }

    @Override
    public Feedbacks feedback() {
        return truth.feedback();
    }

    @Override
    public Graph graph() {
        return truth.graph();
    }

    @Override
    public UsageLog usage() {
        return truth.usage();
    }

    @Override
    public void close() {
        closing.run();
        truth.close();
    }
}
