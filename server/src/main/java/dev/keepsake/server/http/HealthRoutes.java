package dev.keepsake.server.http;

import dev.keepsake.failure.Failure;
import io.javalin.config.RoutesConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /healthz`: the process lives. `GET /readyz`: it can do its work. Open to everyone.
public final class HealthRoutes implements HttpServer.Routes {

    private final Runnable check;

    /// @param check throws a [Failure] when work cannot be done now
    public HealthRoutes(Runnable check) {
        this.check = check;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/healthz", context -> Exchange.write(context, 200, Map.of("status", "ok")));
        routes.get(
                "/readyz",
                context -> {
                    try {
                        check.run();
                        Exchange.write(context, 200, Map.of("status", "ready"));
                    } catch (Failure failure) {
                        Map<String, @Nullable Object> body = new LinkedHashMap<>();
                        body.put("status", "not ready");
                        body.put("detail", failure.reason());
                        Exchange.write(context, 503, body);
                    }
                });
    }
}
