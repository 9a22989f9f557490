package dev.keepsake.models.chat;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.ChatModel;
import java.time.Duration;
import java.util.List;

/// Asks again when a failure may pass: after 1, 4 and 16 seconds (engine contract 1.7), or later
/// when the endpoint asks for more time, up to a minute. One that asks for more than that is not
/// asked again: whoever waits would not get an answer. As safe for many threads as the model behind
/// it.
public final class PatientModel implements ChatModel {

    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(16));

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final ChatModel model;
    private final Pause pause;

    public PatientModel(ChatModel model) {
        this(model, Pause.SLEEPING);
    }

    public PatientModel(ChatModel model, Pause pause) {
        this.model = model;
        this.pause = pause;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Reply ask(Ask ask) {
        for (var wait : PAUSES) {
            try {
                return model.ask(ask);
            } catch (Failure.ModelFailed failed) {
                var wished = failed.retryAfter();
                if (!failed.retriable() || wished != null && wished.compareTo(LONGEST) > 0) {
                    throw failed;
                }
                pass(wished == null || wished.compareTo(wait) < 0 ? wait : wished);
            }
        }
        return model.ask(ask);
    }

    private void pass(Duration wait) {
        try {
            pause.pass(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failure.ModelFailed("interrupted between two tries", false, interrupted);
        }
    }
}
