package dev.keepsake.compat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The command line clients of both registries, driven by one script.
///
/// One of its tests empties the project, so nothing else may use this server meanwhile.
final class CliTest {

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
    Stream<DynamicTest> npmCommandLine() {
        return run(node.commandLine());
    }

    @TestFactory
    Stream<DynamicTest> pythonCommandLine() {
        return run(PythonClients.install().commandLine());
    }

    private static Stream<DynamicTest> run(List<String> command) {
        var json =
                command.stream()
                        .map(word -> '"' + word + '"')
                        .collect(Collectors.joining(",", "[", "]"));
        return node.run("cli.test.mjs", server, Map.of("COMPAT_CLI", json));
    }
}
