package dev.keepsake.edit;

import static dev.keepsake.engine.Engine.NO_PAYLOAD;
import static dev.keepsake.engine.Engine.memory;
import static dev.keepsake.engine.Engine.replaced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.Access;
import dev.keepsake.account.Role;
import dev.keepsake.edit.Lifecycles.Replaced;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.Interposed;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Temporal;
import dev.keepsake.storage.MemoryStore;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecyclesTest {

    private static final Scope U = Scope.ofUser("u");
    private static final Temporal OPEN =
            new Temporal(
                    Temporal.Type.STATE,
                    Temporal.Status.ONGOING,
                    null,
                    null,
                    Temporal.Precision.UNKNOWN);
    private static final Temporal OVER =
            new Temporal(
                    Temporal.Type.STATE,
                    Temporal.Status.COMPLETED,
                    null,
                    Engine.NOW,
                    Temporal.Precision.UNKNOWN);

    private final Interposed<MemoryStore> meanwhile = new Interposed<>(MemoryStore.class);
    private final Engine engine = new Engine(meanwhile::around);
    private final Lifecycles lifecycles =
            new Lifecycles(engine.memories, engine.indexer, engine.clock);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aRestoredMemoryIsCurrentAgainAndItsHistoryTells() {
        var graz = memory(U, "lives in Graz");
        var bergen = replaced(memory(U, "lives in Bergen"), Lifecycle.SUPERSEDED, graz);
        engine.put(graz, bergen);

        var restored = restore(bergen.id());

        assertThat(restored).isEqualTo(engine.find(bergen.id()));
        assertThat(restored.lineage().state()).isEqualTo(Lifecycle.ACTIVE);
        assertThat(restored.lineage().replacedBy()).isNull();
        assertThat(engine.find(graz.id())).isEqualTo(graz);
        var entry = engine.reader.history(engine.caller, bergen.id()).getLast();
        assertThat(entry.note().get("lifecycle"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("from", "superseded")
                .containsEntry("to", "active")
                .containsEntry("by", null)
                .containsEntry("reason", "restored by hand");
    }

    @Test
    void whatWasOverIsOpenAgain() {
        var graz = memory(U, "lives in Graz");
        var bergen = memory(U, "lives in Bergen").withTemporal(OPEN);
        engine.put(graz, bergen);
        engine.move(
                bergen, replaced(bergen, Lifecycle.SUPERSEDED, graz).withTemporal(OVER), Map.of());

        assertThat(restore(bergen.id()).temporal()).isEqualTo(OPEN);
    }

    @Test
    void datesChangedSinceStay() {
        var graz = memory(U, "lives in Graz");
        var bergen = memory(U, "lives in Bergen").withTemporal(OPEN);
        engine.put(graz, bergen);
        var over = replaced(bergen, Lifecycle.SUPERSEDED, graz).withTemporal(OVER);
        engine.move(bergen, over, Map.of());
        engine.move(over, over.withTemporal(null), Map.of());

        assertThat(restore(bergen.id()).temporal()).isNull();
    }

    @Test
    void theDeletionOfASuccessorOpensTheDatesToo() {
        var graz = memory(U, "lives in Graz");
        var bergen = memory(U, "lives in Bergen").withTemporal(OPEN);
        engine.put(graz, bergen);
        engine.move(
                bergen, replaced(bergen, Lifecycle.SUPERSEDED, graz).withTemporal(OVER), Map.of());

        engine.editor.delete(engine.caller, graz.id(), false, NO_PAYLOAD);

        assertThat(engine.find(bergen.id()).temporal()).isEqualTo(OPEN);
    }

    @Test
    void onlyWhatWasReplacedCanBeRestored() {
        var active = engine.remember(U, "X").id();

        assertThatThrownBy(() -> restore(active)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> restore(MemoryId.random())).isInstanceOf(Failure.Missing.class);
    }

    @Test
    void whoMayOnlyReadSeesButDoesNotRestore() {
        var graz = memory(U, "lives in Graz");
        var bergen = replaced(memory(U, "lives in Bergen"), Lifecycle.SUPERSEDED, graz);
        engine.put(graz, bergen);
        var caller = engine.caller;
        var reader =
                Engine.caller(caller.organization(), caller.project(), Role.READER, Access.ADMIN);

        assertThat(lifecycles.replaced(reader, Filter.EVERYTHING, Page.Ask.first(9)).items())
                .containsExactly(new Replaced(bergen, graz));
        assertThatThrownBy(() -> lifecycles.restore(reader, bergen.id(), NO_PAYLOAD))
                .isInstanceOf(Failure.Forbidden.class);
    }

    @Test
    void theListShowsWhatWasReplacedOfWhomAsked() {
        var graz = memory(U, "lives in Graz");
        var bergen = replaced(memory(U, "lives in Bergen"), Lifecycle.SUPERSEDED, graz);
        var bare = replaced(memory(U, "in Graz"), Lifecycle.MERGED, graz);
        var gone = replaced(memory(U, "gone"), Lifecycle.MERGED, memory(U, "never stored"));
        var other = replaced(memory(Scope.ofUser("v"), "other"), Lifecycle.MERGED, graz);
        engine.put(graz, bergen, bare, gone, other);

        var page =
                lifecycles.replaced(
                        engine.caller,
                        new Filter.EntityIn(EntityKind.USER, Set.of("u")),
                        Page.Ask.first(9));

        assertThat(page.items())
                .containsExactlyInAnyOrder(
                        new Replaced(bergen, graz),
                        new Replaced(bare, graz),
                        new Replaced(gone, null));
        assertThat(page.total()).isEqualTo(3);
    }

    @Test
    void aChangeMeanwhileIsSeen() {
        var graz = memory(U, "lives in Graz");
        var bergen = replaced(memory(U, "lives in Bergen"), Lifecycle.SUPERSEDED, graz);
        engine.put(graz, bergen);
        meanwhile.before(
                "apply",
                () ->
                        engine.editor.update(
                                engine.caller,
                                new MemoryEdit(bergen.id(), "lives in Cork", null, null, null),
                                NO_PAYLOAD));

        assertThat(restore(bergen.id()))
                .extracting(Memory::text, each -> each.lineage().state())
                .containsExactly("lives in Cork", Lifecycle.ACTIVE);
    }

    private Memory restore(MemoryId id) {
        return lifecycles.restore(engine.caller, id, NO_PAYLOAD);
    }
}
