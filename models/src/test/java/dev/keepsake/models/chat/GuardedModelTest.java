package dev.keepsake.models.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.ChatModel.Ask;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.chat.GuardedModel.State;
import dev.keepsake.models.extract.ScriptedModel;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// When an endpoint is left alone, and when it is tried again.
class GuardedModelTest {

    private static final Ask ASK = new Ask(Purpose.trial(), "s", "u", null);
    private static final Duration NO_TIME = Duration.ofMillis(1);

    @Test
    void anEndpointThatFailsAgainAndAgainIsLeftAlone() {
        var model = failing(ScriptedModel.down(), 5);
        var guarded = new GuardedModel(model);

        fail(guarded, 5);

        assertThat(guarded.state()).isEqualTo(State.OPEN);
        assertThatThrownBy(() -> guarded.ask(ASK))
                .isInstanceOfSatisfying(
                        Failure.ModelFailed.class,
                        failed -> assertThat(failed.retriable()).isFalse())
                .hasMessageContaining("left alone");
        assertThat(model.asked()).hasSize(5);
    }

    @Test
    void aFewFailuresChangeNothing() {
        var guarded =
                new GuardedModel(
                        new ScriptedModel(
                                ScriptedModel.down(),
                                ScriptedModel.down(),
                                "one",
                                ScriptedModel.down(),
                                "two",
                                "three"));

        fail(guarded, 2);
        guarded.ask(ASK);
        fail(guarded, 1);

        assertThat(guarded.ask(ASK).text()).isEqualTo("two");
        assertThat(guarded.ask(ASK).text()).isEqualTo("three");
        assertThat(guarded.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void refusalsAndLimitsOfRateComeFromAnEndpointThatLives() {
        var limited = new Failure.ModelFailed("the chat endpoint answered 429", Duration.ZERO);
        for (var failure : new Failure.ModelFailed[] {ScriptedModel.refused(), limited}) {
            var guarded = new GuardedModel(failing(failure, 20));

            fail(guarded, 20);

            assertThat(guarded.state()).isEqualTo(State.CLOSED);
        }
    }

    @Test
    void afterARestOneQuestionTriesAndAnAnswerOpensTheWay() throws InterruptedException {
        var script = new Object[7];
        IntStream.range(0, 5).forEach(n -> script[n] = ScriptedModel.down());
        script[5] = "I am back";
        script[6] = "still";
        var guarded = new GuardedModel(new ScriptedModel(script), NO_TIME);
        fail(guarded, 5);

        Thread.sleep(NO_TIME.multipliedBy(20));

        assertThat(guarded.ask(ASK).text()).isEqualTo("I am back");
        assertThat(guarded.state()).isEqualTo(State.CLOSED);
        assertThat(guarded.ask(ASK).text()).isEqualTo("still");
    }

    @Test
    void whenTheTryFailsTheRestBeginsAnew() throws InterruptedException {
        var model = failing(ScriptedModel.down(), 6);
        var guarded = new GuardedModel(model, NO_TIME);
        fail(guarded, 5);

        Thread.sleep(NO_TIME.multipliedBy(20));
        fail(guarded, 1);

        assertThat(guarded.state()).isEqualTo(State.OPEN);
        assertThat(model.asked()).hasSize(6);
    }

    private static ScriptedModel failing(Failure.ModelFailed failure, int times) {
        return new ScriptedModel(
                IntStream.range(0, times).mapToObj(_ -> failure).toArray(Object[]::new));
    }

    private static void fail(GuardedModel model, int times) {
        for (var i = 0; i < times; i++) {
            assertThatThrownBy(() -> model.ask(ASK)).isInstanceOf(Failure.ModelFailed.class);
        }
    }
}
