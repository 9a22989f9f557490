package dev.keepsake.search;

import static dev.keepsake.engine.Engine.NO_PAYLOAD;
import static dev.keepsake.engine.Engine.memory;
import static dev.keepsake.engine.Engine.replaced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.edit.MemoryEdit;
import dev.keepsake.engine.Engine;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Reading without ranking, and the events that it leaves.
class ReaderTest {

    private static final Scope U = Scope.ofUser("u");
    private static final Filter OF_U = new Filter.EntityIn(EntityKind.USER, Set.of("u"));

    private final Engine engine = new Engine();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    @DisplayName("5.4 by id every state is shown")
    void byIdEveryStateIsShown() {
        var active = memory(U, "active");
        var merged = replaced(memory(U, "merged"), Lifecycle.MERGED, active);
        var expired = memory(U, "expired").withExpiration(LocalDate.parse("2020-01-01"));
        engine.put(active, merged, expired);

        assertThat(engine.reader.get(engine.caller, merged.id())).isEqualTo(merged);
        assertThat(engine.reader.get(engine.caller, expired.id())).isEqualTo(expired);
        assertThat(engine.reader.history(engine.caller, merged.id())).hasSize(1);
        var event = lastEvents().getFirst();
        assertThat(event.type()).isEqualTo(EventType.GET);
        assertThat(event.results())
                .containsExactly(EventResult.found(expired.id(), "expired", null));
    }

    @Test
    void whatTheProjectDoesNotHaveIsMissingAndLeavesNoEvent() {
        var unknown = MemoryId.random();

        assertThatThrownBy(() -> engine.reader.get(engine.caller, unknown))
                .isInstanceOf(Failure.Missing.class)
                .hasMessage("Memory not found!");
        assertThatThrownBy(() -> engine.reader.history(engine.caller, unknown))
                .isInstanceOf(Failure.Missing.class);
        assertThat(lastEvents()).isEmpty();
    }

    @Test
    void aListIsNewestFirstInPagesWithItsCount() {
        for (var day = 1; day <= 5; day++) {
            var created = Times.at(Instant.parse("2026-01-0" + day + "T00:00:00Z"));
            engine.put(memory(U, "day " + day).withTimes(created));
        }

        var second = page(new Page.Ask(2, 2));

        assertThat(second.items()).extracting(Memory::text).containsExactly("day 3", "day 2");
        assertThat(second.total()).isEqualTo(5);
        assertThat(second.hasNext()).isTrue();
        var event = lastEvents().getFirst();
        assertThat(event.type()).isEqualTo(EventType.GET_ALL);
        assertThat(event.results()).extracting(EventResult::text).containsExactly("day 3", "day 2");
    }

    @Test
    void aPagePastTheEndLeavesNoEvent() {
        engine.remember(U, "X");
        var before = lastEvents().size();

        assertThat(page(new Page.Ask(2, 1)).isPastEnd()).isTrue();
        assertThat(lastEvents()).hasSize(before);

        page(Page.Ask.first(1));
        assertThat(lastEvents()).hasSize(before + 1);
    }

    @Test
    void theMemoriesOfAnEntityComeWithTheirHistories() {
        var memory = engine.remember(new Scope("u", null, "app", null), "one");
        engine.remember(Scope.ofUser("v"), "two");
        engine.clock.advance(Duration.ofMinutes(1));
        engine.editor.update(
                engine.caller, new MemoryEdit(memory.id(), "1", null, null, null), NO_PAYLOAD);

        var page = engine.reader.ofEntity(engine.caller, EntityKind.APP, "app", Page.Ask.first(9));

        assertThat(page.total()).isEqualTo(1);
        var traced = page.items().getFirst();
        assertThat(traced.memory().text()).isEqualTo("1");
        assertThat(traced.history())
                .extracting(Revision::kind)
                .containsExactly(Revision.Kind.ADD, Revision.Kind.UPDATE);
        assertThat(lastEvents().getFirst().scope()).isEqualTo(new Scope(null, null, "app", null));
    }

    @Test
    void theProjectsHistoryIsNewestFirstAndOutlivesItsMemories() {
        var one = engine.remember(U, "one");
        var two = engine.remember(U, "two");
        engine.editor.delete(engine.caller, one.id(), false, NO_PAYLOAD);

        var revisions = engine.reader.revisions(engine.caller, Page.Ask.first(10)).items();

        assertThat(revisions)
                .extracting(Revision::memoryId)
                .containsExactly(one.id(), two.id(), one.id());
        assertThat(engine.reader.history(engine.caller, one.id())).hasSize(2);
    }

    @Test
    void statisticsCountMemoriesOfAnyStateAndReads() {
        for (var text : List.of("1", "2", "3")) {
            engine.remember(Scope.ofUser("alice"), text);
        }
        engine.remember(Scope.ofUser("bob"), "4");
        engine.put(
                memory(Scope.ofUser("bob"), "5").withExpiration(LocalDate.parse("2020-01-01")),
                memory(new Scope(null, "a", null, "r"), "6"));
        engine.search("1", OF_U);
        engine.list(OF_U);
        engine.reader.get(engine.caller, engine.remember(U, "7").id());

        var statistics = engine.reader.statistics(engine.caller);

        assertThat(statistics.memories().memories()).isEqualTo(7);
        assertThat(statistics.memories().users()).isEqualTo(3);
        assertThat(statistics.memories().agents()).isEqualTo(1);
        assertThat(statistics.memories().runs()).isEqualTo(1);
        assertThat(statistics.memories().memoriesWithUser()).isEqualTo(6);
        assertThat(statistics.events().adds()).isEqualTo(5);
        assertThat(statistics.events().retrievals()).isEqualTo(2);
        assertThat(statistics.events().retrievalsThisMonth()).isEqualTo(2);
    }

    private Page<Memory> page(Page.Ask ask) {
        return engine.reader.list(
                engine.caller,
                new ListAsk(OF_U, ask, SearchAsk.Shown.USUAL, U, Map.of("page", ask.number())));
    }

    private List<Event> lastEvents() {
        return engine.journal.list(engine.project(), EventQuery.ALL, Page.Ask.first(100)).items();
    }
}
