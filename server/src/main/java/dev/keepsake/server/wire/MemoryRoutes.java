package dev.keepsake.server.wire;

import dev.keepsake.server.http.Door;
import dev.keepsake.server.http.HttpServer;
import io.javalin.config.RoutesConfig;

/// Every route of the memory API. Slashes at the end are optional everywhere; fixed words come
/// before placeholders.
public final class MemoryRoutes implements HttpServer.Routes {

    private final Door door;
    private final Ping ping;
    private final Adding adding;
    private final Searching searching;
    private final Listing listing;
    private final Changing changing;
    private final EventFeed events;

    public MemoryRoutes(
            Door door,
            Ping ping,
            Adding adding,
            Searching searching,
            Listing listing,
            Changing changing,
            EventFeed events) {
        this.door = door;
        this.ping = ping;
        this.adding = adding;
        this.searching = searching;
        this.listing = listing;
        this.changing = changing;
        this.events = events;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/v1/ping", door.openWithoutForbidding(ping::answer));

        routes.post("/v3/memories/add", door.open(adding::v3));
        routes.post("/v3/memories/search", door.open(searching::v3));
        routes.post("/v3/memories", door.open(listing::v3));

        routes.post("/v2/memories/search", door.open(searching::v2));
        routes.post("/v2/memories", door.open(listing::v2));

        routes.post("/v1/memories/search", door.open(searching::v1));
        routes.get("/v1/memories/events", door.open(listing::revisions));
        routes.post("/v1/memories", door.open(adding::v1));
        routes.get("/v1/memories", door.open(listing::v1));
        routes.delete("/v1/memories", door.open(changing::deleteMatching));
        routes.get("/v1/memories/{id}", door.open(listing::one));
        routes.put("/v1/memories/{id}", door.open(changing::update));
        routes.delete("/v1/memories/{id}", door.open(changing::delete));
        routes.get("/v1/memories/{first}/{second}", door.open(listing::twoSegments));
        routes.put("/v1/batch", door.open(changing::updateBatch));
        routes.delete("/v1/batch", door.open(changing::deleteBatch));

        routes.get("/v1/events", door.open(events::list));
        routes.get("/v1/event/{id}", door.open(events::one));
        routes.get("/v1/events/{id}", door.open(events::one));
        routes.get("/v1/stats", door.open(listing::statistics));
    }
}
