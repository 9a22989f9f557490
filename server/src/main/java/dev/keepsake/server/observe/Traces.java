package dev.keepsake.server.observe;

import dev.keepsake.server.http.Answered;
import dev.keepsake.server.http.RequestWatcher;
import dev.keepsake.trace.Step;
import dev.keepsake.trace.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Sends a span for every request and for every step inside it to an OpenTelemetry collector, as
/// OTLP over HTTP. A caller that sends a W3C `traceparent` sees them as part of its own trace; work
/// that is done later belongs to the trace of the request that asked for it. Spans hold templates,
/// methods and statuses, and nothing that a user wrote. Safe for many threads.
///
/// Spans are sent in batches behind everybody's back; when the collector is away, they are dropped.
public final class Traces implements Tracer, RequestWatcher, AutoCloseable {

    private static final String TRACES_PATH = "/v1/traces";
    private static final long STOP_WITHIN_SECONDS = 5;
    private static final String TRACEPARENT = "traceparent";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final AttributeKey<String> METHOD =
            AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> REQUEST =
            AttributeKey.stringKey("keepsake.request_id");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final SdkTracerProvider provider;
    private final io.opentelemetry.api.trace.Tracer tracer;

    /// @param collector its base address, before `/v1/traces`
    /// @param service the name that the spans are filed under
    public Traces(URI collector, String service, String version) {
        var exporter = OtlpHttpSpanExporter.builder().setEndpoint(collector + TRACES_PATH).build();
        provider =
                SdkTracerProvider.builder()
                        .setResource(
                                Resource.getDefault()
                                        .merge(
                                                Resource.create(
                                                        Attributes.of(
                                                                AttributeKey.stringKey(
                                                                        "service.name"),
                                                                service,
                                                                AttributeKey.stringKey(
                                                                        "service.version"),
                                                                version))))
                        .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                        .build();
        tracer = provider.get("dev.keepsake", version);
    }

    @Override
    public Answered watch(String method, UnaryOperator<@Nullable String> headers, Request request)
            throws IOException, ServletException {
        var parent = W3C.extract(Context.root(), headers, new Headers());
        var span =
                tracer.spanBuilder(method)
                        .setParent(parent)
                        .setSpanKind(SpanKind.SERVER)
                        .startSpan();
        try (var _ = span.makeCurrent()) {
            var answered = request.answer();
            describe(span, answered);
            return answered;
        } finally {
            span.end();
        }
    }

    private static void describe(Span span, Answered answered) {
        var endpoint = answered.endpoint();
        if (endpoint != null) {
            span.updateName(endpoint.toString());
            span.setAttribute(ROUTE, endpoint.path());
        }
        span.setAttribute(METHOD, answered.method());
        span.setAttribute(STATUS, (long) answered.status());
        span.setAttribute(REQUEST, answered.id());
        if (answered.status() >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
    }

    @Override
    public <T> T trace(Step step, Supplier<T> work) {
        return traced(Context.current(), step, work);
    }

    @Override
    public <T> T traceAfter(Optional<String> cause, Step step, Supplier<T> work) {
        var here = Context.current();
        if (Span.fromContext(here).getSpanContext().isValid() || cause.isEmpty()) {
            return traced(here, step, work);
        }
        return traced(
                W3C.extract(
                        Context.root(),
                        name -> TRACEPARENT.equals(name) ? cause.get() : null,
                        new Headers()),
                step,
                work);
    }

    private <T> T traced(Context parent, Step step, Supplier<T> work) {
        var span = tracer.spanBuilder(name(step)).setParent(parent).startSpan();
        try (var _ = span.makeCurrent()) {
            return work.get();
        } catch (RuntimeException | Error failed) {
            // the kind of failure, not its message, which may quote what a user wrote
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(ERROR, failed.getClass().getName());
            throw failed;
        } finally {
            span.end();
        }
    }

    private static String name(Step step) {
        return switch (step) {
            case EMBED -> "embed";
            case ASK_MODEL -> "ask model";
            case GATHER -> "search gather";
            case APPLY -> "storage apply";
            case ADD -> "add";
            case DREAM -> "dream";
        };
    }

    @Override
    public Optional<String> position() {
        return Optional.ofNullable(headers().get(TRACEPARENT));
    }

    /// What a request to somebody else carries, so that what it causes there shows in this trace.
    public Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        W3C.inject(Context.current(), headers, (_, name, value) -> headers.put(name, value));
        return headers;
    }

    /// The id of the trace that this thread is in; empty outside of one.
    static Optional<String> currentId() {
        var context = Span.current().getSpanContext();
        return context.isValid() ? Optional.of(context.getTraceId()) : Optional.empty();
    }

    /// Sends what is left.
    @Override
    public void close() {
        provider.shutdown().join(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    /// Headers as the propagator wants them.
    private static final class Headers implements TextMapGetter<UnaryOperator<@Nullable String>> {

        @Override
        public Iterable<String> keys(UnaryOperator<@Nullable String> carrier) {
            return List.of(TRACEPARENT, "tracestate");
        }

        @Override
        public @Nullable String get(
                @Nullable UnaryOperator<@Nullable String> carrier, String name) {
            return carrier == null ? null : carrier.apply(name);
        }
    }
}
