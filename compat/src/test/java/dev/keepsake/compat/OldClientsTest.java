package dev.keepsake.compat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Earlier generations that are still in use: npm 2.x, Python 1.0 and 0.1, and the shapes they
/// expect, over plain HTTP.
final class OldClientsTest {

    private static NodeClients node;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        node = NodeClients.install();
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop();
        }
    }

    @TestFactory
    Stream<DynamicTest> npmTwo() {
        return node.run("old-client.test.mjs", server);
    }

    @TestFactory
    Stream<DynamicTest> npmTwoPlatform() {
        return node.run("old-platform.test.mjs", server);
    }

    @TestFactory
    Stream<DynamicTest> pythonOnePointZero() {
        return python("1.0", "test_old_client_1_0.py");
    }

    @TestFactory
    Stream<DynamicTest> pythonZeroPointOne() {
        return python("0.1", "test_old_client_0_1.py");
    }

    @TestFactory
    Stream<DynamicTest> plainHttp() {
        return node.run("wire.test.mjs", server);
    }

    private static Stream<DynamicTest> python(String version, String script) {
        var clients = PythonClients.install();
        var older = clients.older(version);
        return clients.run(script, server, Map.of("PYTHONPATH", older.toString()));
    }
}
