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

/// Watches a storage while a test uses it and fails with an [AssertionError] when an answer breaks
/// a promise that holds for every answer: no nulls, limits kept, lists in order, scores finite and
/// in range, every memory and event of the project that asked, nothing answered after the close.
/// Changes no answer. As safe for many threads as what it wraps.
public final class CheckedStorage implements Storage {

    private final Storage storage;
    private final Checks checks = new Checks();
    private final MemoryStore memories;
    private final SearchIndex index;
    private final WorkQueue work;
    private final EventLog events;
    private final Accounts accounts;
    private final Webhooks webhooks;
    private final Entities entities;
    private final Feedbacks feedback;
    private final Exports exports;
    private final Graph graph;
    private final UsageLog usage;
    private final Quarantine quarantine;
    private final Dreams dreams;
    private final Logins logins;
    private final AuditLog audit;
    private final Erasure erasure;

    private CheckedStorage(Storage storage) {
        this.storage = storage;
        this.memories = new CheckedMemories(storage.memories(), checks);
        this.index = new CheckedIndex(storage.index(), checks);
        this.work = new CheckedWork(storage.work(), checks);
        this.events = new CheckedEvents(storage.events(), checks);
        this.accounts = new CheckedAccounts(storage.accounts(), checks);
        this.webhooks = new CheckedWebhooks(storage.webhooks(), checks);
        this.entities = new CheckedEntities(storage.entities(), checks);
        this.feedback = new CheckedFeedbacks(storage.feedback(), checks);
        this.graph = new CheckedGraph(storage.graph(), checks);
        this.exports = new CheckedExports(storage.exports(), checks);
        this.usage = new CheckedUsage(storage.usage(), checks);
        this.quarantine = new CheckedQuarantine(storage.quarantine(), checks);
        this.dreams = new CheckedDreams(storage.dreams(), checks);
        this.logins = new CheckedLogins(storage.logins(), checks);
        this.audit = new CheckedAudit(storage.audit(), checks);
        this.erasure = new CheckedErasure(storage.erasure(), checks);
    }

    public static Storage of(Storage storage) {
        return new CheckedStorage(storage);
    }

    @Override
    public MemoryStore memories() {
        return memories;
    }

    @Override
    public SearchIndex index() {
        return index;
    }

    @Override
    public WorkQueue work() {
        return work;
    }

    @Override
    public EventLog events() {
        return events;
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public Logins logins() {
        return logins;
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public Erasure erasure() {
        return erasure;
    }

    @Override
    public void check() {
        checks.run(storage::check);
    }

    @Override
    public Entities entities() {
        return entities;
    }

    @Override
    public Webhooks webhooks() {
        return webhooks;
    }

    @Override
    public Quarantine quarantine() {
        return quarantine;
    }

    @Override
    public Exports exports() {
        return exports;
    }

    @Override
    public Dreams dreams() {
        return dreams;
    }

    @Override
    public Feedbacks feedback() {
        return feedback;
    }

    @Override
    public Graph graph() {
        return graph;
    }

    @Override
    public UsageLog usage() {
        return usage;
    }

    @Override
    public void close() {
        checks.close();
        storage.close();
    }
}
