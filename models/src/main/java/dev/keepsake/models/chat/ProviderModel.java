package dev.keepsake.models.chat;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.ChatModel;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A model behind a [ChatEndpoint]. Safe for many threads; makes no retries. Its provider's client
/// is loaded with the first question, so that a server which is never asked starts as fast as one
/// without a model.
///
/// A schema is sent the way that the provider has for it. An endpoint that refuses that (a 400 or
/// 422 that mentions it) is asked again without, and no further question tries it.
///
/// Failures never carry the endpoint's own words, because endpoints like to repeat keys and prompts
/// in them; status and error code remain.
public final class ProviderModel implements ChatModel {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ChatEndpoint endpoint;
    private final Supplier<dev.langchain4j.model.chat.ChatModel> opening;
    private volatile dev.langchain4j.model.chat.@Nullable ChatModel opened;
    private volatile boolean takesSchemas = true;

    public ProviderModel(ChatEndpoint endpoint) {
        this(endpoint, Map::of);
    }

    /// @param headers that each question carries beside the usual ones, asked for on its thread
    public ProviderModel(ChatEndpoint endpoint, Supplier<Map<String, String>> headers) {
        this.endpoint = endpoint;
        this.opening = () -> Connections.open(endpoint, headers);
    }

    @Override
    public String name() {
        return endpoint.name();
    }

    @Override
    public Reply ask(Ask ask) {
        try {
            return reply(sent(ask));
        } catch (Failure failure) {
            throw failure;
        } catch (RuntimeException failed) {
            throw ChatFailures.of(failed, endpoint.timeout());
        }
    }

    private dev.langchain4j.model.chat.ChatModel model() {
        var model = opened;
        if (model == null) {
            synchronized (this) {
                model = opened == null ? opening.get() : opened;
                opened = model;
            }
        }
        return model;
    }

    private ChatResponse sent(Ask ask) {
        var schema = ask.schema();
        if (schema == null || !takesSchemas) {
            return model().chat(plain(ask).build());
        }
        try {
            return model().chat(plain(ask).responseFormat(format(schema)).build());
        } catch (RuntimeException failed) {
            if (!(failed instanceof UnsupportedFeatureException)
                    && !ChatFailures.isAboutSchema(failed)) {
                throw failed;
            }
            takesSchemas = false;
            return model().chat(plain(ask).build());
        }
    }

    private static ChatRequest.Builder plain(Ask ask) {
        return ChatRequest.builder().messages(SystemMessage.from(ask.system()), question(ask));
    }

    private static UserMessage question(Ask ask) {
        if (ask.pictures().isEmpty()) {
            return UserMessage.from(ask.user());
        }
        List<Content> parts = new ArrayList<>();
        parts.add(TextContent.from(ask.user()));
        for (var picture : ask.pictures()) {
            var base64 = Base64.getEncoder().encodeToString(picture.bytes());
            parts.add(ImageContent.from(base64, picture.mediaType()));
        }
        return UserMessage.from(parts);
    }

    private static ResponseFormat format(Map<String, Object> schema) {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(
                        JsonSchema.builder()
                                .name("answer")
                                .rootElement(JsonRawSchema.from(JSON.writeValueAsString(schema)))
                                .build())
                .build();
    }

    /// A reply without text (a refusal, a tool call) is an empty one.
    private static Reply reply(ChatResponse response) {
        var text = response.aiMessage().text();
        var usage = response.tokenUsage();
        return new Reply(
                text == null ? "" : text,
                usage == null ? 0 : count(usage.inputTokenCount()),
                usage == null ? 0 : count(usage.outputTokenCount()),
                response.finishReason() == FinishReason.LENGTH);
    }

    private static long count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}
