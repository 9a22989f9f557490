package dev.keepsake.server.http;

import dev.keepsake.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /healthz`: the process lives. `GET /readyz`: it can do its work. Open to everyone.
public final class HealthRoutes implements HttpServer.Area {

    private final Runnable check;

    /// @param check throws a [Failure] when work cannot be done now
    public HealthRoutes(Runnable check) {
        this.check = check;
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
            call.reply(Map.of("status", "ready"));
        } catch (Failure failure) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("status", "not ready");
            body.put("detail", failure.reason());
            call.reply(503, body);
        }
    }
}
