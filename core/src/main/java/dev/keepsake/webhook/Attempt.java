package dev.keepsake.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One try at a delivery, and what came of it.
///
/// @param latency whole milliseconds
/// @param status what the receiver answered; null when it did not
/// @param response the beginning of its answer, or why there is none
public record Attempt(Instant at, Duration latency, @Nullable Integer status, String response) {}
