package dev.keepsake.server.observe;

import dev.keepsake.event.Journal;
import dev.keepsake.failure.Failure;
import dev.keepsake.model.Bill.Spent;
import dev.keepsake.model.Operation;
import dev.keepsake.server.http.Answered;
import dev.keepsake.server.http.RequestWatcher;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.Storage;
import dev.keepsake.trace.Step;
import dev.keepsake.trace.Tracer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Counts and times what the server does, for Prometheus. Labels come from fixed sets (route
/// templates, methods, statuses): nothing that a user names becomes one, so the number of series is
/// bounded and no series tells of a user. Safe for many threads.
public final class Metrics implements RequestWatcher, AutoCloseable {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final AtomicInteger active = new AtomicInteger();

    /// @param version of the server
    public Metrics(String version) {
        Gauge.builder("keepsake.build.info", () -> 1)
                .description("Always 1; the labels tell what runs")
                .tag("version", version)
                .tag("java", Runtime.version().toString())
                .register(registry);
        Gauge.builder("keepsake.http.requests.active", active, AtomicInteger::get)
                .description("Requests under way")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /// Shows what lies and waits in the storage.
    public void watch(Storage storage, Journal journal, RequestLog requests, InstantSource clock) {
        gauge("keepsake.memories", "Memories stored", () -> storage.index().size());
        gauge(
                "keepsake.queue.backlog",
                "Adds taken on and not finished",
                () -> storage.work().backlog());
        gauge(
                "keepsake.queue.oldest.seconds",
                "Age of the oldest unfinished add",
                () -> storage.work().oldest().map(at -> age(at, clock)).orElse(0.0));
        gauge(
                "keepsake.index.lag",
                "Changes that the search index has not followed yet",
                () -> lag(storage, storage.index().applied()));
        gauge(
                "keepsake.graph.lag",
                "Changes that the graph has not followed yet",
                () -> lag(storage, storage.graph().mark()));
        gauge(
                "keepsake.journal.backlog",
                "Events of reads that wait to be written",
                journal::backlog);
        FunctionCounter.builder("keepsake.request.log.dropped", requests, RequestLog::dropped)
                .description("Requests that were not noted in the request log")
                .register(registry);
    }

    private static double age(Instant at, InstantSource clock) {
        return Math.max(0, Duration.between(at, clock.instant()).toMillis() / 1000.0);
    }

    private static long lag(Storage storage, Mark applied) {
        return Math.max(0, storage.memories().head().value() - applied.value());
    }

    /// Not a number while the storage does not answer.
    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, () -> valueOrNaN(value)).description(description).register(registry);
    }

    private static Number valueOrNaN(Supplier<Number> value) {
        try {
            return value.get();
        } catch (Failure.StorageFailed _) {
            return Double.NaN;
        }
    }

    @Override
    public Answered watch(String method, UnaryOperator<@Nullable String> headers, Request request)
            throws IOException, ServletException {
        active.incrementAndGet();
        try {
            var answered = request.answer();
            record(answered);
            return answered;
        } finally {
            active.decrementAndGet();
        }
    }

    private void record(Answered answered) {
        var endpoint = answered.endpoint();
        Timer.builder("keepsake.http.request.duration")
                .description("From the first byte of a request to its reply")
                .serviceLevelObjectives(BUCKETS)
                .tag("method", answered.method())
                .tag("route", endpoint == null ? "(no route)" : endpoint.path())
                .tag("status", String.valueOf(answered.status()))
                .register(registry)
                .record(answered.latency());
    }

    /// Times every step on its way to another tracer.
    public Tracer timing(Tracer other) {
        return new TimedSteps(other, this::took);
    }

    private void took(Step step, Duration time, boolean well) {
        Timer.builder(name(step))
                .description(description(step))
                .serviceLevelObjectives(BUCKETS)
                .tag("outcome", well ? "ok" : "failed")
                .register(registry)
                .record(time);
    }

    private static String name(Step step) {
        return switch (step) {
            case EMBED -> "keepsake.embedding.duration";
            case ASK_MODEL -> "keepsake.llm.call.duration";
            case GATHER -> "keepsake.search.gather.duration";
            case APPLY -> "keepsake.storage.apply.duration";
            case ADD -> "keepsake.ingest.duration";
            case DREAM -> "keepsake.synthesis.duration";
        };
    }

    private static String description(Step step) {
        return switch (step) {
            case EMBED -> "Calls of the embedding model";
            case ASK_MODEL -> "Calls of the language model";
            case GATHER -> "Looking for candidates in the search index";
            case APPLY -> "Writing changes to disk";
            case ADD -> "Adds, from their turn in the queue to their end";
            case DREAM -> "Runs of synthesis, from their turn in the queue to their end";
        };
    }

    /// Counts what an answer of a language model took, as its provider counts. Providers and models
    /// come from the settings, so there are few.
    public void spent(Operation operation, String provider, String model, Spent spent) {
        var labels =
                Tags.of(
                        "operation", operation.name().toLowerCase(Locale.ROOT),
                        "provider", provider,
                        "model", model);
        tokens("input", labels).increment(spent.inputTokens());
        tokens("output", labels).increment(spent.outputTokens());
        if (spent.cost() != null) {
            Counter.builder("keepsake.llm.cost")
                    .description("Cost of the language model, by the configured prices")
                    .tags(labels)
                    .register(registry)
                    .increment(spent.cost().doubleValue());
        }
    }

    private Counter tokens(String direction, Tags labels) {
        return Counter.builder("keepsake.llm.tokens")
                .description("Tokens of the language model, as its provider counts them")
                .tags(labels)
                .tag("direction", direction)
                .register(registry);
    }

    /// Shows whether a language model is left alone because it does not work.
    public void circuit(String provider, String model, Supplier<Number> state) {
        Gauge.builder("keepsake.llm.circuit", state)
                .description("Whether questions reach the language model: 0 yes, 1 one may, 2 no")
                .tag("provider", provider)
                .tag("model", model)
                .register(registry);
    }

    /// Counts an attempt to deliver a webhook.
    void webhookAttempt(String outcome) {
        Counter.builder("keepsake.webhook.attempts")
                .description("Attempts to deliver a webhook")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    /// Everything, in the text format of Prometheus.
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
