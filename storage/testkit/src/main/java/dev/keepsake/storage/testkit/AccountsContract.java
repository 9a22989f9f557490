package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.Founding;
import dev.keepsake.account.Membership;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What [Accounts] promises, beginning with the accounts themselves.
public interface AccountsContract extends PlacesContract, KeysContract, InvitationsContract {

    @Test
    default void aNewStorageHasNoAccount() {
        assertThat(accounts().isEmpty()).isTrue();
        assertThat(accounts().accounts()).isEmpty();
    }

    @Test
    default void foundingWritesTheFirstAccountWithEverything() {
        var founding = founded();

        assertThat(accounts().isEmpty()).isFalse();
        assertIsThere(founding);
    }

    private void assertIsThere(Founding founding) {
        var account = founding.account();
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

    private void assertIsNotThere(Founding founding) {
        assertThat(accounts().account(founding.account().id())).isEmpty();
        assertThat(accounts().organization(founding.organization().id())).isEmpty();
        assertThat(accounts().project(founding.project().id())).isEmpty();
        assertThat(accounts().key(founding.key().hash())).isEmpty();
    }

    @Test
    default void foundingHappensOnce() {
        founded();
        var second = Samples.founding("ben", now());

        conflicts(() -> accounts().found(second));

        assertIsNotThere(second);
    }

    @Test
    default void ofTwoFoundingsAtOnceOneHappens() {
        var one = Samples.founding("ana", now());
        var two = Samples.founding("ben", now());

        assertThat(refusedOf(() -> accounts().found(one), () -> accounts().found(two)))
                .isEqualTo(1);

        assertThat(accounts().accounts()).hasSize(1);
    }

    @Test
    default void agentsDoNotFound() {
        var agent = agent("agent");
        accounts().create(agent);
        assertThat(accounts().isEmpty()).isTrue();

        assertIsThere(founded());

        conflicts(() -> accounts().found(Samples.founding("ben", now())));
    }

    @Test
    default void aClaimedAgentIsAPerson() {
        var agent = agent("agent");
        accounts().create(agent);

        accounts().change(agent.claimedBy("ana@example.com", now()));

        assertThat(accounts().isEmpty()).isFalse();
        conflicts(() -> accounts().found(Samples.founding("ben", now())));
    }

    private Account agent(String username) {
        return new Account(
                AccountId.random(),
                username,
                "",
                null,
                null,
                false,
                null,
                now(),
                null,
                null,
                new Account.Agent("a test", "user_0123456789ab", null));
    }

    @Test
    default void laterAccountsSettleWithEverything() {
        var first = Samples.founding("ana", now());
        accounts().settle(first);
        var second = settled("ben");

        assertIsThere(first);
        assertIsThere(second);
    }

    @Test
    default void whatIsTakenSettlesNowhere() {
        var known = founded();
        var fresh = Samples.founding("ben", now());

        for (var clash :
                List.of(
                        with(fresh, fresh.account().withEmail(known.account().email())),
                        with(fresh, named(fresh.account(), "ana")),
                        new Founding(
                                fresh.account(),
                                fresh.organization(),
                                fresh.project(),
                                Samples.key(
                                        fresh.account(),
                                        fresh.project(),
                                        known.key().hash().hex(),
                                        now())))) {
            conflicts(() -> accounts().settle(clash));
            assertThat(accounts().organization(clash.organization().id())).isEmpty();
            assertThat(accounts().account(clash.account().id())).isEmpty();
        }
        conflicts(() -> accounts().settle(known));
    }

    private static Founding with(Founding founding, Account account) {
        return new Founding(account, founding.organization(), founding.project(), founding.key());
    }

    private Account named(Account account, String username) {
        return new Account(
                account.id(),
                username,
                account.name(),
                account.email(),
                account.passwordHash(),
                account.serverAdmin(),
                account.disabledAt(),
                account.createdAt());
    }

    @Test
    default void aFoundingMayLandAtHome() {
        var founding = Samples.founding("ana", now());
        var home = founding.account().withDefaultOrganization(founding.organization().id());
        var away = founding.account().withDefaultOrganization(OrganizationId.random());

        missing(() -> accounts().found(with(founding, away)));
        assertIsNotThere(founding);
        accounts().found(with(founding, home));

        assertThat(accounts().account(home.id())).contains(home);
    }

    @Test
    default void anAccountComesBackEqual() {
        var organization = founded().organization();
        var full =
                new Account(
                        AccountId.random(),
                        "full",
                        "Ana \"A\" Ängström",
                        "full@example.com",
                        "$argon2$hash",
                        true,
                        now(),
                        now().minusSeconds(5),
                        null,
                        now().plusSeconds(9),
                        new Account.Agent("a source", "user_0123456789ab", now()));
        var bare = new Account(AccountId.random(), "bot", "", null, null, false, null, now());

        accounts().create(full);
        accounts().create(bare);
        accounts().create(agent("agent"));

        assertThat(accounts().account(full.id())).contains(full);
        assertThat(accounts().account(bare.id())).contains(bare);
        assertThat(accounts().account(AccountId.random())).isEmpty();
        assertThat(accounts().accountByEmail("full@example.com")).contains(full);
        assertThat(accounts().accountByEmail("nobody@example.com")).isEmpty();
        assertThat(accounts().accountByUsername("bot")).contains(bare);
        assertThat(accounts().accountByUsername("nobody")).isEmpty();
        assertThat(accounts().accountByUsername("agent").orElseThrow().isUnclaimed()).isTrue();
        join(bare, organization, Role.READER);
        accounts().change(bare.withDefaultOrganization(organization.id()));
        assertThat(accounts().account(bare.id()))
                .contains(bare.withDefaultOrganization(organization.id()));
    }

    @Test
    default void accountsAreListedInTheOrderOfCreationAndFoundTogether() {
        var zoe = person("zoe");
        var ana = person("ana");
        var ben = person("ben");

        assertThat(accounts().accounts()).containsExactly(zoe, ana, ben);
        assertThat(accounts().accounts(List.of(ben.id(), nobody(), zoe.id(), ben.id())))
                .isEqualTo(Map.of(zoe.id(), zoe, ben.id(), ben));
        assertThat(accounts().accounts(List.of())).isEmpty();
    }

    @Test
    default void idsUsernamesAndEmailsAreUnique() {
        var ana = person("ana");
        var ben = Samples.account("ben", now());

        conflicts(() ->
                accounts().create(new Account(ana.id(), "x", "", null, null, false, null, now())));
        conflicts(() -> accounts().create(named(ben, "ana")));
        conflicts(() -> accounts().create(ben.withEmail(ana.email())));

        assertThat(accounts().accounts()).containsExactly(ana);
    }

    @Test
    default void manyAccountsMayHaveNoEmail() {
        accounts().create(Samples.account("one", now()).withEmail(null));

        assertThatCode(() -> accounts().create(Samples.account("two", now()).withEmail(null)))
                .doesNotThrowAnyException();
    }

    @Test
    default void changingAnAccountReplacesEverythingButIdAndCreation() {
        var founding = founded();
        var before = founding.account();
        var wanted =
                new Account(
                        before.id(),
                        "anna",
                        "Anna",
                        "anna@example.com",
                        "a hash",
                        true,
                        now().plusSeconds(1),
                        now().plusSeconds(2),
                        founding.organization().id(),
                        now().plusSeconds(3),
                        new Account.Agent(null, "user", now()));

        accounts().change(wanted);

        var after = accounts().account(before.id()).orElseThrow();
        assertThat(after)
                .isEqualTo(
                        named(before, "anna")
                                .withName("Anna")
                                .withEmail("anna@example.com")
                                .withPassword("a hash")
                                .withServerAdmin(true)
                                .disabled(now().plusSeconds(1))
                                .withDefaultOrganization(founding.organization().id())
                                .loggedIn(now().plusSeconds(3))
                                .withAgent(new Account.Agent(null, "user", now())));
        assertThat(accounts().accountByEmail("ana@example.com")).isEmpty();
        accounts().change(before);
        assertThat(accounts().account(before.id())).contains(before);
    }

    @Test
    default void anAccountCannotBecomeAnother() {
        var ana = person("ana");
        var ben = person("ben");

        missing(() -> accounts().change(Samples.account("unknown", now())));
        conflicts(() -> accounts().change(named(ana, "ben")));
        conflicts(() -> accounts().change(ana.withEmail(ben.email())));

        assertThat(accounts().accounts()).containsExactly(ana, ben);
    }

    @Test
    default void anAccountLandsWhereItBelongs() {
        var ana = founded().account();
        var elsewhere = settled("ben").organization().id();

        missing(() -> accounts().change(ana.withDefaultOrganization(elsewhere)));
        missing(() -> accounts().change(ana.withDefaultOrganization(OrganizationId.random())));
        missing(() ->
                accounts()
                        .create(Samples.account("kim", now()).withDefaultOrganization(elsewhere)));

        assertThat(accounts().account(ana.id())).contains(ana);
    }

    @Test
    default void theLastWorkingAdministratorStays() {
        var ana = admin("ana");
        var ben = admin("ben");
        accounts().change(ben.disabled(now()));

        conflicts(() -> accounts().change(ana.disabled(now())));
        conflicts(() -> accounts().change(ana.withServerAdmin(false)));
        conflicts(() -> accounts().remove(ana.id()));
        assertThat(accounts().account(ana.id())).contains(ana);

        accounts().change(ben);
        accounts().change(ana.withServerAdmin(false));
        conflicts(() -> accounts().remove(ben.id()));
    }

    @Test
    default void whoeverIsNoAdministratorMayBeDisabled() {
        admin("ana");
        var ben = person("ben");

        accounts().change(ben.disabled(now()));

        assertThat(accounts().account(ben.id())).contains(ben.disabled(now()));
    }

    @Test
    default void ofTwoAdministratorsWhoGoAtOnceOneStays() {
        for (var round = 0; round < 20; round++) {
            var ana = admin("ana" + round);
            var ben = admin("ben" + round);
            accounts().accounts().stream()
                    .filter(Account::isWorkingAdmin)
                    .filter(each -> !each.equals(ana) && !each.equals(ben))
                    .forEach(each -> accounts().remove(each.id()));

            assertThat(
                            refusedOf(
                                    () -> accounts().remove(ana.id()),
                                    () -> accounts().change(ben.disabled(now()))))
                    .isEqualTo(1);

            assertThat(accounts().accounts()).filteredOn(Account::isWorkingAdmin).hasSize(1);
        }
    }

    @Test
    default void aRemovedAccountIsGoneWithRolesAndKeys() {
        var founding = founded();
        var ben = person("ben");
        join(ben, founding.organization(), Role.OWNER);
        join(ben, founding.project(), Role.READER);
        var one = key(ben, founding.project());
        var two = key(ben, founding.project()).rotatedInto(one.id());
        accounts().change(two);

        accounts().remove(ben.id());

        assertThat(accounts().accounts()).containsExactly(founding.account());
        assertThat(accounts().members(founding.organization().id())).hasSize(1);
        assertThat(accounts().keys(founding.organization().id())).containsExactly(founding.key());
        assertThat(accounts().key(one.hash())).isEmpty();
        missing(() -> accounts().remove(ben.id()));
        assertThat(person("ben").id()).isNotEqualTo(ben.id());
    }

    @Test
    default void theLastOwnerOfAnOrganizationIsNotRemoved() {
        var founding = founded();
        var ana = founding.account();
        join(person("ben"), founding.organization(), Role.READER);

        conflicts(() -> accounts().remove(ana.id()));

        assertIsThere(founding);
    }

    @Test
    default void ofTwoOwnersWhoAreRemovedAtOnceOneStays() {
        for (var round = 0; round < 20; round++) {
            var founding = settled("ana" + round);
            var ben = person("ben" + round);
            join(ben, founding.organization(), Role.OWNER);

            assertThat(
                            refusedOf(
                                    () -> accounts().remove(founding.account().id()),
                                    () -> accounts().remove(ben.id())))
                    .isEqualTo(1);

            assertThat(accounts().members(founding.organization().id())).hasSize(1);
        }
    }
}
