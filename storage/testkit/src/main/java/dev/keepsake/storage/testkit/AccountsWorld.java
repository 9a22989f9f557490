package dev.keepsake.storage.testkit;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Invitation;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// What the steps of an [AccountsWalk] share: the ids that were ever given, of things that are gone
/// too, and the state that they draw from.
final class AccountsWorld {

    /// How many of each kind are drawn from, so that steps meet each other.
    private static final int RECENT = 8;

    static final List<String> NAMES =
            List.of("ana", "ben", "Ana", "o'brien%_", "ΣΑΣ", "猫", "eve", "kim", "zoe", "max");

    final Vocabulary words;
    final List<AccountId> accounts = new ArrayList<>();
    final List<OrganizationId> organizations = new ArrayList<>();
    final List<ProjectId> projects = new ArrayList<>();
    final List<KeyId> keys = new ArrayList<>();
    final List<Invitation> invitations = new ArrayList<>();

    private final Pair pair;
    private final FixedClock clock;
    private boolean hasAdmin;

    AccountsWorld(Pair pair, Vocabulary words, FixedClock clock) {
        this.pair = pair;
        this.words = words;
        this.clock = clock;
        accounts.add(new AccountId(words.uuid()));
        organizations.add(new OrganizationId(words.uuid()));
        projects.add(new ProjectId(words.uuid()));
        keys.add(new KeyId(words.uuid()));
    }

    /// The step, and a look at everything after it.
    Step watched(Step step) {
        return new Step(
                step.weight(),
                step.name(),
                () -> {
                    step.action().run();
                    look();
                });
    }

    private void look() {
        var view = same(storage -> AccountsView.of(storage, accounts, organizations)).orElseThrow();
        view.assertWhole();
        var admins = view.accounts().stream().filter(Account::isWorkingAdmin).count();
        if (hasAdmin && admins == 0) {
            throw new AssertionError("the last administrator is gone");
        }
        hasAdmin = admins > 0;
    }

    <T> Optional<T> same(Function<Storage, T> question) {
        return pair.same(question);
    }

    void both(Consumer<Storage> command) {
        pair.same(storage -> {
            command.accept(storage);
            return true;
        });
    }

    /// Where the steps look for things to change.
    Accounts known() {
        return pair.yardstick().accounts();
    }

    Instant now() {
        return clock.instant();
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    <T> T recent(List<T> all) {
        return words.oneOf(all.subList(Math.max(0, all.size() - RECENT), all.size()));
    }

    /// Mostly one that is there.
    AccountId account() {
        return drawn(accounts, id -> known().account(id).isPresent());
    }

    /// Mostly one that is there.
    OrganizationId organization() {
        return drawn(organizations, id -> known().organization(id).isPresent());
    }

    /// Mostly one that is there.
    Invitation invitation() {
        return drawn(invitations, each -> known().invitation(each.tokenHash()).isPresent());
    }

    /// Empty now and then, as if one was drawn that is gone.
    Optional<Project> project() {
        return known().project(drawn(projects, id -> known().project(id).isPresent()));
    }

    /// Empty now and then, as if one was drawn that is gone.
    Optional<ApiKey> key() {
        return known().key(drawn(keys, id -> known().key(id).isPresent()));
    }

    private <T> T drawn(List<T> all, Predicate<T> isThere) {
        var there = words.chance(0.1) ? all : all.stream().filter(isThere).toList();
        return recent(there.isEmpty() ? all : there);
    }

    String name() {
        return words.oneOf(NAMES);
    }

    static String email(String name) {
        return name + "@example.com";
    }

    Project fresh(OrganizationId organization, boolean isDefault) {
        var project =
                Samples.project(
                        words.chance(0.05) ? recent(projects) : new ProjectId(words.uuid()),
                        organization,
                        name(),
                        isDefault,
                        now());
        projects.add(project.id());
        return project;
    }
}
