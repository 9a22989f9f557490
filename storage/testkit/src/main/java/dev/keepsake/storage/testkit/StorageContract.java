package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.SessionId;
import dev.keepsake.event.EventId;
import dev.keepsake.export.ExportId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.quality.QuarantineQuery;
import dev.keepsake.storage.RequestQuery;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
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
                ConcurrentAddsContract,
                EventsContract,
                AccountsContract,
                WebhooksContract,
                EntitiesContract,
                FeedbackContract,
                UsageContract,
                ExportsContract,
                GraphContract,
                QuarantineContract,
                DreamsContract,
                LoginsContract,
                AuditContract,
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
        var webhooks = storage().webhooks();
        var entities = storage().entities();
        var feedback = storage().feedback();
        var exports = storage().exports();
        var graph = storage().graph();
        var usage = storage().usage();
        var quarantine = storage().quarantine();
        var dreams = storage().dreams();
        var logins = storage().logins();
        var audit = storage().audit();
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
        refuses(webhooks::mark);
        refuses(() -> webhooks.claim(1, 1, Duration.ofSeconds(1)));
        refuses(() -> webhooks.create(Samples.webhook(project, now())));
        refuses(() -> feedback.findAll(project, List.of(MemoryId.random())));
        refuses(() -> feedback.remove(project, MemoryId.random()));
        refuses(() -> exports.claim(Duration.ofSeconds(1)));
        refuses(graph::mark);
        refuses(() -> graph.reset("sample"));
        refuses(() -> exports.find(project, ExportId.random()));
        refuses(() -> usage.list(project, LocalDate.EPOCH, LocalDate.EPOCH));
        refuses(() -> usage.add(project, Samples.usage(LocalDate.EPOCH)));
        refuses(() -> quarantine.totals(project));
        refuses(() -> quarantine.removeAll(project, QuarantineQuery.ALL));
        refuses(() -> accounts.account(AccountId.random()));
        refuses(() -> accounts.used(KeyId.random(), now()));
        refuses(() -> accounts.create(Samples.account("ana", now())));
        refuses(() -> dreams.runs(project, null, Page.Ask.first(1)));
        refuses(() -> dreams.evidence(project, "ana"));
        refuses(() -> logins.sessions(AccountId.random()));
        refuses(() -> logins.seen(SessionId.random(), now()));
        refuses(() -> audit.requests(RequestQuery.first(1)));
        refuses(() -> audit.record(List.of()));
    }

    private static void refuses(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(Failure.StorageFailed.class);
    }
}
