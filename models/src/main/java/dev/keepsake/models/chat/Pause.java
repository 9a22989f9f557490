package dev.keepsake.models.chat;

import java.time.Duration;

/// Waits between two tries. Tests need not.
@FunctionalInterface
public interface Pause {

    Pause SLEEPING = Thread::sleep;

    void pass(Duration time) throws InterruptedException;
}
