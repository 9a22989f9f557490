package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.ProjectId;
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
import java.util.Optional;
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
