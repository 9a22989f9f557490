package dev.keepsake.account;

import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.AuditLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the services about organizations, projects and members work on, and what has to follow
/// every change that they make: nobody goes by what was remembered before it, and the audit log
/// tells of it. Safe for many threads.
public final class Registry {

    private final Accounts accounts;
    private final AuditLog audit;
    private final Callers callers;
    private final InstantSource clock;

    public Registry(Accounts accounts, AuditLog audit, Callers callers, InstantSource clock) {
        this.accounts = accounts;
        this.audit = audit;
        this.callers = callers;
        this.clock = clock;
    }

    Accounts accounts() {
        return accounts;
    }

    Instant now() {
        return clock.instant();
    }

    /// The role that was given to an account in exactly this place; null for the organization
    /// itself.
    Optional<Role> role(
            AccountId account, OrganizationId organization, @Nullable ProjectId project) {
        return accounts.memberships(account).stream()
                .filter(each ->
                        each.organization().equals(organization)
                                && Objects.equals(each.project(), project))
                .map(Membership::role)
                .findFirst();
    }

    /// To be called after a change.
    ///
    /// @param project null when it is about the organization as a whole
    void changed(
            @Nullable AccountId by,
            OrganizationId organization,
            @Nullable ProjectId project,
            String action,
            String target,
            Map<String, @Nullable Object> details) {
        callers.forget();
        audit.record(
                new AuditEntry(
                        UUID.randomUUID(),
                        clock.instant(),
                        by,
                        organization,
                        project,
                        action,
                        target,
                        details));
    }
}
