package dev.keepsake.server.http;

import dev.keepsake.account.Identity;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.ProjectId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A request and what became of it, for those who watch. Holds nothing that its sender wrote into
/// path, query or body.
///
/// @param id as the reply's `X-Request-Id`
/// @param method one that HTTP defines, else `OTHER`
/// @param endpoint null when no route fits
/// @param address the client's
/// @param client what the client says of itself, shortened; empty when it says nothing
/// @param identity null when nobody proved who they are
public record Answered(
        String id,
        Instant at,
        String method,
        @Nullable Endpoint endpoint,
        int status,
        Duration latency,
        String address,
        String client,
        @Nullable Identity identity,
        @Nullable OrganizationId organization,
        @Nullable ProjectId project) {

    /// Whether it was asked by what watches over the server, not by a user.
    public boolean isProbe() {
        return endpoint != null
                && switch (endpoint.path()) {
                    case "/healthz", "/readyz", "/metrics" -> true;
                    default -> false;
                };
    }
}
