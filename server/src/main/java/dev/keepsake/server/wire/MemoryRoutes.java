package dev.keepsake.server.wire;

import static dev.keepsake.account.Permission.READ_DATA;
import static dev.keepsake.account.Permission.WRITE_DATA;

import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.HttpServer;
import java.util.List;

/// Every route of the memory API. Slashes at the end are optional everywhere; fixed words come
/// before placeholders.
public final class MemoryRoutes implements HttpServer.Area {

    private final Ping ping;
    private final Adding adding;
    private final Searching searching;
    private final Listing listing;
    private final Changing changing;
    private final EventFeed events;

    public MemoryRoutes(
            Ping ping,
            Adding adding,
            Searching searching,
            Listing listing,
            Changing changing,
            EventFeed events) {
        this.ping = ping;
        this.adding = adding;
        this.searching = searching;
        this.listing = listing;
        this.changing = changing;
        this.events = events;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.inProject("GET", "/v1/ping", READ_DATA, ping::answer)
                        .refusing(Endpoint.ErrorStyle.NEVER_FORBIDDEN),
                Endpoint.inProject("POST", "/v3/memories/add", WRITE_DATA, adding::v3),
                Endpoint.inProject("POST", "/v3/memories/search", READ_DATA, searching::v3),
                Endpoint.inProject("POST", "/v3/memories", READ_DATA, listing::v3),
                Endpoint.inProject("POST", "/v2/memories/search", READ_DATA, searching::v2),
                Endpoint.inProject("POST", "/v2/memories", READ_DATA, listing::v2),
                Endpoint.inProject("POST", "/v1/memories/search", READ_DATA, searching::v1),
                Endpoint.inProject("GET", "/v1/memories/events", READ_DATA, listing::revisions),
                Endpoint.inProject("POST", "/v1/memories", WRITE_DATA, adding::v1),
                Endpoint.inProject("GET", "/v1/memories", READ_DATA, listing::v1),
                Endpoint.inProject("DELETE", "/v1/memories", WRITE_DATA, changing::deleteMatching),
                Endpoint.inProject("GET", "/v1/memories/{memory_id}", READ_DATA, listing::one),
                Endpoint.inProject("PUT", "/v1/memories/{memory_id}", WRITE_DATA, changing::update),
                Endpoint.inProject(
                        "DELETE", "/v1/memories/{memory_id}", WRITE_DATA, changing::delete),
                Endpoint.inProject(
                        "GET", "/v1/memories/{memory_id}/history", READ_DATA, listing::history),
                Endpoint.inProject(
                        "GET",
                        "/v1/memories/{entity_type}/{entity_id}",
                        READ_DATA,
                        listing::ofEntity),
                Endpoint.inProject("PUT", "/v1/batch", WRITE_DATA, changing::updateBatch),
                Endpoint.inProject("DELETE", "/v1/batch", WRITE_DATA, changing::deleteBatch),
                Endpoint.inProject("GET", "/v1/events", READ_DATA, events::list),
                Endpoint.inProject("GET", "/v1/event/{event_id}", READ_DATA, events::one),
                Endpoint.inProject("GET", "/v1/events/{event_id}", READ_DATA, events::one),
                Endpoint.inProject("GET", "/v1/stats", READ_DATA, listing::statistics));
    }
}
