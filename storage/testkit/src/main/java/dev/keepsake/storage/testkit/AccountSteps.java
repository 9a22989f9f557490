package dev.keepsake.storage.testkit;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.Founding;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import java.time.Duration;
import java.util.List;

/// The steps of an [AccountsWalk] that make, change and remove accounts.
final class AccountSteps {

    private final AccountsWorld world;
    private final Vocabulary words;

    AccountSteps(AccountsWorld world) {
        this.world = world;
        this.words = world.words;
    }

    List<Step> steps() {
        return List.of(
                new Step(1, "found", this::found),
                new Step(4, "settle", this::settle),
                new Step(4, "create an account", this::create),
                new Step(6, "change an account", this::change),
                new Step(4, "remove an account", this::remove),
                new Step(2, "find accounts", this::find),
                new Step(
                        6, "let time pass", () -> world.pass(Duration.ofSeconds(words.below(90)))));
    }

    private void found() {
        var founding = founding();
        world.both(storage -> storage.accounts().found(founding));
    }

    private void settle() {
        var founding = founding();
        world.both(storage -> storage.accounts().settle(founding));
    }

    private Founding founding() {
        var organization =
                new Organization(
                        words.chance(0.05)
                                ? world.organization()
                                : new OrganizationId(words.uuid()),
                        world.name(),
                        world.now(),
                        world.now());
        world.organizations.add(organization.id());
        var project = world.fresh(organization.id(), true);
        var account = account();
        if (words.chance(0.3)) {
            account = account.withDefaultOrganization(organization.id());
        }
        return new Founding(
                account, organization, project, KeySteps.key(world, account.id(), project));
    }

    private Account account() {
        var name = world.name();
        var account =
                new Account(
                        words.chance(0.05) ? world.account() : new AccountId(words.uuid()),
                        name,
                        name,
                        words.chance(0.2) ? null : AccountsWorld.email(name),
                        null,
                        words.chance(0.3),
                        null,
                        world.now(),
                        null,
                        null,
                        words.chance(0.2) ? new Account.Agent("walk", name, null) : null);
        world.accounts.add(account.id());
        return account;
    }

    private void create() {
        var account =
                words.chance(0.1)
                        ? account().withDefaultOrganization(world.organization())
                        : account();
        world.both(storage -> storage.accounts().create(account));
    }

    private void change() {
        var changed =
                world.known().account(world.account()).map(this::changed).orElseGet(this::account);
        world.both(storage -> storage.accounts().change(changed));
    }

    private Account changed(Account account) {
        return switch (words.below(7)) {
            case 0 -> account.withServerAdmin(words.chance(0.5));
            case 1 -> account.disabled(world.now());
            case 2 -> account.enabled().loggedIn(world.now());
            case 3 -> account.withEmail(AccountsWorld.email(world.name()));
            case 4 -> account.withEmail(null).withPassword("a hash");
            case 5 -> account.withDefaultOrganization(world.organization());
            default -> account.claimedBy(AccountsWorld.email(world.name()), world.now());
        };
    }

    private void remove() {
        var account = world.account();
        world.both(storage -> storage.accounts().remove(account));
    }

    private void find() {
        var name = world.name();
        world.same(storage -> storage.accounts().accountByUsername(name));
        world.same(storage -> storage.accounts().accountByEmail(AccountsWorld.email(name)));
        var some = words.someOf(world.accounts);
        world.same(storage -> storage.accounts().accounts(some));
    }
}
