package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.Founding;
import dev.keepsake.account.Invitation;
import dev.keepsake.account.InvitationId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.account.TokenHash;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [Accounts] promises about invitations.
interface InvitationsContract extends TestedAccounts {

    private Invitation invitation(Founding to, @Nullable Project project, String email) {
        return new Invitation(
                InvitationId.random(),
                email,
                to.organization().id(),
                project == null ? null : project.id(),
                Role.READER,
                TokenHash.of(UUID.randomUUID().toString()),
                now(),
                now().minusSeconds(1));
    }

    private Invitation invited(Founding to, @Nullable Project project, String email) {
        var invitation = invitation(to, project, email);
        accounts().create(invitation);
        return invitation;
    }

    @Test
    default void anInvitationIsFoundByTokenPlaceAndEmail() {
        var founding = founded();
        var other = settled("eve");
        var one = invited(founding, null, "ben@example.com");
        var two = invited(founding, founding.project(), "ben@example.com");
        var three = invited(founding, null, "kim@example.com");
        var four = invited(other, null, "ben@example.com");

        assertThat(accounts().invitation(two.tokenHash())).contains(two);
        assertThat(accounts().invitation(TokenHash.of("unknown"))).isEmpty();
        assertThat(accounts().invitations(founding.organization().id()))
                .containsExactly(one, two, three);
        assertThat(accounts().invitations(OrganizationId.random())).isEmpty();
        assertThat(accounts().invitations("ben@example.com")).containsExactly(one, two, four);
        assertThat(accounts().invitations("nobody@example.com")).isEmpty();
    }

    @Test
    default void anInvitationIsRenewed() {
        var founding = founded();
        var old = invited(founding, null, "ben@example.com");
        var inside = invited(founding, founding.project(), "ben@example.com");

        var renewed = invited(founding, null, "ben@example.com");

        assertThat(accounts().invitations("ben@example.com")).containsExactly(inside, renewed);
        assertThat(accounts().invitation(old.tokenHash())).isEmpty();
        var again = invited(founding, founding.project(), "ben@example.com");
        assertThat(accounts().invitations("ben@example.com")).containsExactly(renewed, again);
    }

    @Test
    default void idsAndTokensOfInvitationsAreUnique() {
        var founding = founded();
        var known = invited(founding, null, "ben@example.com");
        var fresh = invitation(founding, null, "kim@example.com");

        conflicts(() -> accounts().create(like(fresh, known.id(), fresh.tokenHash())));
        conflicts(() -> accounts().create(like(fresh, fresh.id(), known.tokenHash())));

        assertThat(accounts().invitations(founding.organization().id())).containsExactly(known);
    }

    private static Invitation like(Invitation other, InvitationId id, TokenHash token) {
        return new Invitation(
                id,
                other.email(),
                other.organization(),
                other.project(),
                other.role(),
                token,
                other.createdAt(),
                other.expiresAt());
    }

    @Test
    default void aRefusedRenewalLeavesTheOldInvitation() {
        var founding = founded();
        var known = invited(founding, null, "ben@example.com");
        var other = invited(founding, null, "kim@example.com");
        var clash = invitation(founding, null, "ben@example.com");

        conflicts(() -> accounts().create(like(clash, clash.id(), other.tokenHash())));

        assertThat(accounts().invitation(known.tokenHash())).contains(known);
    }

    @Test
    default void anInvitationNeedsAPlace() {
        var founding = founded();
        var elsewhere = settled("eve").project();
        var nowhere = Samples.project(founding.organization().id(), "", false, now());

        missing(() -> accounts().create(invitation(founding, elsewhere, "ben@example.com")));
        missing(() -> accounts().create(invitation(founding, nowhere, "ben@example.com")));
        missing(() ->
                accounts()
                        .create(
                                invitation(
                                        Samples.founding("unknown", now()),
                                        null,
                                        "ben@example.com")));

        assertThat(accounts().invitations("ben@example.com")).isEmpty();
    }

    @Test
    default void anAcceptedInvitationIsARole() {
        var founding = founded();
        var ben = person("ben");
        var invitation = invited(founding, founding.project(), "ben@example.com");

        accounts().accept(invitation.id(), ben.id());

        var here = founding.organization().id();
        ProjectId inside = founding.project().id();
        assertThat(accounts().memberships(ben.id()))
                .containsExactly(
                        new Membership(ben.id(), here, null, Role.READER),
                        new Membership(ben.id(), here, inside, Role.READER));
        assertThat(accounts().invitation(invitation.tokenHash())).isEmpty();
        missing(() -> accounts().accept(invitation.id(), ben.id()));
    }

    @Test
    default void anInvitationTakesNothingAway() {
        var founding = founded();
        var invitation = invited(founding, null, "ana@example.com");

        accounts().accept(invitation.id(), founding.account().id());

        assertThat(accounts().memberships(founding.account().id()))
                .extracting(Membership::role)
                .containsExactly(Role.OWNER);
        assertThat(accounts().invitations("ana@example.com")).isEmpty();
    }

    @Test
    default void anInvitationMayRaise() {
        var founding = founded();
        var ben = person("ben");
        join(ben, founding.organization(), Role.READER);
        var invitation = invitation(founding, null, "ben@example.com");
        var asOwner =
                new Invitation(
                        invitation.id(),
                        invitation.email(),
                        invitation.organization(),
                        null,
                        Role.OWNER,
                        invitation.tokenHash(),
                        invitation.createdAt(),
                        invitation.expiresAt());
        accounts().create(asOwner);

        accounts().accept(asOwner.id(), ben.id());

        assertThat(accounts().memberships(ben.id()))
                .extracting(Membership::role)
                .containsExactly(Role.OWNER);
    }

    @Test
    default void anInvitationIsAcceptedByAnAccount() {
        var invitation = invited(founded(), null, "ben@example.com");

        missing(() -> accounts().accept(invitation.id(), nobody()));

        assertThat(accounts().invitation(invitation.tokenHash())).contains(invitation);
    }

    @Test
    default void anInvitationIsTakenBackWhereItWasMade() {
        var founding = founded();
        var elsewhere = settled("eve").organization().id();
        var here = founding.organization().id();
        var invitation = invited(founding, null, "ben@example.com");

        missing(() -> accounts().remove(elsewhere, invitation.id()));
        assertThat(accounts().invitations(here)).containsExactly(invitation);
        accounts().remove(here, invitation.id());

        assertThat(accounts().invitations(here)).isEmpty();
        missing(() -> accounts().remove(here, invitation.id()));
    }

    @Test
    default void invitationsGoWithTheirPlace() {
        var founding = founded();
        var other = settled("eve");
        var side = project(founding.organization(), "side");
        var outer = invited(founding, null, "ben@example.com");
        invited(founding, side, "ben@example.com");
        var elsewhere = invited(other, null, "ben@example.com");

        accounts().remove(side.id(), successor(side.organization()), now());
        assertThat(accounts().invitations("ben@example.com")).containsExactly(outer, elsewhere);

        accounts().remove(founding.organization().id(), other.account().id());
        assertThat(accounts().invitations("ben@example.com")).containsExactly(elsewhere);
    }
}
