package dev.keepsake.server;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.ChatModel;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.chat.ProviderModel;
import dev.keepsake.server.config.Configuration;
import dev.keepsake.server.console.SettingsRoutes;
import java.util.function.Function;

/// Asks models one thing each, to see whether they answer.
///
/// @param configuration with which the running embedder was opened
/// @param opening opens another embedder
record ProviderTrial(
        Configuration configuration, Embedder running, Function<Configuration, Embedder> opening)
        implements SettingsRoutes.Trial {

    private static final String QUESTION = "Answer with the word yes.";

    @Override
    public String languageModel(Configuration tried) {
        var llm = tried.llm();
        if (llm == null) {
            throw new Failure.Invalid("llm.model: is not set; memories are extracted by rules");
        }
        var model = new ProviderModel(Wiring.endpoint(llm));
        model.ask(new ChatModel.Ask(Purpose.trial(), "You check a connection.", QUESTION, null));
        return model.name();
    }

    @Override
    public String embedder(Configuration tried) {
        if (tried.embedding().equals(configuration.embedding())) {
            running.embedQuery(QUESTION);
            return running.model().id();
        }
        try (var other = opening.apply(tried)) {
            other.embedQuery(QUESTION);
            return other.model().id();
        }
    }
}
