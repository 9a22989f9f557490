package dev.keepsake.storage.embedded;

import org.jspecify.annotations.Nullable;

/// Waiting that an interrupt does not cut short, for work that must be seen to its end; the
/// interrupt is passed on afterwards.
final class Uninterrupted {

    private Uninterrupted() {}

    interface Wait<T extends @Nullable Object> {
        T await() throws InterruptedException;
    }

    static <T extends @Nullable Object> T of(Wait<T> wait) {
        var interrupted = false;
        try {
            while (true) {
                try {
                    return wait.await();
                } catch (InterruptedException wish) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
