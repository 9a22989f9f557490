package dev.keepsake.server;

import dev.keepsake.model.ChatModel;
import dev.keepsake.models.chat.GuardedModel;
import dev.keepsake.models.chat.ProviderModel;
import dev.keepsake.server.config.LlmConfig;
import dev.keepsake.server.observe.Observation;
import dev.keepsake.server.observe.TracedChatModel;
import dev.keepsake.usage.MeteredModel;
import dev.keepsake.usage.Prices;
import dev.keepsake.usage.UsageBook;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The language model with everything around it: left alone while it does not work, timed, and paid
/// for.
record LanguageModel(ChatModel model, GuardedModel guard, String provider) {

    static LanguageModel of(LlmConfig config, Observation observation, UsageBook book) {
        var endpoint = Wiring.endpoint(config);
        var guard = new GuardedModel(new ProviderModel(endpoint, observation::headers));
        var provider = endpoint.provider().label();
        observation.circuit(provider, endpoint.model(), () -> guard.state().ordinal());
        var metered =
                new MeteredModel(
                        new TracedChatModel(guard, observation.tracer()),
                        new Prices(config.inputPrice(), config.outputPrice()),
                        book,
                        (operation, spent) ->
                                observation.spent(operation, provider, endpoint.model(), spent));
        return new LanguageModel(metered, guard, provider);
    }

    /// For whoever asks whether the server works; it does, for reads, without a language model.
    Map<String, @Nullable Object> health() {
        Map<String, @Nullable Object> health = new LinkedHashMap<>();
        health.put("model", model.name());
        health.put("circuit", guard.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return health;
    }
}
