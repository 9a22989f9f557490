package dev.keepsake.account;

import org.jspecify.annotations.Nullable;

/// The organization and project that a request names beside its key, as older clients do; all may
/// be absent.
public record Target(
        @Nullable String organizationId,
        @Nullable String projectId,
        @Nullable String organizationName,
        @Nullable String projectName) {

    public static final Target NONE = new Target(null, null, null, null);

    boolean isEmpty() {
        return organizationId == null
                && projectId == null
                && organizationName == null
                && projectName == null;
    }
}
