package dev.keepsake.compat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every action of the hosted platform, as `docs/compatibility.md` lists them, on a server of its
/// own because some of them delete what they find.
final class PlatformActionsTest {

    private static PythonClients clients;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        clients = PythonClients.install();
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop();
        }
    }

    @TestFactory
    Stream<DynamicTest> actions() {
        return clients.run("test_platform_actions.py", server, Map.of());
    }
}
