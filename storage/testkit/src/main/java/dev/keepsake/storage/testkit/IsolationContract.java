package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventTotals;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.EventLog;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.Row;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.WorkQueue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The wall between tenants: two projects that hold identical data, ids included, never see each
/// other through any method.
public interface IsolationContract extends TestedStorage {

    ProjectId OURS = ProjectId.parse("aaaaaaaa-0000-4000-8000-000000000001");
    ProjectId THEIRS = ProjectId.parse("aaaaaaaa-0000-4000-8000-000000000002");
    Scope ANA = Scope.ofUser("ana");

    @Test
    default void aProjectDoesNotShowWhatOnlyAnotherHas() {
        var tea = Samples.memory("likes tea").forUser("ana");
        var old = Samples.memory("likes milk").replaced(Lifecycle.SUPERSEDED, tea.id());
        fill(THEIRS, EventId.random(), tea, old);

        var ours = view(OURS, tea.id(), old.id());

        assertThat(ours).isEqualTo(view(ProjectId.random()));
        assertThat(storage().memories().find(OURS, tea.id())).isEmpty();
        assertThat(storage().memories().findAll(OURS, List.of(tea.id(), old.id()))).isEmpty();
        assertThat(storage().memories().encodings(OURS, List.of(tea.id()))).isEmpty();
        assertThat(storage().memories().withHash(OURS, ANA, List.of(tea.memory().hash())))
                .isEmpty();
        assertThat(storage().memories().replacedBy(OURS, List.of(tea.id()))).isEmpty();
        assertThat(storage().memories().histories(OURS, List.of(tea.id()))).isEmpty();
        assertThat(storage().memories().window(OURS, ANA.sessionKey())).isEmpty();
        assertThat(storage().memories().totals(OURS))
                .isEqualTo(new MemoryStore.MemoryTotals(0, 0, 0, 0, 0, 0, 0));
        assertThat(storage().events().totals(OURS, now())).isEqualTo(new EventTotals(0, 0, 0, 0));
    }

    @Test
    default void identicalDataElsewhereChangesNothing() {
        var tea = Samples.memory("likes tea").forUser("ana");
        var old = Samples.memory("likes milk").replaced(Lifecycle.SUPERSEDED, tea.id());
        var cause = EventId.random();
        fill(OURS, cause, tea, old);
        var before = view(OURS);

        fill(THEIRS, cause, tea, old);

        assertThat(view(OURS)).isEqualTo(before);
        assertThat(view(THEIRS).memories()).isEqualTo(before.memories());
        assertThat(view(THEIRS).events()).isEqualTo(before.events());
        assertThat(view(THEIRS).eventTotals()).isEqualTo(before.eventTotals());
    }

    @Test
    default void changingElsewhereChangesNothingHere() {
        var tea = Samples.memory("likes tea").forUser("ana");
        var milk = Samples.memory("likes milk").forUser("ana");
        fill(OURS, EventId.random(), tea, milk);
        fill(THEIRS, EventId.random(), tea, milk);
        var before = view(OURS);

        apply(THEIRS, tea.updatedTo(tea.saying("likes coffee")), milk.deleted());

        assertThat(view(OURS)).isEqualTo(before);
        assertThat(everything(THEIRS)).containsExactly(tea.saying("likes coffee").memory());
    }

    @Test
    default void aMemoryCannotBeChangedThroughAnotherProject() {
        var tea = Samples.memory("likes tea").forUser("ana");
        fill(THEIRS, EventId.random(), tea);
        var before = view(THEIRS);

        for (Change change :
                List.of(
                        tea.updatedTo(tea.saying("stolen")),
                        tea.annotatedTo(tea.labelled("stolen")),
                        tea.deleted())) {
            assertThatThrownBy(() -> apply(OURS, change)).isInstanceOf(RuntimeException.class);
        }

        assertThat(view(THEIRS)).isEqualTo(before);
        assertThat(everything(OURS)).isEmpty();
    }

    @Test
    default void reencodingStaysInTheProjectOfTheRow() {
        var tea = Samples.memory("likes tea");
        apply(OURS, tea.added());
        apply(THEIRS, tea.added());
        var rows = storage().memories().rows(0, 10);
        var theirs = rows.stream().filter(row -> row.project().equals(THEIRS)).findFirst();
        var other = Samples.encoding("something else");

        storage()
                .memories()
                .reencode(
                        List.of(
                                new Row(
                                        theirs.orElseThrow().position(),
                                        THEIRS,
                                        new Stored(tea.memory(), other))));

        assertThat(storage().memories().rows(0, 10))
                .filteredOn(row -> row.project().equals(OURS))
                .singleElement()
                .satisfies(row ->
                        assertThat(row.stored().encoding()).isEqualTo(tea.stored().encoding()));
    }

    @Test
    default void theIndexShowsEachProjectItsOwn() {
        index().reset(Samples.fingerprint(index()));
        var tea = Samples.memory("likes tea");
        var coffee = tea.saying("likes coffee and more");
        var alone = Samples.memory("likes tea too");
        write(1, OURS, tea);
        var before = gather(OURS);

        write(2, THEIRS, coffee, alone);

        assertThat(gather(OURS)).isEqualTo(before);
        assertThat(ids(gather(OURS))).containsExactly(tea.id());
        assertThat(ids(gather(THEIRS))).containsExactlyInAnyOrder(coffee.id(), alone.id());
        assertThat(index().size()).isEqualTo(3);
        assertThat(index().present(OURS, Set.of(tea.id(), alone.id()))).containsExactly(tea.id());
        assertThat(gather(ProjectId.random())).isEmpty();
    }

    @Test
    default void noFilterReachesAnotherProject() {
        index().reset(Samples.fingerprint(index()));
        var tea = Samples.memory("likes tea").forUser("ana");
        apply(THEIRS, tea.added());
        write(1, THEIRS, tea);
        var reaching =
                List.of(
                        new Filter.Not(new Filter.Any(List.of())),
                        new Filter.Any(List.of(Filter.EVERYTHING, new Filter.IdIn(Set.of()))),
                        new Filter.Not(new Filter.IdIn(Set.of(tea.id()))),
                        new Filter.IdIn(Set.of(tea.id())),
                        Filter.exactly(ANA));

        for (var filter : reaching) {
            assertThat(storage().memories().list(OURS, filter, Page.Ask.first(10)).total())
                    .isZero();
            assertThat(index().gather(OURS, Samples.probe("likes tea", 5, 5), filter)).isEmpty();
        }
    }

    @Test
    default void removingFromTheIndexElsewhereRemovesNothingHere() {
        index().reset(Samples.fingerprint(index()));
        var tea = Samples.memory("likes tea");
        write(1, OURS, tea);
        write(2, THEIRS, tea);

        index().write(
                        new SearchIndex.Batch(
                                List.of(),
                                List.of(new SearchIndex.Removal(THEIRS, tea.id())),
                                new Mark(3)));

        assertThat(ids(gather(OURS))).containsExactly(tea.id());
        assertThat(gather(THEIRS)).isEmpty();
    }

    @Test
    default void lanesOfOneNameInTwoProjectsAreTwoLanes() {
        var ours = Samples.work(now(), "ana");
        var theirs = Samples.work(now(), "ana");
        storage().work().accept(OURS, ours);
        storage().work().accept(THEIRS, theirs);

        var leases =
                List.of(
                        storage().work().claim(MINUTE).orElseThrow(),
                        storage().work().claim(MINUTE).orElseThrow());

        assertThat(leases)
                .extracting(WorkQueue.Lease::project)
                .containsExactlyInAnyOrder(OURS, THEIRS);
        assertThat(storage().events().find(OURS, theirs.event().id())).isEmpty();
        assertThat(storage().events().find(THEIRS, ours.event().id())).isEmpty();
    }

    @Test
    default void workOfOneEventIdInTwoProjectsIsTwoPiecesOfWork() {
        var work = Samples.work(now(), "ana");
        storage().work().accept(OURS, work);
        var lease = storage().work().acceptAndClaim(THEIRS, work, MINUTE).orElseThrow();
        var done = lease.work().event().succeeded(List.of(), Map.of(), now());

        storage().work().finish(lease, new WorkQueue.Outcome.Finished(done));

        assertThat(storage().events().find(THEIRS, done.id())).contains(done);
        assertThat(storage().events().find(OURS, done.id())).contains(work.event());
        assertThat(storage().work().backlog()).isEqualTo(1);
    }

    @Test
    default void aLeaseSettlesNothingInAnotherProject() {
        var work = Samples.work(now(), "ana");
        var lease = storage().work().acceptAndClaim(THEIRS, work, MINUTE).orElseThrow();
        var done = lease.work().event().succeeded(List.of(), Map.of(), now());
        var set =
                new ChangeSet(
                        now(),
                        List.of(Samples.memory("stolen").added()),
                        null,
                        new ChangeSet.Settlement.Leased(lease, done));

        assertThatThrownBy(() -> apply(OURS, set)).isInstanceOf(RuntimeException.class);

        assertThat(everything(OURS)).isEmpty();
        assertThat(storage().events().find(OURS, done.id())).isEmpty();
        assertThat(storage().work().renew(lease, MINUTE)).isTrue();
    }

    @Test
    default void theFeedShowsEachProjectItsOwn() {
        var event = Samples.finished(EventType.SEARCH, ANA, now());
        var other = Samples.finished(EventType.SEARCH, ANA, now());
        storage()
                .events()
                .record(
                        List.of(
                                new EventLog.Entry(OURS, event),
                                new EventLog.Entry(THEIRS, event),
                                new EventLog.Entry(THEIRS, other)));

        assertThat(storage().events().list(OURS, EventQuery.ALL, Page.Ask.first(10)))
                .isEqualTo(new Page<>(List.of(event), 1, 1, 10));
        assertThat(storage().events().find(OURS, other.id())).isEmpty();
        assertThat(storage().events().totals(OURS, now())).isEqualTo(new EventTotals(0, 0, 1, 1));
        assertThat(storage().events().totals(THEIRS, now())).isEqualTo(new EventTotals(0, 0, 2, 2));
    }

    @Test
    default void accountsAndOrganizationsShowOnlyTheirOwn() {
        var ours = Samples.founding("ana", now());
        storage().accounts().found(ours);
        var ben = Samples.account("ben", now());
        storage().accounts().create(ben);
        var organization = Samples.organization("ben's", now());
        var project = Samples.project(organization.id(), "default-project", true, now());
        storage().accounts().create(organization, ben.id(), project);
        var key = Samples.key(ben, project, "hash of ben", now());
        storage().accounts().create(key);

        assertThat(storage().accounts().projects(ours.organization().id()))
                .containsExactly(ours.project());
        assertThat(storage().accounts().projects(organization.id())).containsExactly(project);
        assertThat(storage().accounts().keys(ours.account().id())).containsExactly(ours.key());
        assertThat(storage().accounts().keys(ben.id())).containsExactly(key);
        assertThat(storage().accounts().memberships(ben.id()))
                .singleElement()
                .satisfies(role -> assertThat(role.organization()).isEqualTo(organization.id()));
    }

    // --- pieces

    private SearchIndex index() {
        return storage().index();
    }

    /// One operation that leaves a trace everywhere, and one search.
    private void fill(ProjectId project, EventId cause, Sample... samples) {
        var event =
                Event.pending(cause, EventType.ADD, ANA, Map.of(), now())
                        .succeeded(List.of(), Map.of(), now());
        var window =
                new ChangeSet.Window(ANA.sessionKey(), List.of(new Message("user", null, "hello")));
        var changes = Arrays.stream(samples).<Change>map(Sample::added).toList();
        apply(
                project,
                new ChangeSet(now(), changes, window, new ChangeSet.Settlement.Recorded(event)));
        var search =
                Event.pending(new EventId(new UUID(7, 7)), EventType.SEARCH, ANA, Map.of(), now())
                        .succeeded(List.of(), Map.of(), now());
        storage().events().record(List.of(new EventLog.Entry(project, search)));
    }

    private ProjectView view(ProjectId project, MemoryId... ids) {
        return ProjectView.of(storage(), project, List.of(ids), ANA, now());
    }

    private void write(long mark, ProjectId project, Sample... samples) {
        var puts =
                Arrays.stream(samples)
                        .map(sample -> new SearchIndex.Put(project, sample.stored()))
                        .toList();
        index().write(new SearchIndex.Batch(puts, List.of(), new Mark(mark)));
    }

    private List<SearchIndex.Candidate> gather(ProjectId project) {
        return index().gather(project, Samples.probe("likes tea", 10, 10), Filter.EVERYTHING);
    }

    private static Set<MemoryId> ids(List<SearchIndex.Candidate> candidates) {
        return candidates.stream().map(SearchIndex.Candidate::id).collect(Collectors.toSet());
    }
}
