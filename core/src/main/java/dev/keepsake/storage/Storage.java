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

    /// Whether reads and writes work now; cheap.
    ///
    /// @throws Failure.StorageFailed when not
    void check();

    /// Ends all use and makes everything durable. Twice is fine.
    @Override
    void close();
}
