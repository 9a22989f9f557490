package dev.keepsake.ingest;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.WorkQueue;
import java.time.Duration;

/// Renews a lease while its work goes on: a slow language model may take longer than a lease holds.
/// Not for ever, so that work which hangs ends up with somebody else.
final class KeptLease implements AutoCloseable {

    /// How many leases long one piece of work may take.
    private static final int MOST = 12;

    private final Thread keeper;

    private KeptLease(Thread keeper) {
        this.keeper = keeper;
    }

    static KeptLease of(WorkQueue queue, WorkQueue.Lease lease, Duration hold) {
        return new KeptLease(
                Thread.ofVirtual().name("lease").start(() -> keep(queue, lease, hold)));
    }

    private static void keep(WorkQueue queue, WorkQueue.Lease lease, Duration hold) {
        try {
            for (var renewed = 0; renewed < 2 * MOST; renewed++) {
                Thread.sleep(hold.dividedBy(2));
                if (!queue.renew(lease, hold)) {
                    return;
                }
            }
        } catch (InterruptedException | Failure.StorageFailed _) {
            // done, or nobody to renew with: the lease runs out as it would have
            return;
        }
    }

    @Override
    public void close() {
        keeper.interrupt();
    }
}
