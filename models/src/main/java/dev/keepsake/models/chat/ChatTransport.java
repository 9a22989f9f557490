package dev.keepsake.models.chat;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How questions travel, for every provider: by HTTP/1.1, because local servers stumble over the
/// JDK client's offer to upgrade; with a time-out over the whole answer and not only its first
/// byte; with a bound on its length; and with refusals that know how long to wait. Safe for many
/// threads.
final class ChatTransport implements HttpClient {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
    private static final long LONGEST_ANSWER = 16L << 20;

    private final java.net.http.HttpClient http;
    private final Duration timeout;

    private ChatTransport(Duration timeout) {
        this.timeout = timeout;
        this.http =
                java.net.http.HttpClient.newBuilder()
                        .version(java.net.http.HttpClient.Version.HTTP_1_1)
                        .connectTimeout(
                                timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
                        .build();
    }

    /// What the providers' clients want; their own time-outs are not asked.
    static HttpClientBuilder within(Duration timeout) {
        return new Builder(timeout);
    }

    /// An answer that is none, with the wait that it asks for.
    static final class Refused extends HttpException {
        private static final long serialVersionUID = 1L;
        private final transient @Nullable Duration wait;

        Refused(int status, String body, @Nullable Duration wait) {
            super(status, body);
            this.wait = wait;
        }

        @Nullable Duration retryAfter() {
            return wait;
        }
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        var answer = sent(request);
        if (answer.statusCode() / 100 != 2) {
            throw new Refused(
                    answer.statusCode(),
                    new String(answer.body(), StandardCharsets.UTF_8),
                    RetryAfter.of(answer, InstantSource.system().instant()));
        }
        return SuccessfulHttpResponse.builder()
                .statusCode(answer.statusCode())
                .headers(answer.headers().map())
                .body(answer.body())
                .build();
    }

    private HttpResponse<byte[]> sent(HttpRequest request) {
        var pending =
                http.sendAsync(
                        prepared(request),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
        try {
            return pending.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new TimeoutException(late);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException broken
                    ? new UncheckedIOException(broken)
                    : new IllegalStateException(failed.getCause());
        } finally {
            pending.cancel(true);
        }
    }

    private java.net.http.HttpRequest prepared(HttpRequest request) {
        var prepared = java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
        request.headers()
                .forEach((name, values) -> values.forEach(value -> prepared.header(name, value)));
        var body =
                request.method() == HttpMethod.GET || request.body() == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(request.body());
        return prepared.method(request.method().name(), body).build();
    }

    /// Nothing here streams.
    @Override
    public void execute(
            HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new IllegalStateException("answers are not streamed");
    }

    private record Builder(Duration timeout) implements HttpClientBuilder {

        @Override
        public Duration connectTimeout() {
            return timeout;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration given) {
            return this;
        }

        @Override
        public Duration readTimeout() {
            return timeout;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration given) {
            return this;
        }

        @Override
        public HttpClient build() {
            return new ChatTransport(timeout);
        }
    }
}
