package dev.keepsake.storage;

import static dev.keepsake.storage.AccountTables.require;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.Invitation;
import dev.keepsake.account.InvitationId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.failure.Failure;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// The rules of invitations in [InMemoryAccounts].
final class InMemoryInvitations {

    private final AccountTables tables;
    private final InMemoryPlaces places;

    InMemoryInvitations(AccountTables tables, InMemoryPlaces places) {
        this.tables = tables;
        this.places = places;
    }

    void create(Invitation invitation) {
        tables.requirePlace(invitation.organization(), invitation.project());
        var others = list(other -> !isRenewed(other, invitation));
        if (others.stream()
                .anyMatch(other ->
                        other.id().equals(invitation.id())
                                || other.tokenHash().equals(invitation.tokenHash()))) {
            throw new Failure.Conflict("id or token of " + invitation.id() + " is taken");
        }
        tables.invitations.values().removeIf(other -> isRenewed(other, invitation));
        tables.invitations.put(invitation.id(), invitation);
    }

    private static boolean isRenewed(Invitation old, Invitation by) {
        return old.email().equals(by.email())
                && old.organization().equals(by.organization())
                && Objects.equals(old.project(), by.project());
    }

    void accept(InvitationId id, AccountId account) {
        var invitation = require(tables.invitations, id);
        require(tables.accounts, account);
        places.raise(
                new Membership(
                        account,
                        invitation.organization(),
                        invitation.project(),
                        invitation.role()));
        tables.invitations.remove(id);
    }

    void remove(OrganizationId organization, InvitationId id) {
        if (!require(tables.invitations, id).organization().equals(organization)) {
            throw new Failure.Missing("organization " + organization + " has no " + id);
        }
        tables.invitations.remove(id);
    }

    List<Invitation> list(Predicate<Invitation> chosen) {
        return tables.invitations.values().stream().filter(chosen).toList();
    }
}
