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
/// @param before the entry to go on after; empty from the newest
public record RequestQuery(
        Optional<Set<OrganizationId>> organizations,
        Optional<ProjectId> project,
        Optional<Integer> status,
        Optional<UUID> before,
        int limit) {}
