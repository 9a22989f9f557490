package dev.keepsake.account;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One answered request, for the log that operators look at. Paths are templates; no text, key or
/// query of the request is in here.
///
/// @param path the template, such as `/v1/memories/{id}/`
/// @param client name and version as the client's headers tell them
public record RequestEntry(
        UUID id,
        Instant at,
        String method,
        String path,
        int status,
        Duration latency,
        @Nullable OrganizationId organization,
        @Nullable ProjectId project,
        @Nullable AccountId account,
        @Nullable KeyId key,
        @Nullable String client,
        @Nullable String address) {}
