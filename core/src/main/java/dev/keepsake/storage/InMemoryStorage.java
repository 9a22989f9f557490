package dev.keepsake.storage;

import java.time.InstantSource;

/// The yardstick: a storage made of plain collections under one lock, whose answers are what every
/// other storage must answer. It is written to be read, not to be fast, and forgets everything when
/// the process ends.
public final class InMemoryStorage implements Storage {

    private final Gate gate = new Gate();
    private final InMemoryMemories memories;
    private final InMemoryIndex index;
    private final InMemoryWork work;
    private final InMemoryEvents events;
    private final InMemoryAccounts accounts;
    private final InMemoryWebhooks webhooks;
    private final InMemoryFeedbacks feedback;
    private final InMemoryExports exports;
    private final InMemoryGraph graph;
    private final InMemoryUsage usage;
    private final InMemoryDreams dreams;
    private final InMemoryLogins logins;
    private final InMemoryAudit audit;
    private final InMemoryErasure erasure;

    /// @param clock tells when leases end, events start, and keys lose what they opened
    public InMemoryStorage(InstantSource clock) {
        var tables = new AccountTables();
        events = new InMemoryEvents(gate, tables.doomed);
        work = new InMemoryWork(gate, clock, events, tables.doomed);
        memories = new InMemoryMemories(gate, work, events, tables.doomed);
        index = new InMemoryIndex(gate);
        accounts = new InMemoryAccounts(gate, tables, clock);
        logins = new InMemoryLogins(gate, tables);
        audit = new InMemoryAudit(gate);
        webhooks = new InMemoryWebhooks(gate, clock);
        feedback = new InMemoryFeedbacks(gate, memories);
        exports = new InMemoryExports(gate, memories, clock);
        graph = new InMemoryGraph(gate, memories, events, tables.doomed);
        usage = new InMemoryUsage(gate, memories);
        dreams = new InMemoryDreams(gate, memories.entities());
        erasure =
                new InMemoryErasure(
                        gate,
                        tables.doomed,
                        memories,
                        work,
                        events,
                        webhooks,
                        feedback,
                        exports,
                        graph,
                        usage,
                        dreams);
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
        gate.run(() -> {});
    }

    @Override
    public Entities entities() {
        return memories.entities();
    }

    @Override
    public Webhooks webhooks() {
        return webhooks;
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
    public Quarantine quarantine() {
        return memories.quarantine();
    }

    @Override
    public void close() {
        gate.close();
    }
}
