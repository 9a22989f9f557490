package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.AuditEntry;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.OneTimeCode.Purpose;
import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventType;
import dev.keepsake.export.Export;
import dev.keepsake.export.ExportId;
import dev.keepsake.feedback.Feedback;
import dev.keepsake.feedback.Verdict;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.EventLog;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Logins;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.Row;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.Webhooks;
import dev.keepsake.storage.WorkQueue.Outcome;
import dev.keepsake.webhook.Delivery;
import dev.keepsake.webhook.Notice;
import dev.keepsake.webhook.WebhookEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a storage that outlives its process promises beside [StorageContract]. What was answered is
/// kept, however the process ended; the index alone may fall back to an earlier mark, with exactly
/// the content of that mark.
public interface PersistentStorageContract extends TestedStorage {

    /// Finds everything in the small indexes of these tests.
    SearchIndex.Probe PROBE = Samples.probe("likes memory number tea", 100, 100);

    /// Closes the storage and opens it again; from then on [#storage] gives the new one.
    void reopen();

    /// Opens what would be left if the process ended at this moment, without closing the storage
    /// before; from then on [#storage] gives the new one. A copy of the folder, made while nobody
    /// writes, will do.
    void crash();

    @Test
    default void everythingIsThereAfterReopening() {
        everythingIsThereAfter(this::reopen);
    }

    @Test
    default void everythingIsThereAfterACrash() {
        everythingIsThereAfter(this::crash);
    }

    private void everythingIsThereAfter(Runnable restart) {
        var other = ProjectId.random();
        var ids = fill(PROJECT);
        fill(other);
        var view = view(PROJECT, ids);
        var otherView = view(other, ids);
        var head = storage().memories().head();
        var log = storage().memories().changesAfter(Mark.START, 1_000);
        var rows = rows();
        assertThat(view.memories().total()).isEqualTo(2);

        restart.run();

        assertThat(view(PROJECT, ids)).isEqualTo(view);
        assertThat(view(other, ids)).isEqualTo(otherView);
        assertThat(storage().memories().head()).isEqualTo(head);
        assertThat(storage().memories().changesAfter(Mark.START, 1_000)).isEqualTo(log);
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    default void marksGoOnGrowingAfterReopening() {
        var sample = Samples.memory("one");
        apply(PROJECT, sample.added());
        var before = apply(PROJECT, sample.deleted());

        reopen();
        var after = apply(PROJECT, Samples.memory("two").added());

        assertThat(after).isGreaterThan(before);
        assertThat(storage().memories().changesAfter(before, 10))
                .extracting(LoggedChange::mark)
                .containsExactly(after);
    }

    @Test
    default void aCauseIsRememberedAfterACrash() {
        var sample = Samples.memory("one");
        var set = Samples.changes(now(), sample.added());
        var first = apply(PROJECT, set);
        apply(PROJECT, sample.deleted());

        crash();

        assertThat(apply(PROJECT, set)).isEqualTo(first);
        assertThat(everything(PROJECT)).isEmpty();
    }

    @Test
    default void theQueueGoesOnAfterReopening() {
        theQueueGoesOnAfter(this::reopen);
    }

    @Test
    default void theQueueGoesOnAfterACrash() {
        theQueueGoesOnAfter(this::crash);
    }

    private void theQueueGoesOnAfter(Runnable restart) {
        var held = Samples.work(now(), "ana");
        var behind = Samples.work(now(), "ana");
        var retried = Samples.work(now(), "ben");
        storage().work().accept(PROJECT, held);
        storage().work().accept(PROJECT, behind);
        storage().work().accept(PROJECT, retried);
        var lease = storage().work().claim(MINUTE).orElseThrow();
        var second = storage().work().claim(MINUTE).orElseThrow();
        storage().work().finish(second, new Outcome.Retry(now().plusSeconds(10)));

        restart.run();

        assertThat(storage().work().backlog()).isEqualTo(3);
        assertThat(storage().work().claim(MINUTE)).as("held, behind it, delayed").isEmpty();
        clock().advance(Duration.ofSeconds(11));
        var again = storage().work().claim(MINUTE).orElseThrow();
        assertThat(again.work().event().id()).isEqualTo(retried.event().id());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.work().job()).isEqualTo(retried.job());
        var done = lease.work().event().succeeded(List.of(), Map.of(), now());
        assertThat(storage().work().finish(lease, new Outcome.Finished(done)))
                .as("a lease of before")
                .isTrue();
        assertThat(storage().work().claim(MINUTE).orElseThrow().work().event().id())
                .isEqualTo(behind.event().id());
    }

    @Test
    default void totalsSurviveEventsAndReopening() {
        var search = Samples.finished(EventType.SEARCH, Scope.NONE, now());
        storage().events().record(List.of(new EventLog.Entry(PROJECT, search)));
        apply(PROJECT, Samples.memory("one").added());
        storage().events().expire(now().plusSeconds(1));
        var totals = storage().events().totals(PROJECT, now());

        reopen();

        assertThat(totals.adds()).isEqualTo(1);
        assertThat(storage().events().totals(PROJECT, now())).isEqualTo(totals);
        assertThat(storage().events().find(PROJECT, search.id())).isEmpty();
    }

    @Test
    default void accountsAreThereAfterACrash() {
        var founding = Samples.founding("ana", now());
        storage().accounts().found(founding);

        crash();

        var accounts = storage().accounts();
        assertThat(accounts.isEmpty()).isFalse();
        assertThat(accounts.account(founding.account().id())).contains(founding.account());
        assertThat(accounts.projects(founding.organization().id()))
                .containsExactly(founding.project());
        assertThat(accounts.key(founding.key().hash())).contains(founding.key());
        assertThat(accounts.memberships(founding.account().id())).hasSize(1);
    }

    @Test
    default void webhooksAndWhatWasQueuedForThemAreThereAfterACrash() {
        var webhook = Samples.webhook(PROJECT, now());
        storage().webhooks().create(webhook);
        var notice =
                new Notice(MemoryId.random(), "likes tea", List.of(), Scope.ofUser("ana"), now());
        var delivery = Delivery.of(webhook, WebhookEvent.MEMORY_ADD, notice, now());
        storage().webhooks().advance(Mark.START, new Mark(3), List.of(delivery));
        assertThat(storage().webhooks().claim(1, 1, MINUTE)).hasSize(1);

        crash();
        clock().advance(MINUTE);

        var webhooks = storage().webhooks();
        assertThat(webhooks.list(PROJECT)).containsExactly(webhook);
        assertThat(webhooks.mark()).isEqualTo(new Mark(3));
        assertThat(webhooks.claim(1, 1, MINUTE))
                .extracting(Webhooks.Lease::delivery)
                .containsExactly(delivery);
    }

    @Test
    default void loginsAndDeedsAreThereAfterACrash() {
        var account = Samples.account("ana", now());
        storage().accounts().create(account);
        var session = Samples.session(account, now());
        storage().logins().create(session);
        var email = "ana@example.com";
        storage().logins().create(Samples.code(email, Purpose.CLI_LOGIN, now()));
        var right = new KeyHash("right");
        assertThat(storage().logins().use(email, Purpose.CLI_LOGIN, right, 5, now()))
                .isEqualTo(Logins.Use.RIGHT);
        var deed =
                new AuditEntry(
                        UUID.randomUUID(),
                        now(),
                        account.id(),
                        null,
                        null,
                        "login",
                        "session",
                        Map.of());
        storage().audit().record(deed);

        crash();

        assertThat(storage().logins().session(session.tokenHash())).contains(session);
        assertThat(storage().logins().use(email, Purpose.CLI_LOGIN, right, 5, now()))
                .as("used before")
                .isEqualTo(Logins.Use.WRONG);
        assertThat(storage().logins().lastCode(email)).contains(now());
        assertThat(storage().audit().audit(Optional.empty(), Optional.empty(), 9))
                .containsExactly(deed);
    }

    @Test
    default void whatARemovalDidIsThereAfterACrash() {
        var founding = Samples.founding("ana", now());
        storage().accounts().found(founding);
        var organization = founding.organization().id();
        var successor = Samples.project(organization, "default-project", true, now());
        storage().accounts().remove(founding.project().id(), successor, now());

        crash();

        assertThat(storage().accounts().projects(organization)).containsExactly(successor);
        assertThat(storage().accounts().key(founding.key().id()))
                .contains(founding.key().boundTo(successor));
    }

    @Test
    default void theIndexIsThereAfterReopening() {
        startIndex();
        for (var n = 0; n < 5; n++) {
            apply(PROJECT, Samples.memory("memory number " + n).added());
        }
        IndexSteps.follow(storage(), 2);
        var applied = storage().index().applied();
        var before = gather();

        reopen();

        assertThat(storage().index().applied()).isEqualTo(applied);
        assertThat(storage().index().fingerprint())
                .contains(Samples.fingerprint(storage().index()));
        assertThat(before).hasSize(5);
        Gathered.assertFits(gather(), before, PROBE);
    }

    @Test
    default void aFlushedIndexIsThereAfterACrash() {
        startIndex();
        apply(PROJECT, Samples.memory("likes tea").added());
        IndexSteps.follow(storage(), 10);
        storage().index().flush();
        var before = gather();

        crash();

        assertThat(storage().index().applied()).isEqualTo(storage().memories().head());
        assertThat(before).hasSize(1);
        Gathered.assertFits(gather(), before, PROBE);
    }

    @Test
    default void aResetIsThereAfterAFlushAndACrash() {
        startIndex();
        apply(PROJECT, Samples.memory("likes tea").added());
        IndexSteps.follow(storage(), 10);
        storage().index().flush();
        var other =
                new SearchIndex.Fingerprint(
                        "other", Samples.DIMENSIONS, storage().index().layout());
        storage().index().reset(other);
        storage().index().flush();

        crash();

        assertThat(storage().index().fingerprint()).contains(other);
        assertThat(storage().index().applied()).isEqualTo(Mark.START);
        assertThat(storage().index().size()).isZero();
    }

    @Test
    default void afterACrashTheIndexShowsExactlyWhatItsMarkSays() {
        startIndex();
        Map<Mark, Set<MemoryId>> contents = new HashMap<>();
        contents.put(Mark.START, Set.of());
        Set<MemoryId> living = new HashSet<>();
        Sample last = null;
        for (var n = 0; n < 20; n++) {
            if (last != null && n % 3 == 0) {
                apply(PROJECT, last.deleted());
                living.remove(last.id());
            }
            last = Samples.memory("memory number " + n);
            apply(PROJECT, last.added());
            living.add(last.id());
            IndexSteps.follow(storage(), 100);
            contents.put(storage().index().applied(), Set.copyOf(living));
            if (n == 9) {
                storage().index().flush();
            }
        }
        var flushedAtLeast = contents.size() / 2;

        crash();

        var applied = storage().index().applied();
        assertThat(contents).as("a mark between batches").containsKey(applied);
        assertThat(contents.keySet().stream().filter(applied::reaches).count())
                .as("batches kept")
                .isGreaterThanOrEqualTo(flushedAtLeast);
        assertThat(found()).isEqualTo(contents.get(applied));
        assertThat(storage().index().size()).isEqualTo(contents.get(applied).size());
        IndexSteps.follow(storage(), 3);
        assertThat(found()).isEqualTo(living);
    }

    @Test
    default void feedbackAndExportsAreThereAfterACrash() {
        var tea = Samples.memory("likes tea").forUser("ana");
        apply(PROJECT, tea.added());
        var given =
                storage()
                        .feedback()
                        .set(
                                PROJECT,
                                new Feedback(
                                        UUID.randomUUID(),
                                        tea.id(),
                                        Verdict.NEGATIVE,
                                        "wrong",
                                        AccountId.random(),
                                        now()));
        var running = ordered();
        storage().exports().claim(MINUTE);
        var waiting = ordered();

        crash();
        clock().advance(MINUTE);

        assertThat(storage().feedback().findAll(PROJECT, List.of(tea.id()))).containsValue(given);
        assertThat(storage().exports().claim(MINUTE))
                .map(claim -> claim.export().id())
                .contains(running.id());
        assertThat(storage().exports().claim(MINUTE))
                .map(claim -> claim.export().id())
                .contains(waiting.id());
    }

    // --- pieces

    private Export ordered() {
        var order = new Export.Order(Map.of(), Map.of(), "key", null, AccountId.random());
        var export = Export.pending(ExportId.random(), order, now());
        storage().exports().create(PROJECT, export);
        return export;
    }

    /// One add with a window, an update, a removal, a search.
    private List<MemoryId> fill(ProjectId project) {
        var one = Samples.memory("likes tea").forUser("ana").with("k", List.of(1, "x"));
        var two = Samples.memory("likes milk").forUser("ana").labelled("drinks");
        var gone = Samples.memory("likes beer").forUser("ana");
        var scope = Scope.ofUser("ana");
        var event = Samples.finished(EventType.ADD, scope, now());
        apply(
                project,
                new ChangeSet(
                        now(),
                        List.of(one.added(), two.added(), gone.added()),
                        new ChangeSet.Window(
                                scope.sessionKey(), List.of(new Message("user", "Ana", "hi"))),
                        new ChangeSet.Settlement.Recorded(event)));
        apply(project, one.updatedTo(one.saying("likes coffee")), gone.deleted());
        apply(project, two.annotatedTo(two.labelled("drinks", "food")));
        var search = Samples.finished(EventType.SEARCH, scope, now());
        storage().events().record(List.of(new EventLog.Entry(project, search)));
        return List.of(one.id(), two.id(), gone.id());
    }

    private ProjectView view(ProjectId project, List<MemoryId> ids) {
        return ProjectView.of(storage(), project, ids, Scope.ofUser("ana"), now());
    }

    private Set<Row> rows() {
        return storage().memories().rows(Row.BEFORE_FIRST, 1_000).stream()
                .map(row -> new Row(0, row.project(), row.stored()))
                .collect(Collectors.toSet());
    }

    private void startIndex() {
        Storage storage = storage();
        storage.index().reset(Samples.fingerprint(storage.index()));
    }

    private List<SearchIndex.Candidate> gather() {
        return storage().index().gather(PROJECT, PROBE, Filter.EVERYTHING);
    }

    private Set<MemoryId> found() {
        return gather().stream().map(SearchIndex.Candidate::id).collect(Collectors.toSet());
    }
}
