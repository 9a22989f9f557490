package dev.keepsake.server.console;

import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.HttpServer;
import java.util.List;

/// Routes that take a key, again for the dashboard: the same address under `/console/api`, the same
/// operation, with a session. A session has no project of its own, so requests name theirs.
public final class Mirror implements HttpServer.Area {

    private final List<? extends HttpServer.Area> areas;

    public Mirror(List<? extends HttpServer.Area> areas) {
        this.areas = List.copyOf(areas);
    }

    @Override
    public List<Endpoint> endpoints() {
        return areas.stream()
                .flatMap(area -> area.endpoints().stream())
                .filter(each -> each.credential() == Endpoint.CredentialKind.KEY)
                .map(each -> each.forSession(Console.ROOT + each.path()))
                .toList();
    }
}
