package dev.keepsake.account;

import static dev.keepsake.account.Town.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.keepsake.failure.Failure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Management contract 8.
class ProjectMembersTest {

    private final Town town = new Town();
    private final ProjectMembers members = town.projectMembers;

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void ownersOfTheOrganizationAreListedAsInherited() {
        assertThat(members.list(town.in(town.ben, town.main)))
                .containsExactly(
                        new Member(town.ana.id(), "ana", "ana@example.org", Role.OWNER, true),
                        new Member(town.ben.id(), "ben", "ben@example.org", Role.READER, false));
        assertThat(members.list(town.in(town.ana, town.side)))
                .extracting(Member::username)
                .containsExactly("ana");
    }

    @Test
    void aRoleGivenBeforeSomebodyOwnedTheOrganizationIsNotListedTwice() {
        town.organizationMembers.change(
                town.in(town.ana, town.harbor),
                fields("email", "ben@example.org", "role", "OWNER"));

        assertThat(members.list(town.in(town.ben, town.main)))
                .extracting(Member::username, Member::role, Member::inherited)
                .containsExactly(tuple("ana", Role.OWNER, true), tuple("ben", Role.OWNER, true));
    }

    @Test
    void somebodyFromOutsideBecomesAReaderOfTheOrganization() {
        assertThat(add(town.ana, "cleo@example.org", "OWNER")).isEqualTo(Added.MEMBER);

        assertThat(town.role(town.cleo, town.harbor, null)).contains(Role.READER);
        assertThat(town.in(town.cleo, town.main).role()).isEqualTo(Role.OWNER);
        assertThatThrownBy(() -> town.in(town.cleo, town.side)).isInstanceOf(Failure.Missing.class);
        assertThat(town.audited(town.harbor)).containsExactly("member.add");
    }

    @Test
    void anOwnerOfTheProjectManagesItsMembersButNotTheOrganization() {
        add(town.ana, "cleo@example.org", "OWNER");

        change(town.cleo, "ben@example.org", "OWNER");

        assertThat(town.in(town.ben, town.main).role()).isEqualTo(Role.OWNER);
        assertForbidden(() ->
                town.organizationMembers.add(
                        town.in(town.cleo, town.harbor),
                        fields("email", "new@example.org", "role", "READER")));
    }

    @Test
    void anAddressWithoutAnAccountIsInvitedIntoTheProject() {
        assertThat(add(town.ana, "new@example.org", "OWNER")).isEqualTo(Added.INVITED);

        assertThat(town.invitations.list(town.in(town.ana, town.harbor)))
                .singleElement()
                .satisfies(invitation -> {
                    assertThat(invitation.project()).isEqualTo(town.main.id());
                    assertThat(invitation.role()).isEqualTo(Role.OWNER);
                });
    }

    @Test
    void inheritedRolesAreNotChangedHere() {
        assertInvalid(() -> add(town.ana, "ana@example.org", "READER"));
        assertInvalid(() -> change(town.ana, "ana@example.org", "READER"));
        assertInvalid(() -> remove(town.ana, "ana@example.org"));

        assertThat(town.in(town.ana, town.main).role()).isEqualTo(Role.OWNER);
    }

    @Test
    void nobodyIsAddedTwice() {
        assertInvalid(() -> add(town.ana, "ben@example.org", "OWNER"));

        assertThat(town.in(town.ben, town.main).role()).isEqualTo(Role.READER);
    }

    @Test
    void whoeverIsTakenOutOfTheProjectStaysInTheOrganization() {
        remove(town.ana, "ben@example.org");

        assertThat(town.role(town.ben, town.harbor, null)).contains(Role.READER);
        assertThat(town.role(town.ben, town.harbor, town.main)).isEmpty();
        assertThat(town.audited(town.harbor)).containsExactly("member.remove");
    }

    @Test
    void removingSomebodyInvitedTakesTheInvitationBack() {
        add(town.ana, "new@example.org", "READER");

        remove(town.ana, "NEW@example.org");

        assertThat(town.invitations.list(town.in(town.ana, town.harbor))).isEmpty();
        assertMissing(() -> remove(town.ana, "new@example.org"));
    }

    @Test
    void membersOfTheOrganizationAloneAreNotOfTheProject() {
        remove(town.ana, "ben@example.org");

        assertMissing(() -> change(town.ana, "ben@example.org", "OWNER"));
        assertMissing(() -> remove(town.ana, "ben@example.org"));
        assertMissing(() -> change(town.ana, "nobody@example.org", "OWNER"));
    }

    @Test
    void readersManageNobody() {
        assertForbidden(() -> add(town.ben, "cleo@example.org", "READER"));
        assertForbidden(() -> change(town.ben, "ben@example.org", "OWNER"));
        assertForbidden(() -> remove(town.ben, "ben@example.org"));
        assertThat(town.audited(town.harbor)).isEmpty();
    }

    @Test
    void aKeyThatWritesDataManagesNobody() {
        town.cap(town.ana, Access.WRITE, false);

        assertForbidden(() -> add(town.ana, "cleo@example.org", "READER"));
    }

    private Added add(Account by, String email, String role) {
        return members.add(town.in(by, town.main), fields("email", email, "role", role));
    }

    private void change(Account by, String email, String role) {
        members.change(town.in(by, town.main), fields("email", email, "role", role));
    }

    private void remove(Account by, String email) {
        members.remove(town.in(by, town.main), fields("email", email));
    }

    private static void assertInvalid(ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(Failure.Invalid.class);
    }

    private static void assertMissing(ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(Failure.Missing.class);
    }

    private static void assertForbidden(ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(Failure.Forbidden.class);
    }
}
