package dev.keepsake.storage.testkit;

/// x
public final class CheckedStorage {
    private CheckedStorage() {}

    public static dev.keepsake.storage.Storage of(dev.keepsake.storage.Storage s) {
        return s;
    }
}
