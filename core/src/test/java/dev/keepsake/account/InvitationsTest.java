package dev.keepsake.account;

import static dev.keepsake.account.Town.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Management contract 6, 8 and 18.5.
class InvitationsTest {

    private final Town town = new Town();
    private final Invitations invitations = town.invitations;
    private final Account newcomer =
            new Account(
                    AccountId.random(),
                    "new",
                    "New",
                    "new@example.org",
                    null,
                    false,
                    null,
                    Town.NOW);

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void theFirstLoginTakesUpEverythingThatWaitsForTheAddress() {
        invite(null, "READER");
        invite(town.side, "OWNER");
        town.accounts.create(newcomer);

        invitations.welcome(newcomer);

        assertThat(town.role(newcomer, town.harbor, null)).contains(Role.READER);
        assertThat(town.role(newcomer, town.harbor, town.side)).contains(Role.OWNER);
        assertThat(pending()).isZero();
    }

    @Test
    void anInvitationPastItsTermIsNotTakenUp() {
        var sent = send("READER");
        town.accounts.create(newcomer);
        town.clock.advance(Duration.ofDays(7));

        invitations.welcome(newcomer);

        assertThat(town.role(newcomer, town.harbor, null)).isEmpty();
        assertThat(invitations.find(sent.token())).isEmpty();
    }

    @Test
    void invitationsOfOthersAreNotTakenUp() {
        invite(null, "READER");

        invitations.welcome(town.cleo);

        assertThat(town.role(town.cleo, town.harbor, null)).isEmpty();
        assertThat(pending()).isOne();
    }

    @Test
    void whoeverBecameMoreMeanwhileStaysMore() {
        invite(null, "READER");
        town.accounts.create(newcomer);
        town.accounts.set(new Membership(newcomer.id(), town.harbor.id(), null, Role.OWNER));

        invitations.welcome(newcomer);

        assertThat(town.role(newcomer, town.harbor, null)).contains(Role.OWNER);
        assertThat(pending()).isZero();
    }

    @Test
    void aTokenNamesItsInvitationAndIsNotWrittenAnywhere() {
        var sent = send("READER");

        assertThat(invitations.find(sent.token())).contains(sent.invitation());
        assertThat(invitations.find(sent.token() + "x")).isEmpty();
        assertThat(sent.token()).hasSizeGreaterThanOrEqualTo(43);
        assertThat(sent.toString()).doesNotContain(sent.token());
        assertThat(sent.invitation().toString()).doesNotContain(sent.token());
    }

    @Test
    void invitingAgainMakesTheOldTokenWorthless() {
        var first = send("READER");
        var second = send("OWNER");

        assertThat(invitations.find(first.token())).isEmpty();
        assertThat(invitations.find(second.token())).contains(second.invitation());
        assertThat(pending()).isOne();
    }

    @Test
    void anAcceptedInvitationIsUsedUp() {
        var sent = send("READER");
        town.accounts.create(newcomer);

        invitations.accept(sent.invitation(), newcomer.id());

        assertThat(invitations.find(sent.token())).isEmpty();
        assertThatThrownBy(() -> invitations.accept(sent.invitation(), town.cleo.id()))
                .isInstanceOf(Failure.Missing.class);
        assertThat(town.role(town.cleo, town.harbor, null)).isEmpty();
        assertThat(town.audited(town.harbor))
                .containsExactlyInAnyOrder("invitation.create", "invitation.accept");
    }

    @Test
    void aWithdrawnInvitationIsGone() {
        var sent = send("READER");

        invitations.withdraw(town.in(town.ana, town.harbor), sent.invitation().id());

        assertThat(invitations.find(sent.token())).isEmpty();
        assertThatThrownBy(() ->
                        invitations.withdraw(
                                town.in(town.ana, town.harbor), sent.invitation().id()))
                .isInstanceOf(Failure.Missing.class);
    }

    @Test
    void nobodyWithdrawsTheInvitationsOfOtherOrganizations() {
        var sent = send("READER");

        assertThatThrownBy(() ->
                        invitations.withdraw(town.in(town.cleo, town.cove), sent.invitation().id()))
                .isInstanceOf(Failure.Missing.class);
        assertThat(invitations.find(sent.token())).isPresent();
    }

    @Test
    void readersNeitherInviteNorSeeInvitations() {
        var reader = town.in(town.ben, town.harbor);
        var sent = send("READER");

        assertThatThrownBy(() ->
                        invitations.send(
                                reader, fields("email", "x@example.org", "role", "READER")))
                .isInstanceOf(Failure.Forbidden.class);
        assertThatThrownBy(() -> invitations.list(reader)).isInstanceOf(Failure.Forbidden.class);
        assertThatThrownBy(() -> invitations.withdraw(reader, sent.invitation().id()))
                .isInstanceOf(Failure.Forbidden.class);
    }

    @Test
    void somebodyWithAnAccountNeedsNoInvitation() {
        assertThatThrownBy(() ->
                        invitations.send(
                                town.in(town.ana, town.harbor),
                                fields("email", "cleo@example.org", "role", "READER")))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void anAgentWithoutAnAddressIsWelcomeToNothing() {
        var agent =
                new Account(AccountId.random(), "bot", "Bot", null, null, false, null, Town.NOW);
        invite(null, "READER");
        town.accounts.create(agent);

        invitations.welcome(agent);

        assertThat(town.accounts.memberships(agent.id())).isEmpty();
    }

    private Invitations.Sent send(String role) {
        return invitations.send(
                town.in(town.ana, town.harbor), fields("email", "new@example.org", "role", role));
    }

    private void invite(@Nullable Project project, String role) {
        var fields = fields("email", "new@example.org", "role", role);
        if (project == null) {
            town.organizationMembers.add(town.in(town.ana, town.harbor), fields);
        } else {
            town.projectMembers.add(town.in(town.ana, project), fields);
        }
    }

    private int pending() {
        return invitations.list(town.in(town.ana, town.harbor)).size();
    }
}
