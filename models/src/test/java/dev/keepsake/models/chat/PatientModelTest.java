package dev.keepsake.models.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.ChatModel.Ask;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.extract.ScriptedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How long is waited between two tries.
class PatientModelTest {

    private static final Ask ASK = new Ask(Purpose.trial(), "s", "u", null);

    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void pausesGrow() {
        var model =
                patient(
                        ScriptedModel.down(),
                        ScriptedModel.down(),
                        ScriptedModel.down(),
                        "at last");

        assertThat(model.ask(ASK).text()).isEqualTo("at last");
        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(16));
    }

    @Test
    void anEndpointThatAsksForMoreTimeGetsItAndForLessDoesNot() {
        var model = patient(limited(7), limited(2), limited(60), "at last");

        assertThat(model.ask(ASK).text()).isEqualTo("at last");
        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(7), Duration.ofSeconds(4), Duration.ofSeconds(60));
    }

    @Test
    void anEndpointThatWantsMoreThanAMinuteIsNotAskedAgain() {
        var model = patient(limited(61));

        assertThatThrownBy(() -> model.ask(ASK)).hasMessageContaining("429");
        assertThat(pauses).isEmpty();
    }

    private PatientModel patient(Object... script) {
        return new PatientModel(new ScriptedModel(script), pauses::add);
    }

    private static Failure.ModelFailed limited(int seconds) {
        return new Failure.ModelFailed(
                "the chat endpoint answered 429", Duration.ofSeconds(seconds));
    }
}
