package dev.keepsake.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody who can hold keys and memberships: a person, or an agent that signed itself up.
///
/// @param username unique; made from the local part of the email
/// @param email lower case; null for agent accounts that nobody claimed
/// @param passwordHash null when no password was ever set
/// @param disabledAt null while the account works
/// @param defaultOrganization where to land; null for the one that it belongs to longest
/// @param agent how an agent signed itself up; null for people. It stays when somebody claims the
///   account
public record Account(
        AccountId id,
        String username,
        String name,
        @Nullable String email,
        @Nullable String passwordHash,
        boolean serverAdmin,
        @Nullable Instant disabledAt,
        Instant createdAt,
        @Nullable OrganizationId defaultOrganization,
        @Nullable Instant lastLoginAt,
        @Nullable Agent agent) {

    /// A working account that has not logged in yet.
    public Account(
            AccountId id,
            String username,
            String name,
            @Nullable String email,
            @Nullable String passwordHash,
            boolean serverAdmin,
            @Nullable Instant disabledAt,
            Instant createdAt) {
        this(
                id,
                username,
                name,
                email,
                passwordHash,
                serverAdmin,
                disabledAt,
                createdAt,
                null,
                null,
                null);
    }

    /// An unattended sign-up (management contract 13.3).
    ///
    /// @param source what the agent said it came from
    /// @param defaultUserId the user that its client speaks for unless told otherwise
    /// @param claimedAt when a person took the account over; null until then
    public record Agent(
            @Nullable String source, String defaultUserId, @Nullable Instant claimedAt) {}

    /// Whether an agent made it and nobody has claimed it.
    public boolean isUnclaimed() {
        return agent != null && agent.claimedAt() == null;
    }

    /// Whether it may administer the server, now.
    public boolean isWorkingAdmin() {
        return serverAdmin && disabledAt == null;
    }

    public Account withName(String newName) {
        return new Account(
                id,
                username,
                newName,
                email,
                passwordHash,
                serverAdmin,
                disabledAt,
                createdAt,
                defaultOrganization,
                lastLoginAt,
                agent);
    }

    public Account withEmail(@Nullable String newEmail) {
        return new Account(
                id,
                username,
                name,
                newEmail,
                passwordHash,
                serverAdmin,
                disabledAt,
                createdAt,
                defaultOrganization,
                lastLoginAt,
                agent);
    }

    public Account withPassword(@Nullable String hash) {
        return new Account(
                id,
                username,
                name,
                email,
                hash,
                serverAdmin,
                disabledAt,
                createdAt,
                defaultOrganization,
                lastLoginAt,
                agent);
    }

    public Account withServerAdmin(boolean admin) {
        return new Account(
                id,
                username,
                name,
                email,
                passwordHash,
                admin,
                disabledAt,
                createdAt,
                defaultOrganization,
                lastLoginAt,
                agent);
    }

    public Account disabled(Instant at) {
        return new Account(
                id,
                username,
                name,
                email,
                passwordHash,
                serverAdmin,
                at,
                createdAt,
                defaultOrganization,
                lastLoginAt,
                agent);
    }

    public Account enabled() {
        return new Account(
                id,
                username,
                name,
                email,
                passwordHash,
                serverAdmin,
                null,
                createdAt,
                defaultOrganization,
                lastLoginAt,
                agent);
    }

    public Account withDefaultOrganization(@Nullable OrganizationId organization) {
        return new Account(
                id,
                username,
                name,
                email,
                passwordHash,
                serverAdmin,
                disabledAt,
                createdAt,
                organization,
                lastLoginAt,
                agent);
    }

    public Account loggedIn(Instant at) {
        return new Account(
                id,
                username,
                name,
                email,
                passwordHash,
                serverAdmin,
                disabledAt,
                createdAt,
                defaultOrganization,
                at,
                agent);
    }

    public Account withAgent(@Nullable Agent signUp) {
        return new Account(
                id,
                username,
                name,
                email,
                passwordHash,
                serverAdmin,
                disabledAt,
                createdAt,
                defaultOrganization,
                lastLoginAt,
                signUp);
    }

    /// The account of an agent after a person took it over; the email alone changes for people.
    public Account claimedBy(String newEmail, Instant at) {
        var signUp = agent == null ? null : new Agent(agent.source(), agent.defaultUserId(), at);
        return withEmail(newEmail).withAgent(signUp);
    }

    @Override
    public String toString() {
        return "Account[" + id + ", " + username + "]";
    }
}
