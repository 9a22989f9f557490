package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Roles that wait for people without an account (management contract 6, 8 and 18.5). They take
/// them up when they first log in with the address, or with the link that their host may pass on.
/// Safe for many threads.
public final class Invitations {

    static final Duration LIFETIME = Duration.ofDays(7);

    private final Registry registry;
    private final SecureRandom random = new SecureRandom();

    public Invitations(Registry registry) {
        this.registry = registry;
    }

    /// A new invitation.
    ///
    /// @param token accepts it; 256 random bits that can never be read again
    public record Sent(Invitation invitation, String token) {
        @Override
        public String toString() {
            return "Sent[" + invitation.id() + "]";
        }
    }

    /// Invites an address into the organization, or again, with a new token and term.
    ///
    /// @param fields `email` and `role`, as the caller wrote them
    /// @throws Failure.Forbidden when the caller may not manage the organization
    /// @throws Failure.Invalid when a field is wrong or the address has an account
    public Sent send(OrganizationCaller by, Map<String, @Nullable Object> fields) {
        by.require(Permission.MANAGE_ORGANIZATION);
        var read = new Fields(fields);
        var email = read.email();
        var role = read.role();
        read.requireRight();
        if (registry.accounts().accountByEmail(email).isPresent()) {
            read.refuse(
                    "email", "Somebody with this address has an account; add them as a member.");
            read.requireRight();
        }
        return invite(by.identity(), by.organization(), null, email, role);
    }

    /// The same without any check, into a project if one is named.
    Sent invite(
            Identity by,
            OrganizationId organization,
            @Nullable ProjectId project,
            String email,
            Role role) {
        var token = token();
        var now = registry.now();
        var invitation =
                new Invitation(
                        InvitationId.random(),
                        email,
                        organization,
                        project,
                        role,
                        TokenHash.of(token),
                        now,
                        now.plus(LIFETIME));
        registry.accounts().create(invitation);
        registry.changed(
                by.account(),
                organization,
                project,
                "invitation.create",
                "invitation " + invitation.id(),
                details(invitation));
        return new Sent(invitation, token);
    }

    private String token() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Those of the organization and its projects that still work, in order of creation.
    ///
    /// @throws Failure.Forbidden when the caller may not manage the organization
    public List<Invitation> list(OrganizationCaller caller) {
        caller.require(Permission.MANAGE_ORGANIZATION);
        return pending(caller.organization());
    }

    List<Invitation> pending(OrganizationId organization) {
        var now = registry.now();
        return registry.accounts().invitations(organization).stream()
                .filter(invitation -> invitation.worksAt(now))
                .toList();
    }

    /// @throws Failure.Forbidden when the caller may not manage the organization
    /// @throws Failure.Missing when the organization has no such invitation
    public void withdraw(OrganizationCaller by, InvitationId invitation) {
        by.require(Permission.MANAGE_ORGANIZATION);
        registry.accounts().remove(by.organization(), invitation);
        registry.changed(
                by.identity().account(),
                by.organization(),
                null,
                "invitation.withdraw",
                "invitation " + invitation,
                Map.of());
    }

    /// Takes back what waits for an address in exactly this place.
    ///
    /// @return false when nothing does
    boolean withdraw(
            Identity by, OrganizationId organization, @Nullable ProjectId project, String email) {
        var found =
                registry.accounts().invitations(organization).stream()
                        .filter(each ->
                                each.email().equals(email)
                                        && Objects.equals(each.project(), project))
                        .findFirst();
        found.ifPresent(invitation -> {
            registry.accounts().remove(organization, invitation.id());
            registry.changed(
                    by.account(),
                    organization,
                    project,
                    "invitation.withdraw",
                    "invitation " + invitation.id(),
                    details(invitation));
        });
        return found.isPresent();
    }

    /// What a token accepts, if that still works.
    public Optional<Invitation> find(String token) {
        var now = registry.now();
        return registry.accounts()
                .invitation(TokenHash.of(token))
                .filter(invitation -> invitation.worksAt(now));
    }

    /// Takes up an invitation; a role that allows more stays. Whoever calls has made sure that the
    /// account is whom it was meant for.
    ///
    /// @throws Failure.Missing when it is gone
    public void accept(Invitation invitation, AccountId account) {
        registry.accounts().accept(invitation.id(), account);
        registry.changed(
                account,
                invitation.organization(),
                invitation.project(),
                "invitation.accept",
                "invitation " + invitation.id(),
                details(invitation));
    }

    /// Takes up everything that waits for the account's address, as on its first login. Whoever
    /// calls has made sure that the address is the account's.
    public void welcome(Account account) {
        if (account.email() == null) {
            return;
        }
        var now = registry.now();
        for (var invitation : registry.accounts().invitations(account.email())) {
            if (invitation.worksAt(now)) {
                try {
                    accept(invitation, account.id());
                } catch (Failure.Missing _) {
                    // withdrawn at this very moment
                }
            }
        }
    }

    private static Map<String, @Nullable Object> details(Invitation invitation) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("email", invitation.email());
        details.put("role", invitation.role().name());
        return details;
    }
}
