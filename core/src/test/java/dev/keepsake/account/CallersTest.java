package dev.keepsake.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.engine.Interposed;
import dev.keepsake.engine.MovableClock;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.InMemoryStorage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Keys and the choice of organization and project: management contract 3 and 18.4.
///
/// Dana owns Harbor with its projects main and side, reads side of Dock, and owns nothing of Reef.
/// Eve owns Dock and Reef.
class CallersTest {

    private static final Instant NOW = Instant.parse("2026-08-22T12:00:00Z");

    private final MovableClock clock = new MovableClock(NOW);
    private final InMemoryStorage storage = new InMemoryStorage(clock);
    private final Interposed<Accounts> meanwhile = new Interposed<>(Accounts.class);
    private final Accounts accounts = storage.accounts();
    private final Keys keys = new Keys("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    private final Callers callers = new Callers(meanwhile.around(accounts), keys, clock);

    private final Account dana = account("dana", null);
    private final Account eve = account("eve", null);
    private final Organization harbor = organization("Harbor");
    private final Organization dock = organization("Dock");
    private final Organization reef = organization("Reef");
    private final Project main = project(harbor, "main", true);
    private final Project side = project(harbor, "side", false);
    private final Project dockMain = project(dock, "main", true);
    private final Project dockSide = project(dock, "dock side", false);
    private final Project reefMain = project(reef, "main", true);
    private final String key = keys.mint();

    CallersTest() {
        accounts.found(new Founding(dana, harbor, main, stored(key, false, null, null)));
        accounts.create(side);
        accounts.create(eve);
        accounts.create(dock, eve.id(), dockMain);
        accounts.create(dockSide);
        accounts.create(reef, eve.id(), reefMain);
        accounts.set(new Membership(dana.id(), dock.id(), null, Role.READER));
        accounts.set(new Membership(dana.id(), dock.id(), dockSide.id(), Role.READER));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void withoutATargetTheBindingOfTheKeyHolds() {
        var caller = callers.resolve(key, Target.NONE);

        assertThat(caller.account()).isEqualTo(dana.id());
        assertThat(caller.email()).isEqualTo("dana@example.org");
        assertThat(caller.organization()).isEqualTo(harbor.id());
        assertThat(caller.project()).isEqualTo(main.id());
        assertThat(caller.role()).isEqualTo(Role.OWNER);
        assertThat(caller.identity().access()).isEqualTo(Access.ADMIN);
    }

    @Test
    void organizationAndProjectMustBelongTogether() {
        assertPlace(ids(harbor, side), side, Role.OWNER);
        assertPlace(ids(dock, dockSide), dockSide, Role.READER);
        assertMissing(ids(harbor, dockSide));
        assertMissing(ids(dock, side));
    }

    @Test
    void aProjectAloneBringsItsOrganization() {
        assertPlace(ids(null, side), side, Role.OWNER);
        assertPlace(ids(null, dockSide), dockSide, Role.READER);
    }

    @Test
    void anUnknownOrForeignProjectIsMissing() {
        assertMissing(new Target(null, ProjectId.random().toString(), null, null));
        assertMissing(new Target(null, "proj_123", null, null));
        assertMissing(ids(null, reefMain));
        assertMissing(ids(reef, reefMain));
    }

    @Test
    void aReaderOfAnOrganizationDoesNotSeeItsOtherProjects() {
        assertMissing(ids(null, dockMain));
        assertMissing(ids(dock, dockMain));
    }

    @Test
    void anOrganizationAloneMeansTheKeysProjectIfThatLiesThere() {
        rebind(side);

        assertPlace(ids(harbor, null), side, Role.OWNER);
    }

    @Test
    void anotherOrganizationAloneMeansItsDefaultProject() {
        rebind(dockSide);

        assertPlace(ids(harbor, null), main, Role.OWNER);
        // the default project of Dock is not Dana's to see
        rebind(main);
        assertMissing(ids(dock, null));
        accounts.set(new Membership(dana.id(), dock.id(), dockMain.id(), Role.READER));
        callers.forget();
        assertPlace(ids(dock, null), dockMain, Role.READER);
    }

    @Test
    void anUnknownOrForeignOrganizationIsMissing() {
        assertMissing(new Target(OrganizationId.random().toString(), null, null, null));
        assertMissing(new Target("org_1", null, null, null));
        assertMissing(ids(reef, null));
    }

    @Test
    void idsAreReadInAnyCase() {
        assertPlace(
                new Target(
                        harbor.id().toString().toUpperCase(Locale.ROOT),
                        side.id().toString().toUpperCase(Locale.ROOT),
                        null,
                        null),
                side,
                Role.OWNER);
    }

    @Test
    void namesAreLookedUpAmongTheMemberships() {
        assertPlace(names("Harbor", "side"), side, Role.OWNER);
        assertPlace(names(null, "side"), side, Role.OWNER);
        assertPlace(names("Dock", "dock side"), dockSide, Role.READER);
        assertPlace(names("Harbor", null), main, Role.OWNER);
        // Eve's "main" projects are not Dana's to see, so the name is hers alone
        assertPlace(names(null, "main"), main, Role.OWNER);
    }

    @Test
    void aNameThatFitsNothingOrSeveralIsRefused() {
        assertInvalid(names(null, "nowhere"));
        assertInvalid(names("Reef", null));
        assertInvalid(names("harbor", null));
        assertInvalid(names("Harbor", "dock side"));

        accounts.create(project(harbor, "side", false));
        assertInvalid(names(null, "side"));
        var twin = organization("Harbor");
        accounts.create(twin, dana.id(), project(twin, "x", true));
        callers.forget();
        assertInvalid(names("Harbor", null));
    }

    @Test
    void idsGoBeforeNames() {
        assertPlace(
                new Target(harbor.id().toString(), side.id().toString(), "Dock", "nowhere"),
                side,
                Role.OWNER);
    }

    @Test
    void aRestrictedKeyReachesItsOwnProjectOnly() {
        var restricted = keys.mint();
        accounts.create(stored(restricted, true, null, null));

        assertThat(callers.resolve(restricted, Target.NONE).project()).isEqualTo(main.id());
        assertThat(callers.resolve(restricted, ids(harbor, main)).project()).isEqualTo(main.id());
        assertThat(callers.resolve(restricted, ids(harbor, null)).project()).isEqualTo(main.id());
        for (var elsewhere :
                new Target[] {
                    ids(null, side),
                    ids(dock, dockSide),
                    names("Harbor", "side"),
                    ids(null, reefMain)
                }) {
            assertThatThrownBy(() -> callers.resolve(restricted, elsewhere))
                    .as("%s", elsewhere)
                    .isInstanceOf(Failure.Forbidden.class);
        }
    }

    @Test
    void unknownRevokedAndExpiredKeysAndDisabledAccountsGetOneAnswer() {
        var revoked = keys.mint();
        accounts.create(stored(revoked, false, null, NOW));
        var expiring = keys.mint();
        accounts.create(stored(expiring, false, NOW.plusSeconds(60), null));
        var ofDisabled = keys.mint();
        var disabled = account("finn", NOW);
        accounts.create(disabled);
        accounts.set(new Membership(disabled.id(), harbor.id(), main.id(), Role.READER));
        accounts.create(stored(ofDisabled, disabled, main, false, null, null));

        assertUnauthenticated(() -> callers.resolve("m0-unknown", Target.NONE));
        assertUnauthenticated(() -> callers.resolve("", Target.NONE));
        assertUnauthenticated(() -> callers.resolve(revoked, Target.NONE));
        assertUnauthenticated(() -> callers.resolve(ofDisabled, Target.NONE));
        callers.resolve(expiring, Target.NONE);
        // remembered, and yet over to the second
        clock.advance(Duration.ofSeconds(55));
        callers.resolve(expiring, Target.NONE);
        clock.advance(Duration.ofSeconds(5));
        assertUnauthenticated(() -> callers.resolve(expiring, Target.NONE));
    }

    @Test
    void whatAKeyOpensIsRememberedForTenSeconds() {
        callers.resolve(key, Target.NONE);
        revoke();

        clock.advance(Duration.ofSeconds(10));
        callers.resolve(key, Target.NONE);
        clock.advance(Duration.ofMillis(1));

        assertUnauthenticated(() -> callers.resolve(key, Target.NONE));
    }

    @Test
    void afterForgettingARevocationHoldsAtOnce() {
        callers.resolve(key, Target.NONE);
        revoke();

        callers.forget();

        assertUnauthenticated(() -> callers.resolve(key, Target.NONE));
    }

    @Test
    void aKeyRevokedWhileItIsBeingReadIsNotRemembered() {
        meanwhile.before(
                "memberships",
                () -> {
                    revoke();
                    callers.forget();
                });
        callers.resolve(key, Target.NONE);

        assertUnauthenticated(() -> callers.resolve(key, Target.NONE));
    }

    @Test
    void anUnknownKeyThatIsMadeLaterWorksAtOnce() {
        var later = keys.mint();
        assertUnauthenticated(() -> callers.resolve(later, Target.NONE));

        accounts.create(stored(later, false, null, null));

        assertThat(callers.resolve(later, Target.NONE).project()).isEqualTo(main.id());
    }

    @Test
    void aKeyWhoseOwnerLostTheProjectOpensAnother() {
        rebind(dockSide);

        accounts.remove(new Membership(dana.id(), dock.id(), dockSide.id(), Role.READER));
        callers.forget();

        assertPlace(Target.NONE, main, Role.OWNER);
        assertMissing(ids(dock, dockSide));
    }

    @Test
    void aProjectLostWhileTheKeyIsBeingReadIsNotOpened() {
        rebind(dockSide);
        meanwhile.before(
                "memberships",
                () -> accounts.remove(new Membership(dana.id(), dock.id(), null, Role.READER)));

        assertMissing(Target.NONE);
    }

    @Test
    void aKeyBoundToAnotherOrganizationHasTheRoleThatItsOwnerHasThere() {
        rebind(dockSide);
        assertPlace(Target.NONE, dockSide, Role.READER);
    }

    private void revoke() {
        accounts.change(stored().revoked(clock.instant()));
    }

    private void rebind(Project project) {
        accounts.change(stored().boundTo(project));
        callers.forget();
    }

    private ApiKey stored() {
        return accounts.key(keys.hash(key)).orElseThrow();
    }

    @Test
    void aKeyRevokedWithItsProjectIsInvalidAndNotWithoutProject() {
        accounts.change(accounts.key(keys.hash(key)).orElseThrow().withRestricted(true));
        accounts.remove(main.id(), project(harbor, "fresh", true), NOW);
        callers.forget();

        assertUnauthenticated(() -> callers.resolve(key, Target.NONE));
    }

    @Test
    void aProjectRemovedWhileItsKeyIsCheckedTakesTheKeyAlong() {
        meanwhile.before(
                "project", () -> accounts.remove(main.id(), project(harbor, "x", true), NOW));

        assertThat(callers.resolve(key, Target.NONE).project()).isEqualTo(side.id());
    }

    private void assertPlace(Target target, Project project, Role role) {
        var caller = callers.resolve(key, target);
        assertThat(caller.organization()).isEqualTo(project.organization());
        assertThat(caller.project()).isEqualTo(project.id());
        assertThat(caller.role()).isEqualTo(role);
    }

    private void assertMissing(Target target) {
        assertThatThrownBy(() -> callers.resolve(key, target))
                .as("%s", target)
                .isInstanceOf(Failure.Missing.class);
    }

    private void assertInvalid(Target target) {
        assertThatThrownBy(() -> callers.resolve(key, target))
                .as("%s", target)
                .isInstanceOf(Failure.Invalid.class);
    }

    private static void assertUnauthenticated(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOf(Failure.Unauthenticated.class)
                .hasMessage("Invalid API key.");
    }

    private static Target ids(@Nullable Organization organization, @Nullable Project project) {
        return new Target(
                organization == null ? null : organization.id().toString(),
                project == null ? null : project.id().toString(),
                null,
                null);
    }

    private static Target names(@Nullable String organization, @Nullable String project) {
        return new Target(null, null, organization, project);
    }

    private ApiKey stored(
            String text,
            boolean restricted,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {
        return stored(text, dana, main, restricted, expiresAt, revokedAt);
    }

    private ApiKey stored(
            String text,
            Account account,
            Project project,
            boolean restricted,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {
        return new ApiKey(
                KeyId.random(),
                keys.hash(text),
                text.substring(0, 8),
                text.substring(text.length() - 4),
                "",
                account.id(),
                project.organization(),
                project.id(),
                restricted,
                Access.ADMIN,
                expiresAt,
                revokedAt,
                NOW);
    }

    private static Account account(String name, @Nullable Instant disabledAt) {
        var email = name + "@example.org";
        return new Account(AccountId.random(), name, name, email, null, false, disabledAt, NOW);
    }

    private static Organization organization(String name) {
        return new Organization(OrganizationId.random(), name, NOW, NOW);
    }

    private static Project project(Organization organization, String name, boolean isDefault) {
        return new Project(
                ProjectId.random(), organization.id(), name, null, isDefault, Map.of(), NOW, NOW);
    }
}
