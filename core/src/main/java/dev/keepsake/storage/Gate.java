package dev.keepsake.storage;

import dev.keepsake.failure.Failure;
import java.util.function.Supplier;

/// The one lock of an [InMemoryStorage]. Whoever is inside sees everything consistent and leaves it
/// so; once closed, nobody gets in.
final class Gate {

    private boolean closed;

    synchronized <T> T inside(Supplier<T> work) {
        requireOpen();
        return work.get();
    }

    synchronized void run(Runnable work) {
        requireOpen();
        work.run();
    }

    synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new Failure.StorageFailed("the storage is closed");
        }
    }
}
