package dev.keepsake.compat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The command line clients of both registries, driven by the same scripts.
///
/// One of their tests empties the project, so nothing else may use this server meanwhile.
final class CliTest {

    private static NodeClients node;
    private static RunningServer server;
    private static RunningServer agentServer;

    @BeforeAll
    static void start() {
        node = NodeClients.install();
        server = RunningServer.start();
        agentServer = RunningServer.start(Map.of("KEEPSAKE_AGENT_MODE_ENABLED", "true"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop();
        }
        if (agentServer != null) {
            agentServer.stop();
        }
    }

    @TestFactory
    Stream<DynamicTest> npmCommandLine() {
        return run("cli.test.mjs", node.commandLine());
    }

    @TestFactory
    Stream<DynamicTest> pythonCommandLine() {
        return run("cli.test.mjs", PythonClients.install().commandLine());
    }

    @TestFactory
    Stream<DynamicTest> npmAccounts() {
        return run("cli-accounts.test.mjs", node.commandLine());
    }

    @TestFactory
    Stream<DynamicTest> pythonAccounts() {
        return run("cli-accounts.test.mjs", PythonClients.install().commandLine());
    }

    private static Stream<DynamicTest> run(String script, List<String> command) {
        var json =
                command.stream()
                        .map(word -> '"' + word + '"')
                        .collect(Collectors.joining(",", "[", "]"));
        return node.run(
                script,
                server,
                Map.of("COMPAT_CLI", json, "COMPAT_AGENTS_URL", agentServer.baseUrl()));
    }
}
