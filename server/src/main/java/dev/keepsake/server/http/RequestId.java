package dev.keepsake.server.http;

import java.util.Optional;

/// The id of the request that the current thread works on: what ties its log lines to its reply.
public final class RequestId {

    static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

    private RequestId() {}

    /// Empty outside of requests.
    public static Optional<String> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }
}
