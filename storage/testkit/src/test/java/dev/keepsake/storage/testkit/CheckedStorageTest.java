package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.AuditEntry;
import dev.keepsake.account.Membership;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.event.EventQuery;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.SearchIndex.Batch;
import dev.keepsake.storage.SearchIndex.Candidate;
import dev.keepsake.storage.SearchIndex.Put;
import dev.keepsake.storage.Storage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CheckedStorageTest {

    private static final ProjectId OURS = ProjectId.random();
    private static final ProjectId THEIRS = ProjectId.random();
    private static final Page.Ask ASK = Page.Ask.first(10);

    private final FixedClock clock = new FixedClock();
    private final Sample tea = Samples.memory("likes tea");
    private final Sample milk = Samples.memory("likes milk").at(Samples.START.minusSeconds(1));

    @Test
    void noticesNulls() {
        notices(
                Lie.about("memories", "totals", (Object _) -> null),
                storage -> storage.memories().totals(OURS));
        notices(
                Lie.about("memories", "findAll", (List<?> _) -> Collections.singletonList(null)),
                storage -> storage.memories().findAll(OURS, List.of(tea.id())));
    }

    @Test
    void noticesListsInTheWrongOrder() {
        notices(
                Lie.about("memories", "list", CheckedStorageTest::reversed),
                storage -> storage.memories().list(OURS, Filter.EVERYTHING, ASK));
    }

    @Test
    void noticesPagesOfTheWrongSize() {
        notices(
                Lie.about("events", "list", (Page<?> page) -> ofTotal(page, 7)),
                storage -> storage.events().list(OURS, EventQuery.ALL, ASK));
    }

    @Test
    void noticesMemoriesOfAnotherProject() {
        notices(
                Lie.about("memories", "find", (Optional<?> _) -> Optional.of(tea.memory())),
                storage -> storage.memories().find(THEIRS, tea.id()));
        notices(
                Lie.about("index", "gather", (List<?> _) -> List.of(candidate(tea.id(), 0.5))),
                storage -> gather(storage, THEIRS));
    }

    @Test
    void noticesScoresOutOfRange() {
        for (var cosine : List.of(Double.NaN, 1.5, Double.NEGATIVE_INFINITY)) {
            notices(
                    Lie.about(
                            "index", "gather", (List<?> _) -> List.of(candidate(tea.id(), cosine))),
                    storage -> gather(storage, OURS));
        }
    }

    @Test
    void noticesTheSameCandidateTwice() {
        var candidate = candidate(tea.id(), 0.5);
        notices(
                Lie.about("index", "gather", (List<?> _) -> List.of(candidate, candidate)),
                storage -> gather(storage, OURS));
    }

    @Test
    void noticesMoreThanWasAsked() {
        notices(
                Lie.about(
                        "memories",
                        "changesAfter",
                        (List<?> all) -> List.of(all.get(0), all.get(0))),
                storage -> storage.memories().changesAfter(Mark.START, 1));
    }

    @Test
    void noticesOrganizationsThatAreNotWhole() {
        var home = Samples.founding("ana", clock.instant());
        var second = Samples.project(home.organization().id(), "second", true, clock.instant());
        var reader =
                new Membership(AccountId.random(), home.organization().id(), null, Role.READER);
        notices(
                Lie.about("accounts", "projects", (List<?> _) -> List.of(home.project(), second)),
                storage -> storage.accounts().projects(home.organization().id()));
        notices(
                Lie.about("accounts", "members", (List<?> _) -> List.of(reader)),
                storage -> storage.accounts().members(home.organization().id()));
        notices(
                Lie.about("accounts", "keys", (List<?> _) -> List.of(home.key())),
                storage -> storage.accounts().keys(OrganizationId.random()));
    }

    @Test
    void noticesLogsThatTellTooMuch() {
        var entry =
                new AuditEntry(
                        UUID.randomUUID(),
                        clock.instant(),
                        null,
                        OrganizationId.random(),
                        null,
                        "key.create",
                        "key",
                        Map.of());
        notices(
                Lie.about("audit", "audit", (List<?> _) -> List.of(entry)),
                storage ->
                        storage.audit()
                                .audit(Optional.of(OrganizationId.random()), Optional.empty(), 9));
        notices(
                Lie.about("audit", "audit", (List<?> _) -> List.of(entry, entry)),
                storage -> storage.audit().audit(Optional.empty(), Optional.empty(), 9));
    }

    @Test
    void noticesAnswersAfterTheClose() {
        var neverClosed =
                new AssembledStorage(
                        new InMemoryStorage(clock), new InMemoryStorage(clock).index(), () -> {});
        var storage = CheckedStorage.of(neverClosed);
        storage.close();

        assertThatThrownBy(() -> storage.index().size()).isInstanceOf(AssertionError.class);
    }

    /// Fills an honest storage with two memories of ours and puts the question to a lying one.
    private void notices(Lie lie, Consumer<Storage> question) {
        var storage = CheckedStorage.of(lie.toldBy(new InMemoryStorage(clock)));
        storage.memories().apply(OURS, Samples.changes(clock.instant(), tea.added(), milk.added()));
        storage.index()
                .write(new Batch(List.of(new Put(OURS, tea.stored())), List.of(), new Mark(1)));

        assertThatThrownBy(() -> question.accept(storage)).isInstanceOf(AssertionError.class);
    }

    private static List<Candidate> gather(Storage storage, ProjectId project) {
        return storage.index().gather(project, Samples.probe("tea", 5, 5), Filter.EVERYTHING);
    }

    private static Candidate candidate(MemoryId id, double cosine) {
        return new Candidate(id, cosine, 0, 0);
    }

    private static Page<?> reversed(Page<?> page) {
        return new Page<>(page.items().reversed(), page.total(), page.number(), page.size());
    }

    private static Page<?> ofTotal(Page<?> page, long total) {
        return new Page<>(page.items(), total, page.number(), page.size());
    }
}
