package dev.keepsake.server.observe;

import java.util.logging.LogManager;

/// Keeps the log open until the process ends. The usual manager takes all handlers away as soon as
/// a shutdown begins, and what goes wrong while the server closes its parts would go unheard.
public final class LastingLogManager extends LogManager {

    @Override
    public void reset() {
        // handlers are set once, by Logs, and stay
    }
}
