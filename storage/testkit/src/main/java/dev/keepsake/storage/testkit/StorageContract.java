package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.MemoryId;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Everything that a storage must do: a backend's whole contract test is one class that implements
/// this.
public interface StorageContract
        extends IsolationContract,
                MemoriesContract,
                FilterContract,
                FilterMeaningContract,
                IndexContract,
                WorkContract,
                EventsContract,
                AccountsContract,
                EntitiesContract,
                ErasureContract,
                RandomWalkContract {

    @Test
    default void anOpenStorageWorks() {
        assertThatCode(storage()::check).doesNotThrowAnyException();
    }

    @Test
    default void closingTwiceIsFine() {
        storage().close();

        assertThatCode(storage()::close).doesNotThrowAnyException();
    }

    @Test
    default void aClosedStorageRefusesEverything() {
        var project = ProjectId.random();
        var memories = storage().memories();
        var index = storage().index();
        var work = storage().work();
        var events = storage().events();
        var accounts = storage().accounts();
        var entities = storage().entities();
        var erasure = storage().erasure();
        var fingerprint = Samples.fingerprint(index);
        storage().close();

        refuses(storage()::check);
        refuses(memories::head);
        refuses(() -> memories.find(project, MemoryId.random()));
        refuses(() -> memories.apply(project, Samples.changes(now())));
        refuses(index::applied);
        refuses(() -> index.reset(fingerprint));
        refuses(() -> work.claim(Duration.ofSeconds(1)));
        refuses(() -> work.accept(project, Samples.work(now(), "lane")));
        refuses(() -> events.find(project, EventId.random()));
        refuses(() -> entities.totals(project));
        refuses(erasure::doomed);
        refuses(accounts::isEmpty);
        refuses(() -> accounts.account(AccountId.random()));
    }

    private static void refuses(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(Failure.StorageFailed.class);
    }
}
