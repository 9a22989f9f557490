package dev.keepsake.feedback;

import static dev.keepsake.engine.Engine.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keepsake.account.Access;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.edit.MemoryEdit;
import dev.keepsake.engine.Add;
import dev.keepsake.engine.Engine;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventQuery;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.search.Hit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What feedback does to ranking and extraction. Display names start with the row of the engine
/// contract's acceptance tables.
class FeedbackIntakeTest {

    private static final Scope U = Scope.ofUser("u");
    private static final Filter OF_U = new Filter.EntityIn(EntityKind.USER, Set.of("u"));

    private final Engine engine = new Engine();
    private final FeedbackIntake intake =
            new FeedbackIntake(engine.memories, engine.storage.feedback(), engine.clock);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    @DisplayName("B01 of two memories with one base score the one with negative feedback is second")
    void negativeFeedbackMovesAMemoryDown() {
        var pair = tied();
        var first = engine.search("parrot", OF_U).getFirst();

        give(first.memory(), Verdict.NEGATIVE);

        var hits = engine.search("parrot", OF_U);
        assertThat(hits).hasSize(2);
        assertThat(hits.getLast().memory()).isEqualTo(first.memory());
        assertThat(hits.getLast().score()).isCloseTo(first.score() * 0.85, within(1e-9));
        assertThat(hits.getFirst().score()).isEqualTo(first.score());
        assertThat(pair).extracting(Memory::id).contains(first.memory().id());
    }

    @Test
    @DisplayName("B02 feedback taken back restores the tie")
    void feedbackTakenBackRestoresTheTie() {
        tied();
        var before = engine.search("parrot", OF_U);
        give(before.getFirst().memory(), Verdict.NEGATIVE);

        var taken = intake.takeBack(engine.caller, before.getFirst().memory().id());

        assertThat(taken).map(Feedback::verdict).contains(Verdict.NEGATIVE);
        assertThat(engine.search("parrot", OF_U)).isEqualTo(before);
        assertThat(intake.takeBack(engine.caller, before.getFirst().memory().id())).isEmpty();
    }

    @Test
    @DisplayName("B04 feedback on an unknown memory is refused")
    void feedbackOnAnUnknownMemoryIsRefused() {
        assertThatThrownBy(
                        () -> intake.give(engine.caller, MemoryId.random(), Verdict.POSITIVE, null))
                .isInstanceOf(Failure.Missing.class)
                .hasMessageContaining("Memory not found!");
        assertThatThrownBy(() -> intake.takeBack(engine.caller, MemoryId.random()))
                .isInstanceOf(Failure.Missing.class);
    }

    @Test
    void eachVerdictHasItsWeight() {
        engine.put(memory(U, "the parrot sings"));
        var base = only().score();
        var memory = only().memory();

        for (var weight :
                Map.of("POSITIVE", 1.05, "NEGATIVE", 0.85, "VERY_NEGATIVE", 0.5).entrySet()) {
            give(memory, Verdict.valueOf(weight.getKey()));
            assertThat(only().weight()).isEqualTo(weight.getValue());
            assertThat(only().score()).isCloseTo(base * weight.getValue(), within(1e-9));
        }
    }

    @Test
    void aScoreNeverExceedsOne() {
        engine.put(memory(U, "parrot"));
        assertThat(only().score()).isEqualTo(1);

        give(only().memory(), Verdict.POSITIVE);

        assertThat(only().score()).isEqualTo(1);
    }

    @Test
    void aReasonAloneWeighsNothing() {
        tied();
        var before = engine.search("parrot", OF_U);

        intake.give(engine.caller, before.getFirst().memory().id(), null, "too vague");

        assertThat(engine.search("parrot", OF_U)).isEqualTo(before);
    }

    @Test
    void theThresholdDoesNotLookAtFeedback() {
        engine.put(memory(U, "the parrot sings"));
        give(only().memory(), Verdict.VERY_NEGATIVE);

        assertThat(engine.search("parrot sings", OF_U)).hasSize(1);
        assertThat(engine.search(null, OF_U, 10, dev.keepsake.search.SearchAsk.Shown.USUAL))
                .extracting(Hit::score)
                .containsExactly(1.0);
    }

    @Test
    void theEventOfASearchShowsTheWeight() {
        engine.put(memory(U, "the parrot sings"));
        give(only().memory(), Verdict.NEGATIVE);
        only();

        var event =
                engine.journal
                        .list(engine.project(), EventQuery.ALL, Page.Ask.first(1))
                        .items()
                        .getFirst();

        assertThat(scores(event)).singleElement().extracting("feedback").isEqualTo(0.85);
    }

    @Test
    void anUpdateOfTheTextClearsFeedbackAndOneOfTheMetadataDoesNot() {
        engine.put(memory(U, "the parrot sings"));
        var id = only().memory().id();
        intake.give(engine.caller, id, Verdict.NEGATIVE, "why");
        var updated = only().memory().times().updated();

        engine.editor.update(
                engine.caller, new MemoryEdit(id, null, Map.of("k", 1), null, null), Map.of());
        assertThat(only().weight()).isEqualTo(0.85);
        assertThat(updated).isEqualTo(Engine.NOW);

        engine.editor.update(
                engine.caller, new MemoryEdit(id, "the parrot dances", null, null, null), Map.of());
        assertThat(only().weight()).isEqualTo(1);
    }

    @Test
    void readersMayNotGiveFeedback() {
        engine.put(memory(U, "the parrot sings"));
        var reader =
                Engine.caller(
                        engine.caller.organization(), engine.project(), Role.READER, Access.ADMIN);
        var id = only().memory().id();

        assertThatThrownBy(() -> intake.give(reader, id, Verdict.POSITIVE, null))
                .isInstanceOf(Failure.Forbidden.class);
        assertThatThrownBy(() -> intake.takeBack(reader, id)).isInstanceOf(Failure.Forbidden.class);
    }

    @Test
    void anotherProjectsMemoryDoesNotExist() {
        engine.put(memory(U, "the parrot sings"));
        var stranger =
                Engine.caller(
                        engine.caller.organization(), ProjectId.random(), Role.OWNER, Access.ADMIN);

        assertThatThrownBy(
                        () -> intake.give(stranger, only().memory().id(), Verdict.POSITIVE, null))
                .isInstanceOf(Failure.Missing.class);
    }

    @Test
    void aReasonIsLimited() {
        engine.put(memory(U, "the parrot sings"));
        var id = only().memory().id();

        intake.give(engine.caller, id, null, "é".repeat(2_000));

        assertThatThrownBy(() -> intake.give(engine.caller, id, null, "é".repeat(2_001)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("feedback_reason");
    }

    @Test
    void theExtractorHearsTheNewestReasonsOfItsOwners() {
        var mine = memory(U, "likes tea");
        var others = memory(Scope.ofUser("v"), "likes tea");
        engine.put(mine, others);
        intake.give(engine.caller, mine.id(), Verdict.VERY_NEGATIVE, "never\n store   drinks");
        intake.give(engine.caller, others.id(), Verdict.NEGATIVE, "of somebody else");
        for (var i = 0; i < 20; i++) {
            engine.clock.advance(Duration.ofSeconds(1));
            var memory = memory(U, "fact " + i);
            engine.put(memory);
            intake.give(engine.caller, memory.id(), null, "reason " + i);
        }

        engine.add(Add.inferred(U, Add.user("hello")));
        var digest = engine.extractor.lastTask().guidance().feedback();
        assertThat(digest).hasSize(20).first().isEqualTo("on \"fact 19\": reason 19");
        assertThat(digest).noneMatch(line -> line.contains("drinks"));

        engine.clock.advance(Duration.ofSeconds(1));
        intake.give(engine.caller, mine.id(), Verdict.VERY_NEGATIVE, "never\n store   drinks");
        engine.add(Add.inferred(U, Add.user("hello again")));
        assertThat(engine.extractor.lastTask().guidance().feedback())
                .first()
                .isEqualTo("very negative on \"likes tea\": never store drinks");
    }

    private List<Memory> tied() {
        var pair = List.of(memory(U, "the parrot sings"), memory(U, "the parrot sings"));
        engine.put(pair.get(0), pair.get(1));
        return pair;
    }

    private void give(Memory memory, Verdict verdict) {
        intake.give(engine.caller, memory.id(), verdict, null);
    }

    private Hit only() {
        var hits = engine.search("parrot", OF_U);
        assertThat(hits).hasSize(1);
        return hits.getFirst();
    }

    private static List<?> scores(Event event) {
        return (List<?>) event.metadata().get("scores");
    }
}
