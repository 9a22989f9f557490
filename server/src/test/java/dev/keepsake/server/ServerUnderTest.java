package dev.keepsake.server;

import dev.keepsake.server.account.Founder;
import dev.keepsake.server.account.Passwords;
import dev.keepsake.server.config.Configuration;
import dev.keepsake.server.openapi.DescribedReplies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/// The whole server in this process, on a folder of its own and any free port, with a known key.
/// Every reply is held against the description of the API.
public final class ServerUnderTest implements AutoCloseable {

    public static final String KEY = "m0-0123456789012345678901234567890123456789abc";

    private final Product.Running running;
    private final HttpClient client = HttpClient.newHttpClient();

    private ServerUnderTest(Product.Running running) {
        this.running = running;
    }

    /// @param neighbours who else has an account
    public static ServerUnderTest start(
            Path folder, Map<String, String> settings, Neighbour... neighbours) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KEEPSAKE_DATA", folder.toString());
        environment.put("KEEPSAKE_PORT", "0");
        environment.put("KEEPSAKE_BOOTSTRAP_EMAIL", "dana@example.org");
        environment.put("KEEPSAKE_BOOTSTRAP_PASSWORD", "correct horse battery staple");
        environment.put("KEEPSAKE_BOOTSTRAP_API_KEY", KEY);
        environment.putAll(settings);
        var configuration = Configuration.load(null, environment);
        if (neighbours.length > 0) {
            settle(configuration, neighbours);
        }
        return new ServerUnderTest(new Wiring().start(configuration));
    }

    private static void settle(Configuration configuration, Neighbour... neighbours) {
        var product = new Wiring();
        try (var storage = product.openStorage(configuration)) {
            var keys = product.keys(configuration);
            new Founder(storage.accounts(), keys, new Passwords(), Clock.systemUTC())
                    .foundIfEmpty(configuration.bootstrap());
            for (var neighbour : neighbours) {
                neighbour.settle(storage, keys);
            }
        }
    }

    public URI url() {
        return running.baseUrl();
    }

    /// What the setup page asks for.
    public java.util.Optional<String> setupToken() {
        return running.setupToken();
    }

    /// Sends a request with the key and, when it is not empty, a body.
    public HttpResponse<String> send(String method, String path, String body) {
        return send(method, path, body, Map.of("Authorization", "Token " + KEY));
    }

    public HttpResponse<String> send(
            String method, String path, String body, Map<String, String> headers) {
        var request =
                HttpRequest.newBuilder(URI.create(url() + path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            DescribedReplies.check(
                    method,
                    path,
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
            return response;
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        running.close();
    }
}
