package dev.keepsake.webhook;

import static dev.keepsake.webhook.WebhookEvent.MEMORY_ADD;
import static dev.keepsake.webhook.WebhookEvent.MEMORY_CATEGORIZE;
import static dev.keepsake.webhook.WebhookEvent.MEMORY_DELETE;
import static dev.keepsake.webhook.WebhookEvent.MEMORY_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.engine.Add;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.Until;
import dev.keepsake.event.EventId;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.ChangeSet.Settlement;
import dev.keepsake.storage.Mark;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// From the change log to deliveries. Display names start with the row of the engine contract's
/// acceptance table.
class WebhookDispatcherTest {

    private static final Scope U = Scope.ofUser("u");
    private static final Filter OF_U = new Filter.EntityIn(EntityKind.USER, Set.of("u"));
    private static final Map<String, @Nullable Object> NO_NOTE = Map.of();

    private final Switchboard board = new Switchboard();
    private final Engine engine = board.engine;

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    @DisplayName("W01 an add that stores two tells of two, and of their categories")
    void anAddThatStoresTwoTellsOfTwo() {
        var webhook = board.listening(MEMORY_ADD, MEMORY_CATEGORIZE);
        var one = Engine.memory(U, "plays handball");
        var two = Engine.memory(U, "met Ana");
        engine.put(one, two);
        annotate(one, one.withCategories(List.of("sports")));
        annotate(two, two.withCategories(List.of()));

        var queued = board.queued(webhook);

        assertThat(queued)
                .extracting(Delivery::event)
                .containsExactly(MEMORY_ADD, MEMORY_ADD, MEMORY_CATEGORIZE);
        assertThat(queued)
                .extracting(each -> each.notice().memory())
                .containsExactly(one.id(), two.id(), one.id());
        assertThat(queued)
                .extracting(each -> each.notice().text())
                .containsExactly("plays handball", "met Ana", "");
        assertThat(queued.getLast().notice().categories()).containsExactly("sports");
    }

    @Test
    @DisplayName("W02 a memory that is superseded is updated once")
    void aMemoryThatIsSupersededIsUpdatedOnce() {
        var bergen = Engine.memory(U, "lives in Bergen");
        engine.put(bergen);
        var webhook = board.listening(MEMORY_UPDATE);
        var oslo = Engine.memory(U, "lives in Oslo");
        engine.put(oslo);
        var superseded =
                bergen.withLineage(bergen.lineage().moved(Lifecycle.SUPERSEDED, oslo.id()));
        apply(new Change.Updated(bergen, stored(superseded), List.of(), NO_NOTE));

        assertThat(board.queued(webhook))
                .extracting(each -> each.notice().memory())
                .containsExactly(bergen.id());
    }

    @Test
    @DisplayName("W03 deleting five by filter tells of five, with their last texts")
    void deletingByFilterTellsOfEach() {
        for (var n = 0; n < 5; n++) {
            engine.remember(U, "number " + n);
        }
        engine.remember(Scope.ofUser("other"), "stays");
        var webhook = board.listening(MEMORY_DELETE);
        engine.awaitEnd(engine.editor.deleteMatching(engine.caller, OF_U, U, Engine.NO_PAYLOAD));

        assertThat(board.queued(webhook))
                .extracting(each -> each.notice().text())
                .containsExactlyInAnyOrder(
                        "number 0", "number 1", "number 2", "number 3", "number 4");
    }

    @Test
    @DisplayName("W05 a webhook of another project hears nothing")
    void aWebhookOfAnotherProjectHearsNothing() {
        var ours = board.listening(MEMORY_ADD);
        var theirs =
                new Webhook(
                        WebhookId.random(),
                        ProjectId.random(),
                        "eve",
                        Switchboard.to(MEMORY_ADD),
                        ours.signing(),
                        Standing.active(Mark.START),
                        Engine.NOW,
                        Engine.NOW);
        board.webhooks.create(theirs);

        engine.remember(U, "likes tea");

        assertThat(board.queued(ours)).hasSize(1);
        assertThat(board.log(theirs)).isEmpty();
    }

    @Test
    void aNoticeTellsWhoseMemoryItIsAndWhenItHappened() {
        var scope = new Scope("u", "bot", "app", "run");
        var webhook = board.listening(MEMORY_ADD);

        engine.add(Add.verbatim(scope, "likes tea"));

        var notice = board.queued(webhook).getFirst().notice();
        assertThat(notice.scope().user()).isEqualTo("u");
        assertThat(notice.scope().agent()).isEqualTo("bot");
        assertThat(notice.scope().run()).isEqualTo("run");
        assertThat(notice.at()).isEqualTo(Engine.NOW);
    }

    @Test
    void onlyWhatWasSubscribedToIsQueued() {
        var webhook = board.listening(MEMORY_DELETE);
        var memory = engine.remember(U, "likes tea");
        annotate(memory, memory.withCategories(List.of("food")));

        assertThat(board.queued(webhook)).isEmpty();
    }

    @Test
    void categoriesThatOnlyChangedOrderAreNoNews() {
        var webhook = board.listening(MEMORY_CATEGORIZE);
        var memory = Engine.memory(U, "likes tea").withCategories(List.of("food", "hobbies"));
        engine.put(memory);
        var turned = memory.withCategories(List.of("hobbies", "food"));
        annotate(memory, turned);
        var fewer = turned.withCategories(List.of("food"));
        annotate(turned, fewer);
        annotate(fewer, fewer.withCategories(null));

        assertThat(board.queued(webhook))
                .extracting(each -> each.notice().categories())
                .containsExactly(List.of("food", "hobbies"), List.of("food"));
    }

    @Test
    void whatHappenedBeforeAWebhookWasMadeIsNotTold() {
        engine.remember(U, "before");
        var webhook = board.listening(MEMORY_ADD);
        engine.remember(U, "after");

        assertThat(board.queued(webhook))
                .extracting(each -> each.notice().text())
                .containsExactly("after");
    }

    @Test
    void whatHappenedWhileAWebhookWasInactiveIsNotTold() {
        var listening = board.listening(MEMORY_ADD);
        var webhook = board.listening(MEMORY_ADD);
        engine.remember(U, "told");
        board.dispatcher.catchUp();
        setActive(webhook, false);
        engine.remember(U, "missed");
        setActive(webhook, true);
        engine.remember(U, "told again");

        assertThat(board.queued(webhook))
                .extracting(each -> each.notice().text() + " " + each.status())
                .containsExactly("told DROPPED", "told again PENDING");
        assertThat(board.log(listening)).hasSize(3);
    }

    @Test
    void longLogsAreFollowedToTheirEnd() {
        var webhook = board.listening(MEMORY_ADD);
        var many = new Memory[250];
        for (var n = 0; n < many.length; n++) {
            many[n] = Engine.memory(U, "number " + n);
        }
        engine.put(many);

        assertThat(board.queued(webhook)).hasSize(250);
        assertThat(board.webhooks.mark()).isEqualTo(engine.memories.head());
    }

    @Test
    void withNobodyListeningTheMarkStaysUntilSomebodyDoes() {
        engine.remember(U, "unheard");

        board.dispatcher.catchUp();
        assertThat(board.webhooks.mark()).isEqualTo(Mark.START);

        var webhook = board.listening(MEMORY_ADD);
        engine.remember(U, "heard");
        assertThat(board.queued(webhook)).hasSize(1);
        assertThat(board.webhooks.mark()).isEqualTo(engine.memories.head());
    }

    @Test
    void queueingTwiceTellsOnce() {
        var webhook = board.listening(MEMORY_ADD);
        var second = new WebhookDispatcher(engine.memories, board.webhooks, () -> {}, engine.clock);
        engine.remember(U, "likes tea");

        board.dispatcher.catchUp();
        second.catchUp();

        assertThat(board.log(webhook)).hasSize(1);
    }

    @Test
    void itFollowsByItselfOnceStarted() {
        var webhook = board.listening(MEMORY_ADD);
        board.dispatcher.start();

        engine.remember(U, "likes tea");

        Until.holds(() -> board.log(webhook).size() == 1);
    }

    // --- pieces

    private void setActive(Webhook webhook, boolean active) {
        board.book.change(
                engine.caller,
                webhook.id(),
                new WebhookBook.Changes(null, null, null, null, active, null));
    }

    private void annotate(Memory before, Memory after) {
        apply(new Change.Annotated(before, after));
    }

    private void apply(Change change) {
        engine.memories.apply(
                engine.project(),
                new ChangeSet(
                        engine.clock.instant(),
                        List.of(change),
                        null,
                        new Settlement.Unrecorded(EventId.random())));
    }

    private Stored stored(Memory memory) {
        return new Stored(memory, engine.encoder.encodeAll(List.of(memory)).getFirst());
    }
}
