package dev.keepsake.webhook;

/// A signing secret as it is stored: only [Secrets] of the same installation can open it.
public record SealedSecret(String text) {}
