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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Management contract 5.
class OrganizationsTest {

    private final Town town = new Town();
    private final Organizations organizations = town.organizations;

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void whoeverCreatesAnOrganizationOwnsItAndItsDefaultProject() {
        var created = organizations.create(town.identity(town.ben), fields("name", " Pier "));

        assertThat(created.name()).isEqualTo("Pier");
        assertThat(town.role(town.ben, created, null)).contains(Role.OWNER);
        assertThat(town.accounts.projects(created.id()))
                .singleElement()
                .satisfies(project -> {
                    assertThat(project.name()).isEqualTo("default-project");
                    assertThat(project.isDefault()).isTrue();
                });
        assertThat(town.in(town.ben, created).role()).isEqualTo(Role.OWNER);
        assertThat(town.audited(created)).containsExactly("organization.create");
    }

    @Test
    void theOneWhereAnAccountLandsComesFirstThenTheOldest() {
        town.clock.advance(Duration.ofSeconds(1));
        var pier = organizations.create(town.identity(town.ana), fields("name", "Pier"));
        town.clock.advance(Duration.ofSeconds(1));
        var mole = organizations.create(town.identity(town.ana), fields("name", "Mole"));
        assertThat(names(town.ana)).containsExactly("Harbor", "Pier", "Mole");

        var ana = town.accounts.account(town.ana.id()).orElseThrow();
        town.accounts.change(ana.withDefaultOrganization(mole.id()));

        assertThat(names(town.ana)).containsExactly("Mole", "Harbor", "Pier");
        assertThat(organizations.list(town.identity(town.ana)))
                .extracting(Organizations.View::isDefault)
                .containsExactly(true, false, false);
        assertThat(organizations.get(town.in(town.ana, pier)).isDefault()).isFalse();
    }

    @Test
    void nobodySeesOrganizationsOfOthers() {
        assertThat(names(town.cleo)).containsExactly("Cove");
        assertThatThrownBy(() -> town.in(town.cleo, town.harbor))
                .isInstanceOf(Failure.Missing.class);
    }

    @Test
    void invitationsAreShownToOwnersAlone() {
        town.organizationMembers.add(
                town.in(town.ana, town.harbor),
                fields("email", "new@example.org", "role", "READER"));

        var owners = organizations.get(town.in(town.ana, town.harbor));
        var readers = organizations.get(town.in(town.ben, town.harbor));

        assertThat(owners.invitations())
                .singleElement()
                .satisfies(
                        invitation -> assertThat(invitation.email()).isEqualTo("new@example.org"));
        assertThat(owners.role()).isEqualTo(Role.OWNER);
        assertThat(readers.invitations()).isEmpty();
        assertThat(readers.role()).isEqualTo(Role.READER);
    }

    @Test
    void anInvitationPastItsTermIsNotShown() {
        town.organizationMembers.add(
                town.in(town.ana, town.harbor),
                fields("email", "new@example.org", "role", "READER"));

        town.clock.advance(Duration.ofDays(7));

        assertThat(organizations.get(town.in(town.ana, town.harbor)).invitations()).isEmpty();
    }

    @Test
    void aKeyThatOnlyReadsMakesItsOwnerAReader() {
        town.cap(town.ana, Access.READ, false);

        var seen = organizations.get(town.in(town.ana, town.harbor));

        assertThat(seen.role()).isEqualTo(Role.READER);
        assertForbidden(() -> organizations.remove(town.in(town.ana, town.harbor)));
        assertForbidden(
                () -> organizations.create(town.identity(town.ana), fields("name", "Pier")));
    }

    @Test
    void aRestrictedKeySeesNoOrganizations() {
        town.cap(town.ana, Access.ADMIN, true);

        assertForbidden(() -> organizations.list(town.identity(town.ana)));
        assertForbidden(
                () -> organizations.create(town.identity(town.ana), fields("name", "Pier")));
        assertForbidden(() -> town.in(town.ana, town.harbor));
    }

    @Test
    void creationCanBeLeftToAdministrators() {
        var closed = town.organizations(Organizations.Creation.ADMIN_ONLY);

        assertForbidden(() -> closed.create(town.identity(town.cleo), fields("name", "Pier")));
        assertThat(closed.create(town.identity(town.ana), fields("name", "Pier")).name())
                .isEqualTo("Pier");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\u2003"})
    void aNameNeedsCharacters(String name) {
        assertWrongName(name);
    }

    @Test
    void aNameMustBeText() {
        assertWrongName(null);
        assertWrongName(7);
        assertWrongName("\ud800");
        assertWrongName(List.of("Pier"));
        assertWrongName("x".repeat(256));
        assertThatThrownBy(() -> organizations.create(town.identity(town.ana), Map.of()))
                .hasMessage("name: This field is required.");
    }

    @Test
    void charactersAreCountedAsPeopleCountThem() {
        var name = "\ud83d\udea2".repeat(255);

        assertThat(organizations.create(town.identity(town.ana), fields("name", name)).name())
                .isEqualTo(name);
    }

    private void assertWrongName(@Nullable Object name) {
        var before = names(town.ana);
        assertThatExceptionOfType(Failure.Invalid.class)
                .as("%s", name)
                .isThrownBy(
                        () -> organizations.create(town.identity(town.ana), fields("name", name)))
                .satisfies(invalid -> assertThat(invalid.fields()).containsOnlyKeys("name"));
        assertThatExceptionOfType(Failure.Invalid.class)
                .as("%s", name)
                .isThrownBy(() ->
                        organizations.rename(town.in(town.ana, town.harbor), fields("name", name)));
        assertThat(names(town.ana)).isEqualTo(before);
    }

    @Test
    void ownersRenameReadersDoNot() {
        town.clock.advance(Duration.ofSeconds(1));
        organizations.rename(town.in(town.ana, town.harbor), fields("name", "Haven"));

        var seen = organizations.get(town.in(town.ben, town.harbor)).organization();
        assertThat(seen.name()).isEqualTo("Haven");
        assertThat(seen.createdAt()).isEqualTo(Town.NOW);
        assertThat(seen.updatedAt()).isEqualTo(Town.NOW.plusSeconds(1));
        assertForbidden(() ->
                organizations.rename(town.in(town.ben, town.harbor), fields("name", "Haven")));
        assertThat(town.audited(town.harbor)).containsExactly("organization.rename");
    }

    @Test
    void removingOneTakesItsProjectsAndKeysAlongAndWakesTheErasure() {
        var ana = town.identity(town.ana);
        organizations.create(ana, fields("name", "Pier"));

        organizations.remove(town.in(town.ana, town.harbor));

        assertThat(organizations.list(ana))
                .extracting(view -> view.organization().name())
                .containsExactly("Pier");
        assertThat(town.accounts.project(town.main.id())).isEmpty();
        assertThat(town.accounts.project(town.side.id())).isEmpty();
        assertThat(town.wakes).hasValue(1);
        assertThatThrownBy(() -> town.subject(town.ana))
                .isInstanceOf(Failure.Unauthenticated.class);
        assertThat(town.audited(town.harbor)).containsExactly("organization.delete");
        assertThat(names(town.cleo)).containsExactly("Cove");
    }

    @Test
    void nobodyIsLeftWithoutAnOrganization() {
        organizations.create(town.identity(town.ana), fields("name", "Pier"));

        organizations.remove(town.in(town.ana, town.harbor));

        var left = town.accounts.memberships(town.ben.id());
        assertThat(left)
                .singleElement()
                .satisfies(membership -> assertThat(membership.role()).isEqualTo(Role.OWNER));
        assertThat(town.accounts.projects(left.getFirst().organization())).hasSize(1);
    }

    @Test
    void theLastOneStays() {
        assertThatThrownBy(() -> organizations.remove(town.in(town.cleo, town.cove)))
                .isInstanceOf(Failure.Invalid.class);

        assertThat(names(town.cleo)).containsExactly("Cove");
        assertThat(town.home(town.cleo).project()).isEqualTo(town.shore.id());
        assertThat(town.wakes).hasValue(0);
        assertThat(town.audited(town.cove)).isEmpty();
    }

    @Test
    void readersRemoveNothing() {
        assertForbidden(() -> organizations.remove(town.in(town.ben, town.harbor)));
    }

    private List<String> names(Account account) {
        return organizations.list(town.identity(account)).stream()
                .map(view -> view.organization().name())
                .toList();
    }

    private static void assertForbidden(ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(Failure.Forbidden.class);
    }
}
