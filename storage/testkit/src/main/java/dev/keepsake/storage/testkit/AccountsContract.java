package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.Access;
import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Founding;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [Accounts] promises.
public interface AccountsContract extends TestedStorage {

    private Accounts accounts() {
        return storage().accounts();
    }

    @Test
    default void aNewStorageHasNoAccount() {
        assertThat(accounts().isEmpty()).isTrue();
    }

    @Test
    default void foundingWritesTheFirstAccountWithEverything() {
        var founding = founding();

        accounts().found(founding);

        var account = founding.account();
        assertThat(accounts().isEmpty()).isFalse();
        assertThat(accounts().account(account.id())).contains(account);
        assertThat(accounts().organization(founding.organization().id()))
                .contains(founding.organization());
        assertThat(accounts().project(founding.project().id())).contains(founding.project());
        assertThat(accounts().key(founding.key().hash())).contains(founding.key());
        assertThat(accounts().memberships(account.id()))
                .containsExactly(
                        new Membership(
                                account.id(), founding.organization().id(), null, Role.OWNER));
    }

    @Test
    default void foundingHappensOnce() {
        accounts().found(founding());
        var second = founding("ben");

        assertThatThrownBy(() -> accounts().found(second)).isInstanceOf(Failure.Conflict.class);

        assertThat(accounts().account(second.account().id())).isEmpty();
        assertThat(accounts().organization(second.organization().id())).isEmpty();
        assertThat(accounts().key(second.key().hash())).isEmpty();
    }

    @Test
    default void anAccountComesBackEqual() {
        var full =
                new Account(
                        AccountId.random(),
                        "ana",
                        "Ana \"A\" Ängström",
                        "ana@example.com",
                        "$argon2$hash",
                        true,
                        now(),
                        now().minusSeconds(5));
        var bare = new Account(AccountId.random(), "bot", "", null, null, false, null, now());

        accounts().create(full);
        accounts().create(bare);

        assertThat(accounts().account(full.id())).contains(full);
        assertThat(accounts().account(bare.id())).contains(bare);
        assertThat(accounts().account(AccountId.random())).isEmpty();
        assertThat(accounts().accountByEmail("ana@example.com")).contains(full);
        assertThat(accounts().accountByEmail("nobody@example.com")).isEmpty();
    }

    @Test
    default void idsUsernamesAndEmailsAreUnique() {
        var ana = account("ana");
        accounts().create(ana);
        var ben = account("ben");

        conflicts(new Account(ana.id(), "x", "", null, null, false, null, now()));
        conflicts(new Account(ben.id(), "ana", "", null, null, false, null, now()));
        conflicts(new Account(ben.id(), "x", "", ana.email(), null, false, null, now()));

        assertThat(accounts().account(ana.id())).contains(ana);
        assertThat(accounts().account(ben.id())).isEmpty();
    }

    @Test
    default void manyAccountsMayHaveNoEmail() {
        accounts().create(new Account(id(), "one", "", null, null, false, null, now()));

        assertThatCode(() ->
                        accounts()
                                .create(
                                        new Account(
                                                id(), "two", "", null, null, false, null, now())))
                .doesNotThrowAnyException();
    }

    @Test
    default void anOrganizationComesWithOwnerAndProject() {
        var ana = account("ana");
        accounts().create(ana);
        var organization = organization();
        var project = project(organization, "default-project", true);

        accounts().create(organization, ana.id(), project);

        assertThat(accounts().organization(organization.id())).contains(organization);
        assertThat(accounts().projects(organization.id())).containsExactly(project);
        assertThat(accounts().memberships(ana.id()))
                .containsExactly(new Membership(ana.id(), organization.id(), null, Role.OWNER));
    }

    @Test
    default void anOrganizationNeedsItsOwner() {
        var organization = organization();
        var project = project(organization, "p", true);

        fails(() -> accounts().create(organization, AccountId.random(), project));

        assertThat(accounts().organization(organization.id())).isEmpty();
        assertThat(accounts().project(project.id())).isEmpty();
    }

    @Test
    default void projectsComeBackEqualInTheOrderOfCreation() {
        var founding = founding();
        accounts().found(founding);
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("custom_instructions", "Exclude: food");
        settings.put("multilingual", true);
        settings.put("custom_categories", List.of(Map.of("food", "what is eaten")));
        settings.put("retrieval_criteria", null);
        var one =
                new Project(
                        ProjectId.random(),
                        founding.organization().id(),
                        "one",
                        "with a description",
                        false,
                        settings,
                        now().plusSeconds(1),
                        now().plusSeconds(2));
        var two = project(founding.organization(), "two", false);

        accounts().create(one);
        accounts().create(two);

        assertThat(accounts().projects(founding.organization().id()))
                .containsExactly(founding.project(), one, two);
        assertThat(accounts().project(one.id())).contains(one);
        assertThat(accounts().project(ProjectId.random())).isEmpty();
    }

    @Test
    default void aProjectNeedsItsOrganizationAndAFreeId() {
        var founding = founding();
        accounts().found(founding);
        var known = founding.project();

        fails(() -> accounts().create(project(organization(), "p", true)));
        fails(() -> accounts().create(known));

        assertThat(accounts().projects(known.organization())).containsExactly(known);
    }

    @Test
    default void aRoleIsSetAndChanged() {
        var founding = founding();
        accounts().found(founding);
        var ben = account("ben");
        accounts().create(ben);
        var organization = founding.organization().id();
        var inProject =
                new Membership(ben.id(), organization, founding.project().id(), Role.READER);
        var inOrganization = new Membership(ben.id(), organization, null, Role.READER);
        var raised = new Membership(ben.id(), organization, null, Role.OWNER);

        accounts().set(inProject);
        accounts().set(inOrganization);
        accounts().set(raised);

        assertThat(accounts().memberships(ben.id())).containsExactlyInAnyOrder(inProject, raised);
        assertThat(accounts().memberships(founding.account().id())).hasSize(1);
        assertThat(accounts().memberships(AccountId.random())).isEmpty();
    }

    @Test
    default void aRoleNeedsAnAccountAndAPlace() {
        var founding = founding();
        accounts().found(founding);
        var ana = founding.account().id();
        var organization = founding.organization().id();

        fails(() ->
                accounts()
                        .set(new Membership(AccountId.random(), organization, null, Role.READER)));
        fails(() ->
                accounts().set(new Membership(ana, OrganizationId.random(), null, Role.READER)));
        fails(() ->
                accounts().set(new Membership(ana, organization, ProjectId.random(), Role.READER)));
    }

    @Test
    default void keysAreFoundByHashAndListedInTheOrderOfCreation() {
        var founding = founding();
        accounts().found(founding);
        var one = key(founding, "hash-1");
        var two = key(founding, "hash-2");

        accounts().create(one);
        accounts().create(two);

        assertThat(accounts().key(new KeyHash("hash-1"))).contains(one);
        assertThat(accounts().key(new KeyHash("HASH-1"))).isEmpty();
        assertThat(accounts().keys(founding.account().id()))
                .containsExactly(founding.key(), one, two);
        assertThat(accounts().keys(AccountId.random())).isEmpty();
    }

    @Test
    default void aKeyNeedsAFreeHashAndWhatItRefersTo() {
        var founding = founding();
        accounts().found(founding);
        var other = key(founding, "other");

        fails(() -> accounts().create(key(founding, founding.key().hash().hex())));
        fails(() -> accounts().create(withReferences(other, id(), other.project())));
        fails(() -> accounts().create(withReferences(other, other.account(), ProjectId.random())));

        assertThat(accounts().keys(founding.account().id())).containsExactly(founding.key());
    }

    @Test
    default void changingAKeyReplacesWhatMayChange() {
        var founding = founding();
        accounts().found(founding);
        var second = project(founding.organization(), "second", false);
        accounts().create(second);
        var before = founding.key();
        var wanted =
                new ApiKey(
                        before.id(),
                        new KeyHash("another hash"),
                        "another",
                        "last",
                        "new label",
                        before.account(),
                        before.organization(),
                        second.id(),
                        true,
                        Access.READ,
                        now().plusSeconds(60),
                        now(),
                        now().plusSeconds(9));

        accounts().change(wanted);

        assertThat(accounts().key(before.hash()))
                .contains(
                        new ApiKey(
                                before.id(),
                                before.hash(),
                                before.prefix(),
                                before.last4(),
                                "new label",
                                before.account(),
                                before.organization(),
                                second.id(),
                                true,
                                Access.READ,
                                now().plusSeconds(60),
                                now(),
                                before.createdAt()));
        assertThat(accounts().key(wanted.hash())).isEmpty();
    }

    @Test
    default void revokedKeysAreStillListed() {
        var founding = founding();
        accounts().found(founding);
        var key = founding.key();
        var revoked =
                new ApiKey(
                        key.id(),
                        key.hash(),
                        key.prefix(),
                        key.last4(),
                        key.label(),
                        key.account(),
                        key.organization(),
                        key.project(),
                        key.restricted(),
                        key.access(),
                        null,
                        now(),
                        key.createdAt());

        accounts().change(revoked);

        assertThat(accounts().keys(key.account())).containsExactly(revoked);
    }

    @Test
    default void changingAnUnknownKeyIsRefused() {
        var founding = founding();
        accounts().found(founding);
        var unknown = key(founding, "unknown");

        assertThatThrownBy(() -> accounts().change(unknown)).isInstanceOf(Failure.Missing.class);

        assertThat(accounts().key(unknown.hash())).isEmpty();
    }

    @Test
    default void notingTheUseOfAKeyDoesNotChangeIt() {
        var founding = founding();
        accounts().found(founding);

        accounts().used(founding.key().id(), now());
        accounts().used(KeyId.random(), now());

        assertThat(accounts().key(founding.key().hash())).contains(founding.key());
    }

    // --- pieces

    private static void fails(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(Failure.class);
    }

    private void conflicts(Account account) {
        assertThatThrownBy(() -> accounts().create(account)).isInstanceOf(Failure.Conflict.class);
    }

    private Founding founding() {
        return founding("ana");
    }

    private Founding founding(String username) {
        return Samples.founding(username, now());
    }

    private Account account(String username) {
        return Samples.account(username, now());
    }

    private Organization organization() {
        return Samples.organization("org", now());
    }

    private Project project(Organization organization, String name, boolean isDefault) {
        return Samples.project(organization.id(), name, isDefault, now());
    }

    private ApiKey key(Founding founding, String hash) {
        return Samples.key(founding.account(), founding.project(), hash, now());
    }

    private static ApiKey withReferences(ApiKey key, AccountId account, ProjectId project) {
        return new ApiKey(
                key.id(),
                key.hash(),
                key.prefix(),
                key.last4(),
                key.label(),
                account,
                key.organization(),
                project,
                key.restricted(),
                key.access(),
                key.expiresAt(),
                key.revokedAt(),
                key.createdAt());
    }

    private static AccountId id() {
        return AccountId.random();
    }
}
