package dev.keepsake.server.observe;

import dev.keepsake.event.Journal;
import dev.keepsake.model.Bill.Spent;
import dev.keepsake.model.Operation;
import dev.keepsake.server.config.ObserveConfig;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.http.RequestWatcher;
import dev.keepsake.storage.Storage;
import dev.keepsake.trace.Tracer;
import dev.keepsake.webhook.Carrier;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Metrics and traces as far as the operator wants them. What is not wanted is not there: no meter
/// is kept and no connection is made. Safe for many threads.
public final class Observation implements AutoCloseable {

    private final ObserveConfig config;
    private final @Nullable Metrics metrics;
    private final @Nullable Traces traces;
    private final Tracer tracer;

    /// @param version of the server
    public Observation(ObserveConfig config, String version) {
        this.config = config;
        var tracing = config.tracing();
        this.metrics = config.metrics() == null ? null : new Metrics(version);
        this.traces =
                tracing == null
                        ? null
                        : new Traces(tracing.endpoint(), tracing.serviceName(), version);
        var follower = traces == null ? Tracer.NONE : traces;
        this.tracer = metrics == null ? follower : metrics.timing(follower);
    }

    /// What watches the steps of the engine.
    public Tracer tracer() {
        return tracer;
    }

    /// The same carrier, its attempts counted.
    public Carrier counting(Carrier carrier) {
        return metrics == null ? carrier : new CountedCarrier(carrier, metrics);
    }

    /// What a request to somebody else carries, to show in the same trace.
    public Map<String, String> headers() {
        return traces == null ? Map.of() : traces.headers();
    }

    /// Counts what an answer of a language model took.
    public void spent(Operation operation, String provider, String model, Spent spent) {
        if (metrics != null) {
            metrics.spent(operation, provider, model, spent);
        }
    }

    /// Shows whether questions reach a language model.
    ///
    /// @param state 0 for yes, 1 when one may, 2 for no
    public void circuit(String provider, String model, Supplier<Number> state) {
        if (metrics != null) {
            metrics.circuit(provider, model, state);
        }
    }

    /// Shows what lies and waits.
    public void watch(Storage storage, Journal journal, RequestLog requests, InstantSource clock) {
        if (metrics != null) {
            metrics.watch(storage, journal, requests, clock);
        }
    }

    /// Those that watch requests. The trace goes around the others, so that what they log belongs
    /// to it.
    public List<RequestWatcher> watchers(RequestLog requests) {
        List<RequestWatcher> watchers = new ArrayList<>();
        if (traces != null) {
            watchers.add(traces);
        }
        if (metrics != null) {
            watchers.add(metrics);
        }
        watchers.add(RequestWatcher.ofAnswers(requests));
        watchers.add(RequestWatcher.ofAnswers(new RequestLines()));
        return watchers;
    }

    /// What can be asked for over HTTP.
    public List<HttpServer.Area> areas() {
        var shown = config.metrics();
        return metrics == null || shown == null
                ? List.of()
                : List.of(new MetricsRoute(metrics, shown.token()));
    }

    @Override
    public void close() {
        if (traces != null) {
            traces.close();
        }
        if (metrics != null) {
            metrics.close();
        }
    }
}
