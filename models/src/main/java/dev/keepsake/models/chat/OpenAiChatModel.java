package dev.keepsake.models.chat;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.ChatModel;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// Any endpoint that speaks OpenAI's chat completions: OpenAI itself, Ollama, vLLM, LM Studio and
/// their like. Safe for many threads; makes no retries.
///
/// A schema is sent as a strict `json_schema` response format. An endpoint that refuses that (a 400
/// or 422 that mentions it) is asked again without, and no further question tries it.
///
/// Failures never carry the endpoint's own words, because endpoints like to repeat keys and prompts
/// in them; status and error code remain.
public final class OpenAiChatModel implements ChatModel {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ChatEndpoint endpoint;
    private final dev.langchain4j.model.openai.OpenAiChatModel model;
    private volatile boolean takesSchemas = true;

    public OpenAiChatModel(ChatEndpoint endpoint) {
        this(endpoint, Map::of);
    }

    /// @param headers that each question carries beside the usual ones, asked for on its thread
    public OpenAiChatModel(ChatEndpoint endpoint, Supplier<Map<String, String>> headers) {
        this.endpoint = endpoint;
        this.model = connected(endpoint, headers);
    }

    private static dev.langchain4j.model.openai.OpenAiChatModel connected(
            ChatEndpoint endpoint, Supplier<Map<String, String>> headers) {
        var connect =
                endpoint.timeout().compareTo(LONGEST_CONNECT) < 0
                        ? endpoint.timeout()
                        : LONGEST_CONNECT;
        // HTTP/1.1, because local servers stumble over the JDK client's offer to upgrade
        var http =
                new JdkHttpClientBuilder()
                        .httpClientBuilder(
                                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1))
                        .connectTimeout(connect)
                        .readTimeout(endpoint.timeout());
        var builder =
                dev.langchain4j.model.openai.OpenAiChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(endpoint.baseUrl())
                        .modelName(endpoint.model())
                        .timeout(endpoint.timeout())
                        .strictJsonSchema(true)
                        .maxRetries(0)
                        .customHeaders(headers)
                        .logRequests(false)
                        .logResponses(false);
        if (endpoint.key() != null) {
            builder.apiKey(endpoint.key());
        }
        return builder.build();
    }

    @Override
    public String name() {
        return "openai/" + endpoint.model();
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

    private ChatResponse sent(Ask ask) {
        var schema = ask.schema();
        if (schema == null || !takesSchemas) {
            return model.chat(plain(ask).build());
        }
        try {
            return model.chat(plain(ask).responseFormat(format(schema)).build());
        } catch (RuntimeException failed) {
            if (!ChatFailures.isAboutResponseFormat(failed)) {
                throw failed;
            }
            takesSchemas = false;
            return model.chat(plain(ask).build());
        }
    }

    private static ChatRequest.Builder plain(Ask ask) {
        return ChatRequest.builder()
                .messages(SystemMessage.from(ask.system()), UserMessage.from(ask.user()));
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
                usage == null ? 0 : count(usage.outputTokenCount()));
    }

    private static long count(@org.jspecify.annotations.Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}
