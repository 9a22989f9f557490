package dev.keepsake.server.openapi;

import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.HttpServer;
import java.util.List;
import java.util.function.Supplier;

/// Serves the description to everyone: as JSON, as YAML, and as a page that loads nothing from
/// elsewhere.
public final class DescriptionRoutes implements HttpServer.Area {

    private final Supplier<Description> description;
    private final DescriptionPage page = new DescriptionPage();

    /// @param version of the server
    public DescriptionRoutes(String version) {
        this.description = new Once(() -> Description.read(version));
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.open("GET", "/openapi.json", this::json),
                Endpoint.open("GET", "/openapi.yaml", this::yaml),
                Endpoint.open("GET", "/docs", page::show),
                Endpoint.open("GET", "/docs/{file}", page::part));
    }

    private void json(Call call) {
        call.setHeader("Cache-Control", "no-cache");
        call.send("application/json", description.get().json(call.origin().baseUrl()));
    }

    private void yaml(Call call) {
        call.setHeader("Cache-Control", "no-cache");
        call.send("application/yaml", description.get().yaml(call.origin().baseUrl()));
    }

    /// Read when it is first asked for, because few servers are ever asked.
    private static final class Once implements Supplier<Description> {
        private final Supplier<Description> reading;
        private volatile @org.jspecify.annotations.Nullable Description description;

        Once(Supplier<Description> reading) {
            this.reading = reading;
        }

        @Override
        public Description get() {
            var known = description;
            if (known == null) {
                known = reading.get();
                description = known;
            }
            return known;
        }
    }
}
