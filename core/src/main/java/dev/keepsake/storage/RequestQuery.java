package dev.keepsake.storage;

import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.ProjectId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Which requests are wanted.
///
/// @param organizations only of these; empty for the whole server
/// @param status one status such as `404`, or the hundreds such as `4`; empty for all
/// @param before the entry to go on after; empty from the newest; nothing comes after an unknown
///   one
public record RequestQuery(
        Optional<Set<OrganizationId>> organizations,
        Optional<ProjectId> project,
        Optional<Integer> status,
        Optional<UUID> before,
        int limit) {

    /// Everything, from the newest.
    public static RequestQuery first(int limit) {
        return new RequestQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), limit);
    }

    /// Whether the status is wanted.
    public boolean accepts(int answered) {
        return status.isEmpty()
                || status.get().equals(answered)
                || status.get().equals(answered / 100);
    }
}
