package dev.keepsake.storage;

import dev.keepsake.failure.Failure;

/// Everything that Keepsake keeps, in parts cut by what a caller needs. Truth ([#memories],
/// [#work], [#events], [#accounts]) and index never share a transaction: the index follows the
/// change log and can be rebuilt from it.
///
/// Opening does the I/O, methods block, all parts are safe for many threads. Any method may throw
/// [Failure.StorageFailed]; after [#close] every method does.
public interface Storage extends AutoCloseable {

    /// The truth.
    MemoryStore memories();

    /// Derived from the truth; can be thrown away.
    SearchIndex index();

    /// Accepted work.
    WorkQueue work();

    /// What was done.
    EventLog events();

    /// Who may do what, where.
    Accounts accounts();

    /// Who is logged in, and the codes that prove an email.
    Logins logins();

    /// What was asked of the server, and what was done to accounts and settings.
    AuditLog audit();

    /// Removes for good what was deleted.
    Erasure erasure();

    /// Whom memories belong to.
    Entities entities();

    /// Who is told of changes.
    Webhooks webhooks();

    /// What was exported.
    Exports exports();

    /// What users think of memories.
    Feedbacks feedback();

    /// What memories mention.
    Graph graph();

    /// What language models cost.
    UsageLog usage();

    /// What was refused as a memory.
    Quarantine quarantine();

    /// What synthesis did.
    Dreams dreams();

    /// Whether reads and writes work now; cheap.
    ///
    /// @throws Failure.StorageFailed when not
    void check();

    /// Ends all use and makes everything durable. Twice is fine.
    @Override
    void close();
}
