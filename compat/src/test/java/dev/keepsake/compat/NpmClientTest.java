package dev.keepsake.compat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The npm client `mem0ai` 3.x.
final class NpmClientTest {

    private static NodeClients clients;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        clients = NodeClients.install();
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop();
        }
    }

    @TestFactory
    Stream<DynamicTest> client() {
        return clients.run("client.test.mjs", server);
    }

    @TestFactory
    Stream<DynamicTest> platform() {
        return clients.run("platform.test.mjs", server);
    }
}
