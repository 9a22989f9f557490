package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Founding;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.Role;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What the contracts about [Accounts] share: people, places and keys in few words.
interface TestedAccounts extends TestedStorage {

    default Accounts accounts() {
        return storage().accounts();
    }

    /// The first account with everything.
    default Founding founded() {
        var founding = Samples.founding("ana", now());
        accounts().found(founding);
        return founding;
    }

    /// A further account with everything.
    default Founding settled(String username) {
        var founding = Samples.founding(username, now());
        accounts().settle(founding);
        return founding;
    }

    /// An account without anything.
    default Account person(String username) {
        var account = Samples.account(username, now());
        accounts().create(account);
        return account;
    }

    /// An account that administers the server.
    default Account admin(String username) {
        var account = Samples.account(username, now()).withServerAdmin(true);
        accounts().create(account);
        return account;
    }

    /// One more project of an organization.
    default Project project(Organization organization, String name) {
        var project = Samples.project(organization.id(), name, false, now());
        accounts().create(project);
        return project;
    }

    /// What takes the place of the last project of an organization.
    default Project successor(OrganizationId organization) {
        return Samples.project(organization, "default-project", true, now());
    }

    /// A working key, stored.
    default ApiKey key(Account account, Project project) {
        var key = Samples.key(account, project, "hash " + UUID.randomUUID(), now());
        accounts().create(key);
        return key;
    }

    default Membership join(Account account, Organization organization, Role role) {
        var membership = new Membership(account.id(), organization.id(), null, role);
        accounts().set(membership);
        return membership;
    }

    default Membership join(Account account, Project project, Role role) {
        var membership = new Membership(account.id(), project.organization(), project.id(), role);
        accounts().set(membership);
        return membership;
    }

    /// The key as it is stored now.
    default ApiKey stored(ApiKey key) {
        return accounts().key(key.id()).orElseThrow();
    }

    default void assertBound(ApiKey key, Project project) {
        assertThat(stored(key)).isEqualTo(key.boundTo(project));
    }

    default void assertRevoked(ApiKey key) {
        assertThat(stored(key)).isEqualTo(key.revoked(now()));
    }

    default void missing(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(Failure.Missing.class);
    }

    default void conflicts(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(Failure.Conflict.class);
    }

    default AccountId nobody() {
        return AccountId.random();
    }

    /// Runs both at the same time.
    ///
    /// @return how many were refused with a [Failure.Conflict]
    default long refusedOf(Runnable one, Runnable other) {
        var barrier = new CyclicBarrier(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return List.of(one, other).stream()
                    .map(task -> threads.submit(() -> isRefused(barrier, task)))
                    .toList()
                    .stream()
                    .filter(TestedAccounts::joined)
                    .count();
        }
    }

    private static boolean isRefused(CyclicBarrier barrier, Runnable task) throws Exception {
        barrier.await();
        try {
            task.run();
            return false;
        } catch (Failure.Conflict refused) {
            return true;
        }
    }

    private static boolean joined(Future<Boolean> future) {
        try {
            return future.get();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
