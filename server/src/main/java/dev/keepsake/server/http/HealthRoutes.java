package dev.keepsake.server.http;

import dev.keepsake.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /healthz`: the process lives. `GET /readyz`: it can do its work. Open to everyone.
public final class HealthRoutes implements HttpServer.Area {

    private final Runnable check;
    private final Supplier<Map<String, @Nullable Object>> details;

    /// @param check throws a [Failure] when work cannot be done now
    /// @param details of parts without which most work can be done all the same
    public HealthRoutes(Runnable check, Supplier<Map<String, @Nullable Object>> details) {
        this.check = check;
        this.details = details;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.open("GET", "/healthz", call -> call.reply(Map.of("status", "ok"))),
                Endpoint.open("GET", "/readyz", this::ready));
    }

    private void ready(Call call) {
        try {
            check.run();
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("status", "ready");
            body.putAll(details.get());
            call.reply(body);
        } catch (Failure failure) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("status", "not ready");
            body.put("detail", failure.reason());
            call.reply(503, body);
        }
    }
}
