package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.event.EventType;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.MemoryStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [MemoryStore] promises to remember: the history of every memory and the window of every
/// session.
public interface HistoryContract extends TestedStorage {

    private MemoryStore memories() {
        return storage().memories();
    }

    // --- history

    @Test
    default void aHistoryTellsEveryStepOldestFirst() {
        var one = Samples.memory("one").forUser("ana");
        var two = one.saying("two");
        var input = List.of(new Message("user", "Ana", "one"), message("two"));
        Map<String, @Nullable Object> note = new LinkedHashMap<>();
        note.put("why", "superseded");
        note.put("by", null);
        var add = Samples.changes(now(), new Change.Added(one.stored(), input));
        apply(PROJECT, add);
        clock().advance(MINUTE);
        var update =
                Samples.changes(now(), new Change.Updated(one.memory(), two.stored(), input, note));
        apply(PROJECT, update);
        clock().advance(MINUTE);
        var delete = Samples.changes(now(), two.deleted());
        apply(PROJECT, delete);

        var history = memories().histories(PROJECT, List.of(one.id())).get(one.id());

        assertThat(history)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id")
                .containsExactly(
                        revision(add, Revision.Kind.ADD, null, one.memory(), input, Map.of()),
                        revision(
                                update,
                                Revision.Kind.UPDATE,
                                one.memory(),
                                two.memory(),
                                input,
                                note),
                        revision(
                                delete,
                                Revision.Kind.DELETE,
                                two.memory(),
                                null,
                                List.of(),
                                Map.of()));
        assertThat(history).extracting(Revision::id).doesNotHaveDuplicates();
    }

    @Test
    default void aRevisionKeepsItsIdAtEveryRead() {
        var sample = Samples.memory("one");
        apply(PROJECT, sample.added());

        var fromHistory = memories().histories(PROJECT, List.of(sample.id())).get(sample.id());
        var fromFeed = memories().revisions(PROJECT, Page.Ask.first(1)).items();
        var fromLog = memories().changesAfter(Mark.START, 1).getFirst().revision();

        assertThat(fromHistory).isEqualTo(fromFeed).containsExactly(fromLog);
    }

    @Test
    default void aHistoryDoesNotTellAnnotations() {
        var one = Samples.memory("one");
        apply(PROJECT, one.added());
        apply(PROJECT, one.annotatedTo(one.labelled("x")));

        assertThat(memories().histories(PROJECT, List.of(one.id())).get(one.id()))
                .extracting(Revision::kind)
                .containsExactly(Revision.Kind.ADD);
        assertThat(memories().revisions(PROJECT, Page.Ask.first(10)))
                .satisfies(page -> assertThat(page.total()).isEqualTo(1));
    }

    @Test
    default void idsNeverSeenHaveNoHistory() {
        var one = Samples.memory("one");
        var two = Samples.memory("two");
        apply(PROJECT, one.added(), two.added());

        var histories = memories().histories(PROJECT, List.of(MemoryId.random(), two.id()));

        assertThat(histories).containsOnlyKeys(two.id());
        assertThat(memories().histories(PROJECT, List.of())).isEmpty();
    }

    @Test
    default void theHistoryOfTheProjectIsNewestFirstInPages() {
        var samples = addMany(5);

        var page = memories().revisions(PROJECT, new Page.Ask(2, 2));

        assertThat(page.total()).isEqualTo(5);
        assertThat(page.items())
                .extracting(Revision::memoryId)
                .containsExactly(samples.get(2).id(), samples.get(1).id());
        assertThat(memories().revisions(PROJECT, new Page.Ask(4, 2)))
                .isEqualTo(new Page<>(List.of(), 5, 4, 2));
    }

    @Test
    default void theHistoryOfTheProjectFollowsTheOrderOfWritingNotTheClock() {
        var one = Samples.memory("one");
        var two = Samples.memory("two");
        apply(PROJECT, Samples.changes(now(), one.added()));
        apply(PROJECT, Samples.changes(now().minusSeconds(60), two.added()));

        assertThat(memories().revisions(PROJECT, Page.Ask.first(10)).items())
                .extracting(Revision::memoryId)
                .containsExactly(two.id(), one.id());
    }

    // --- window

    @Test
    default void theWindowKeepsTheLastMessagesOldestFirst() {
        for (var n = 0; n < 15; n++) {
            append("user_id=ana", "a" + n, "b" + n);
        }

        var window = memories().window(PROJECT, "user_id=ana");

        assertThat(window).hasSize(ChangeSet.Window.CAPACITY);
        assertThat(window.getFirst().content()).isEqualTo("a5");
        assertThat(window.getLast().content()).isEqualTo("b14");
    }

    @Test
    default void moreMessagesThanTheWindowHoldsKeepTheNewest() {
        var texts = IntStream.range(0, 50).mapToObj(n -> "m" + n).toArray(String[]::new);

        append("user_id=ana", texts);

        assertThat(memories().window(PROJECT, "user_id=ana"))
                .extracting(Message::content)
                .containsExactlyElementsOf(List.of(texts).subList(30, 50));
    }

    @Test
    default void messagesOfTheWindowComeBackEqual() {
        var messages =
                List.of(new Message("user", "Ana", "hi \"there\""), new Message("tool", null, ""));
        apply(PROJECT, windowed(new ChangeSet.Window("user_id=ana", messages)));

        assertThat(memories().window(PROJECT, "user_id=ana")).isEqualTo(messages);
    }

    @Test
    default void everySessionHasItsOwnWindow() {
        append("user_id=ana", "hello");
        append("run_id=1&user_id=ana", "other");

        assertThat(memories().window(PROJECT, "user_id=ana"))
                .extracting(Message::content)
                .containsExactly("hello");
        assertThat(memories().window(PROJECT, "user_id=Ana")).isEmpty();
    }

    // --- pieces

    private void append(String session, String... texts) {
        var messages = Arrays.stream(texts).map(HistoryContract::message).toList();
        apply(PROJECT, windowed(new ChangeSet.Window(session, messages)));
    }

    private ChangeSet windowed(ChangeSet.Window window) {
        var event = Samples.finished(EventType.ADD, Scope.NONE, now());
        return new ChangeSet(now(), List.of(), window, new ChangeSet.Settlement.Recorded(event));
    }

    private static Revision revision(
            ChangeSet set,
            Revision.Kind kind,
            @Nullable Memory before,
            @Nullable Memory after,
            List<Message> input,
            Map<String, @Nullable Object> note) {
        var id = set.changes().getFirst().memoryId();
        return new Revision(
                UUID.randomUUID(), id, kind, set.at(), before, after, input, note, set.cause());
    }

    private static Message message(String text) {
        return new Message("user", null, text);
    }

    private static MemoryId id(String text) {
        return MemoryId.parse(text);
    }

    private static Stored stored(Memory memory) {
        return new Stored(memory, Samples.encoding(memory.indexedText()));
    }
}
