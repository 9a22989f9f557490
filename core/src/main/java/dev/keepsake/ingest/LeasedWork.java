package dev.keepsake.ingest;

import dev.keepsake.storage.WorkQueue;

/// What is to be done for one piece of queued work. It ends the lease in the transaction that
/// stores what it did, so that nothing is done twice. Safe for many threads.
public interface LeasedWork {

    /// @throws dev.keepsake.failure.Failure.Conflict when the lease is lost, or a stored memory was
    ///   changed meanwhile; then it is tried again
    /// @throws dev.keepsake.failure.Failure.ModelFailed when a model does not answer; that is the
    ///   end
    void run(WorkQueue.Lease lease);
}
