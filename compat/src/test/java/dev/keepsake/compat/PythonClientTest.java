package dev.keepsake.compat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The Python client `mem0ai` 2.x, blocking and asynchronous.
final class PythonClientTest {

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
    Stream<DynamicTest> blockingClient() {
        return clients.run("test_memory_client.py", server, Map.of());
    }

    @TestFactory
    Stream<DynamicTest> asynchronousClient() {
        return clients.run("test_async_memory_client.py", server, Map.of());
    }
}
