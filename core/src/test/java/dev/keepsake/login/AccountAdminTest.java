package dev.keepsake.login;

import static dev.keepsake.login.Gatehouse.HOME;
import static dev.keepsake.login.Gatehouse.password;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.account.Account;
import dev.keepsake.account.Identity;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Role;
import dev.keepsake.failure.Failure;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountAdminTest {

    private final Gatehouse house = Gatehouse.inhabited();
    private final AccountAdmin admin = house.admin;

    @Test
    void aNewAccountCanLogInAndHasAPlaceToWork() {
        var created = admin.create(ana(), "Eve@example.org", "Eve", null, false);

        assertThat(created.password()).isEqualTo("generated-password");
        assertThat(house.login.in("eve@example.org", "generated-password", HOME)).isNotNull();
        assertThat(house.home("eve").name()).isEqualTo("default-project");
    }

    @Test
    void aTakenAddressIsRefused() {
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> admin.create(ana(), "cleo@example.org", "Eve", null, false));
    }

    @Test
    void disablingStopsSessionsAndKeysAtOnceAndCanBeUndone() {
        var cleo = house.account("cleo");
        var session = house.sessions.open(cleo, HOME);
        var project = house.home("cleo");
        var key =
                house.keys.mint(
                        cleo.id(),
                        dev.keepsake.account.KeyTerms.open("laptop", project),
                        dev.keepsake.account.ApiKey.Kind.STANDARD,
                        null,
                        Gatehouse.NOW);
        house.accounts.create(key.key());
        house.callers.subject(key.text());

        admin.change(ana(), cleo.id(), null, true, null);

        assertThatExceptionOfType(Failure.Unauthenticated.class)
                .isThrownBy(() -> house.callers.subject(key.text()));
        assertThatExceptionOfType(Failure.Unauthenticated.class)
                .isThrownBy(() -> house.sessions.subject(session.token(), Optional.empty()));
        admin.change(ana(), cleo.id(), null, false, null);
        assertThat(house.callers.subject(key.text()).identity().account()).isEqualTo(cleo.id());
        assertThatExceptionOfType(Failure.Unauthenticated.class)
                .isThrownBy(() -> house.sessions.subject(session.token(), Optional.empty()));
    }

    @Test
    void nobodyButAnAdministratorMayDoAnyOfIt() {
        var cleo = house.subject("cleo").identity();
        var target = house.account("ana").id();

        forbidden(() -> admin.list(cleo));
        forbidden(() -> admin.create(cleo, "eve@example.org", "Eve", null, false));
        forbidden(() -> admin.change(cleo, target, "x", null, null));
        forbidden(() -> admin.change(cleo, cleo.account(), null, null, true));
        forbidden(() -> admin.remove(cleo, target));
    }

    @Test
    void theServerKeepsAnAdministrator() {
        var id = house.account("ana").id();

        conflict(() -> admin.change(ana(), id, null, true, null));
        conflict(() -> admin.change(ana(), id, null, null, false));
        conflict(() -> admin.remove(ana(), id));
        conflict(() -> house.removal.removeSelf(ana()));
    }

    @Test
    void aRemovedAccountTakesItsOwnOrganizationsAlongAndLeavesSharedOnes() {
        var cleo = house.account("cleo");
        var own = house.home("cleo");
        var shared = house.home("ana");
        house.accounts.set(new Membership(cleo.id(), shared.organization(), null, Role.READER));
        var session = house.sessions.open(cleo, HOME);

        house.removal.removeSelf(house.subject("cleo").identity());

        assertThat(house.accounts.account(cleo.id())).isEmpty();
        assertThat(house.accounts.organization(own.organization())).isEmpty();
        assertThat(house.accounts.project(own.id())).isEmpty();
        assertThat(house.accounts.organization(shared.organization())).isPresent();
        assertThatExceptionOfType(Failure.Unauthenticated.class)
                .isThrownBy(() -> house.sessions.subject(session.token(), Optional.empty()));
    }

    @Test
    void theOnlyOwnerAmongOthersMustFirstNameAnother() {
        var cleo = house.account("cleo");
        var place = house.home("cleo").organization();
        house.accounts.set(new Membership(house.account("ana").id(), place, null, Role.READER));

        conflict(() -> house.removal.removeSelf(house.subject("cleo").identity()));
        assertThat(house.accounts.organization(place)).isPresent();

        house.accounts.set(new Membership(house.account("ana").id(), place, null, Role.OWNER));
        house.removal.removeSelf(house.subject("cleo").identity());
        assertThat(house.accounts.organization(place)).isPresent();
        assertThat(house.accounts.account(cleo.id())).isEmpty();
    }

    @Test
    void aSecondAdministratorMayLeave() {
        admin.change(ana(), house.account("cleo").id(), null, null, true);

        house.removal.removeSelf(ana());

        assertThat(house.accounts.accounts()).extracting(Account::name).containsExactly("Cleo");
        assertThat(house.login.in("cleo@example.org", password("cleo"), HOME)).isNotNull();
    }

    private Identity ana() {
        return house.subject("ana").identity();
    }

    private static void forbidden(Runnable deed) {
        assertThatExceptionOfType(Failure.Forbidden.class).isThrownBy(deed::run);
    }

    private static void conflict(Runnable deed) {
        assertThatExceptionOfType(Failure.Conflict.class).isThrownBy(deed::run);
    }
}
