package dev.keepsake.server.observe;

import dev.keepsake.server.config.Secret;
import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.http.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /metrics`, for Prometheus.
public final class MetricsRoute implements HttpServer.Area {

    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;
    private final @Nullable Secret token;

    /// @param token that the scraper must show; null to show everybody
    public MetricsRoute(Metrics metrics, @Nullable Secret token) {
        this.metrics = metrics;
        this.token = token;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.open("GET", "/metrics", this::scrape));
    }

    private void scrape(Call call) {
        if (token != null && !isShown(call.header("Authorization"), token.value())) {
            call.setHeader("WWW-Authenticate", "Bearer");
            throw new Refusal(401, Map.of("detail", "Metrics need their token."));
        }
        call.send(TEXT_FORMAT, metrics.scrape().getBytes(StandardCharsets.UTF_8));
    }

    /// Takes the same time for every wrong token.
    private static boolean isShown(@Nullable String authorization, String token) {
        return authorization != null
                && MessageDigest.isEqual(
                        authorization.getBytes(StandardCharsets.UTF_8),
                        ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }
}
