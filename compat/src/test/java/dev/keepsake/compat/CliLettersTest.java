package dev.keepsake.compat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The command line clients of both registries on a server that sends letters and lets everybody
/// in.
final class CliLettersTest {

    private static NodeClients node;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        node = NodeClients.install();
        server =
                RunningServer.start(
                        Map.of(
                                "KEEPSAKE_AUTH_SIGNUP", "open",
                                "KEEPSAKE_AUTH_EMAIL_MODE", "log",
                                "KEEPSAKE_AGENT_MODE_ENABLED", "true"));
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
        return node.run(
                "cli-letters.test.mjs",
                server,
                Map.of("COMPAT_CLI", json, "COMPAT_LOG", server.log().toString()));
    }
}
