package dev.keepsake.account;

import static dev.keepsake.account.Town.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Management contract 6.
class OrganizationMembersTest {

    private final Town town = new Town();
    private final OrganizationMembers members = town.organizationMembers;

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void everyMemberSeesAllMembersInTheOrderOfJoining() {
        assertThat(members.list(town.in(town.ben, town.harbor)))
                .containsExactly(
                        new Member(town.ana.id(), "ana", "ana@example.org", Role.OWNER, false),
                        new Member(town.ben.id(), "ben", "ben@example.org", Role.READER, false));
    }

    @Test
    void somebodyWithAnAccountIsAMemberAtOnce() {
        assertThat(add(town.ana, "Cleo@Example.ORG", "OWNER")).isEqualTo(Added.MEMBER);

        assertThat(town.in(town.cleo, town.harbor).role()).isEqualTo(Role.OWNER);
        assertThat(town.in(town.cleo, town.side).role()).isEqualTo(Role.OWNER);
        assertThat(town.audited(town.harbor)).containsExactly("member.add");
    }

    @Test
    void aReaderOfTheOrganizationSeesNoneOfItsProjects() {
        add(town.ana, "cleo@example.org", "READER");

        assertThat(town.projects.list(town.in(town.cleo, town.harbor), town.subject(town.cleo)))
                .isEmpty();
        assertThatThrownBy(() -> town.in(town.cleo, town.main)).isInstanceOf(Failure.Missing.class);
    }

    @Test
    void peopleCanBeNamedByUsername() {
        var byUsername = fields("username", "cleo", "role", "READER");

        members.add(town.in(town.ana, town.harbor), byUsername);
        assertThat(town.role(town.cleo, town.harbor, null)).contains(Role.READER);

        members.change(town.in(town.ana, town.harbor), fields("username", "cleo", "role", "OWNER"));
        assertThat(town.role(town.cleo, town.harbor, null)).contains(Role.OWNER);

        members.remove(town.in(town.ana, town.harbor), fields("username", "cleo"));
        assertThat(town.role(town.cleo, town.harbor, null)).isEmpty();
    }

    @Test
    void anAddressWithoutAnAccountIsInvitedForAWeek() {
        assertThat(add(town.ana, "New@Example.org", "OWNER")).isEqualTo(Added.INVITED);

        assertThat(town.invitations.list(town.in(town.ana, town.harbor)))
                .singleElement()
                .satisfies(invitation -> {
                    assertThat(invitation.email()).isEqualTo("new@example.org");
                    assertThat(invitation.role()).isEqualTo(Role.OWNER);
                    assertThat(invitation.project()).isNull();
                    assertThat(invitation.expiresAt()).isEqualTo(Town.NOW.plus(Duration.ofDays(7)));
                });
        assertThat(members.list(town.in(town.ana, town.harbor))).hasSize(2);
    }

    @Test
    void invitingAgainRenewsTheInvitation() {
        add(town.ana, "new@example.org", "READER");
        town.clock.advance(Duration.ofDays(6));
        add(town.ana, "new@example.org", "OWNER");

        assertThat(town.invitations.list(town.in(town.ana, town.harbor)))
                .singleElement()
                .satisfies(invitation -> {
                    assertThat(invitation.role()).isEqualTo(Role.OWNER);
                    assertThat(invitation.expiresAt())
                            .isEqualTo(Town.NOW.plus(Duration.ofDays(13)));
                });
    }

    @Test
    void nobodyIsAddedTwice() {
        assertWrong(
                "email",
                () -> add(town.ana, "ben@example.org", "OWNER"),
                "ben@example.org is already a member of this organization.");
        assertThat(town.role(town.ben, town.harbor, null)).contains(Role.READER);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        var owner = town.in(town.ana, town.harbor);

        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> members.add(owner, Map.of()))
                .satisfies(invalid -> {
                    assertThat(invalid.fields()).containsOnlyKeys("email", "role");
                    assertThat(invalid).hasMessage("email: This field is required.");
                });
    }

    @Test
    void addressesAndRolesOfOtherFormsAreRefused() {
        for (var email :
                List.of(
                        "",
                        "nobody",
                        "@example.org",
                        "a@",
                        "a b@example.org",
                        "a@b@c",
                        "a\n@b",
                        "\ud800@example.org",
                        "x".repeat(250) + "@example.org")) {
            assertWrongField("email", fields("email", email, "role", "READER"));
        }
        for (var email : List.of(7, List.of("ana@example.org"), Map.of(), true)) {
            assertWrongField("email", fields("email", email, "role", "READER"));
        }
        for (var role : List.of("", "reader", "ADMIN", 1, List.of("OWNER"), Map.of())) {
            assertWrongField("role", fields("email", "new@example.org", "role", role));
        }
        assertWrongField("role", fields("email", "new@example.org", "role", null));
        assertWrongField("username", fields("username", "nobody", "role", "READER"));
        assertThat(town.invitations.list(town.in(town.ana, town.harbor))).isEmpty();
    }

    @Test
    void readersManageNobodyButThemselves() {
        assertForbidden(() -> add(town.ben, "cleo@example.org", "READER"));
        assertForbidden(() -> change(town.ben, "ben@example.org", "OWNER"));
        assertForbidden(() -> remove(town.ben, "ana@example.org"));
        // nor do they learn whom there is to manage
        assertForbidden(() -> remove(town.ben, "nobody@example.org"));
        assertForbidden(() -> remove(town.ben, "cleo@example.org"));
        assertThat(town.audited(town.harbor)).isEmpty();
    }

    @Test
    void aReaderMayLeave() {
        remove(town.ben, "ben@example.org");

        assertThat(town.role(town.ben, town.harbor, null)).isEmpty();
        assertThat(town.role(town.ben, town.harbor, town.main)).isEmpty();
        assertThat(town.audited(town.harbor)).containsExactly("member.remove");
    }

    @Test
    void whoeverLosesTheirLastOrganizationGetsOneOfTheirOwn() {
        remove(town.ana, "ben@example.org");

        var home = town.home(town.ben);
        assertThat(home.organization()).isNotEqualTo(town.harbor.id());
        assertThat(home.role()).isEqualTo(Role.OWNER);
        assertThat(town.organizations.list(home.identity()))
                .singleElement()
                .satisfies(view -> assertThat(view.organization().name()).isEqualTo("default-org"));
    }

    @Test
    void whoeverBelongsElsewhereGoesThere() {
        add(town.ana, "cleo@example.org", "READER");

        remove(town.ana, "cleo@example.org");

        assertThat(town.organizations.list(town.identity(town.cleo))).hasSize(1);
        assertThat(town.home(town.cleo).project()).isEqualTo(town.shore.id());
    }

    @Test
    void aKeyThatOnlyWritesDataCannotLeave() {
        town.cap(town.ben, Access.WRITE, false);

        assertForbidden(() -> remove(town.ben, "ben@example.org"));
    }

    @Test
    void rolesChange() {
        change(town.ana, "ben@example.org", "OWNER");
        assertThat(town.in(town.ben, town.side).role()).isEqualTo(Role.OWNER);

        change(town.ana, "ben@example.org", "READER");
        assertThatThrownBy(() -> town.in(town.ben, town.side)).isInstanceOf(Failure.Missing.class);
        assertThat(town.in(town.ben, town.main).role()).isEqualTo(Role.READER);
    }

    @Test
    void theLastOwnerIsNeitherDemotedNorRemoved() {
        assertWrong(
                "role",
                () -> change(town.ana, "ana@example.org", "READER"),
                "An organization needs an owner, and this is its last one.");
        assertThatThrownBy(() -> remove(town.ana, "ana@example.org"))
                .isInstanceOf(Failure.Invalid.class);
        // nothing was prepared for a removal that did not come
        assertThat(town.organizations.list(town.identity(town.ana))).hasSize(1);

        change(town.ana, "ben@example.org", "OWNER");
        change(town.ben, "ana@example.org", "READER");
        assertThat(town.role(town.ana, town.harbor, null)).contains(Role.READER);
    }

    @Test
    void anOwnerLeavesWhenThereIsAnother() {
        change(town.ana, "ben@example.org", "OWNER");

        remove(town.ana, "ana@example.org");

        assertThat(members.list(town.in(town.ben, town.harbor)))
                .extracting(Member::username)
                .containsExactly("ben");
    }

    @Test
    void strangersAreNoMembers() {
        assertThatThrownBy(() -> change(town.ana, "cleo@example.org", "OWNER"))
                .isInstanceOf(Failure.Missing.class);
        assertThatThrownBy(() -> change(town.ana, "nobody@example.org", "OWNER"))
                .isInstanceOf(Failure.Missing.class);
        assertThatThrownBy(() -> remove(town.ana, "cleo@example.org"))
                .isInstanceOf(Failure.Missing.class);
        assertThatThrownBy(() -> remove(town.ana, "nobody@example.org"))
                .isInstanceOf(Failure.Missing.class);
    }

    @Test
    void removingSomebodyInvitedTakesTheInvitationBack() {
        add(town.ana, "new@example.org", "READER");
        town.projectMembers.add(
                town.in(town.ana, town.main), fields("email", "new@example.org", "role", "OWNER"));

        remove(town.ana, "new@example.org");

        // that of the project is the project's
        assertThat(town.invitations.list(town.in(town.ana, town.harbor)))
                .singleElement()
                .satisfies(left -> assertThat(left.project()).isEqualTo(town.main.id()));
    }

    @Test
    void aRestrictedKeyOfSomebodyRemovedOpensNothing() {
        town.cap(town.ben, Access.ADMIN, true);

        remove(town.ana, "ben@example.org");

        assertThatThrownBy(() -> town.home(town.ben)).isInstanceOf(Failure.Unauthenticated.class);
    }

    private Added add(Account by, String email, String role) {
        return members.add(town.in(by, town.harbor), fields("email", email, "role", role));
    }

    private void change(Account by, String email, String role) {
        members.change(town.in(by, town.harbor), fields("email", email, "role", role));
    }

    private void remove(Account by, String email) {
        members.remove(town.in(by, town.harbor), fields("email", email));
    }

    private void assertWrongField(String field, Map<String, @Nullable Object> fields) {
        assertThatExceptionOfType(Failure.Invalid.class)
                .as("%s", fields)
                .isThrownBy(() -> members.add(town.in(town.ana, town.harbor), fields))
                .satisfies(invalid -> assertThat(invalid.fields()).containsOnlyKeys(field));
    }

    private static void assertWrong(String field, ThrowingCallable action, String message) {
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(action)
                .satisfies(invalid ->
                        assertThat(invalid.fields()).isEqualTo(Map.of(field, List.of(message))));
    }

    private static void assertForbidden(ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(Failure.Forbidden.class);
    }
}
