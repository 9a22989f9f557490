package dev.keepsake.server.cli;

import dev.keepsake.server.Product;
import dev.keepsake.server.config.Configuration;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One short life of the server on a temporary folder: start, one request of each common kind,
/// stop. Run with `-XX:AOTCacheOutput`, it leaves a cache from which later starts take their
/// classes. It fails when any request does, so a cache never comes from a broken build.
final class Rehearsal {

    /// Enough for the cache to learn which methods are hot: with 20 the first thousands of searches
    /// of a fresh server took a quarter longer.
    private static final int ROUNDS = 200;

    private final Product product;
    private final PrintStream out;
    private final JsonMapper json = JsonMapper.shared();

    Rehearsal(Product product, PrintStream out) {
        this.product = product;
        this.out = out;
    }

    int run() {
        try (var folder = TemporaryFolder.create()) {
            play(folder.path());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return CommandLine.DONE;
    }

    private void play(Path folder) throws IOException {
        var configuration =
                Configuration.load(
                        null, Map.of("KEEPSAKE_DATA", folder.toString(), "KEEPSAKE_PORT", "0"));
        try (var running = product.start(configuration)) {
            var key = running.founded().orElseThrow().key().value();
            var client = new Client(running.baseUrl(), key);
            for (int round = 0; round < ROUNDS; round++) {
                play(client, "user-" + round % 3, round);
            }
        }
        out.println("rehearsed");
    }

    private void play(Client client, String user, int round) throws IOException {
        client.send("GET", "/v1/ping/", "");
        var added =
                client.send(
                        "POST",
                        "/v3/memories/add/",
                        """
                        {"messages": [{"role": "user", "content": "On trip %d I drank green tea in Kyoto."},
                                      {"role": "assistant", "content": "Kyoto has 1600 temples."}],
                         "user_id": "%s", "infer": false, "metadata": {"round": %d}}
                        """
                                .formatted(round, user, round));
        var id = added.path("results").path(0).path("id").asString();
        var filters = "\"filters\": {\"user_id\": \"" + user + "\"}";
        client.send(
                "POST",
                "/v3/memories/search/",
                "{\"query\": \"Which tea do I like?\", " + filters + "}");
        client.send("POST", "/v3/memories/", "{" + filters + "}");
        client.send("GET", "/v1/memories/" + id + "/", "");
        client.send("PUT", "/v1/memories/" + id + "/", "{\"text\": \"I drank tea in Nara.\"}");
        client.send("GET", "/v1/memories/" + id + "/history/", "");
        client.send("DELETE", "/v1/memories/" + id + "/", "");
    }

    /// The JDK's old HTTP client: the new one would put its many classes into the cache.
    private final class Client {

        private final URI baseUrl;
        private final String key;

        Client(URI baseUrl, String key) {
            this.baseUrl = baseUrl;
            this.key = key;
        }

        JsonNode send(String method, String path, String body) throws IOException {
            var connection =
                    (HttpURLConnection) URI.create(baseUrl + path).toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setRequestProperty("Authorization", "Token " + key);
            connection.setRequestProperty("Content-Type", "application/json");
            if (!body.isEmpty()) {
                connection.setDoOutput(true);
                connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            }
            if (connection.getResponseCode() != 200) {
                throw new IOException(
                        method + " " + path + ": status " + connection.getResponseCode());
            }
            try (var reply = connection.getInputStream()) {
                return json.readTree(reply.readAllBytes());
            }
        }
    }
}
