package dev.keepsake.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Map;

/// Lets browsers on the allowed origins call (management contract 2). `OPTIONS` is answered
/// everywhere, with a body.
final class Cors {

    private static final String METHODS = "GET, POST, PUT, PATCH, DELETE";

    private final List<String> origins;

    Cors(List<String> origins) {
        this.origins = origins;
    }

    void add(RoutesConfig routes) {
        routes.before(context -> {
            allow(context);
            if (context.method() == HandlerType.OPTIONS) {
                Replies.write(context, 200, Map.of());
                context.skipRemainingHandlers();
            }
        });
    }

    private void allow(Context context) {
        var origin = context.header("Origin");
        if (origin == null || !(origins.contains(origin) || origins.contains("*"))) {
            return;
        }
        context.header("Access-Control-Allow-Origin", origin);
        context.header("Vary", "Origin");
        var requested = context.header("Access-Control-Request-Headers");
        if (requested != null) {
            context.header("Access-Control-Allow-Methods", METHODS);
            context.header("Access-Control-Allow-Headers", requested);
            context.header("Access-Control-Max-Age", "600");
        }
    }
}
