package dev.keepsake.storage;

/// Webhooks and their deliveries.
public interface Webhooks {}
