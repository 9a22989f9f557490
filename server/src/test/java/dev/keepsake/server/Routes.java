package dev.keepsake.server;

import dev.keepsake.server.config.Configuration;
import dev.keepsake.server.http.Endpoint;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Everything that the server serves when all that is optional is on, without serving it.
public final class Routes {

    private Routes() {}

    /// @param folder an empty one, for the data of the parts behind the routes
    public static List<Endpoint> all(Path folder) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KEEPSAKE_DATA", folder.toString());
        environment.put("KEEPSAKE_METRICS_ENABLED", "true");
        try (var parts = new Wiring.Parts()) {
            return new Wiring()
                    .assemble(Configuration.load(null, environment), parts).areas().stream()
                            .flatMap(area -> area.endpoints().stream())
                            .toList();
        }
    }
}
