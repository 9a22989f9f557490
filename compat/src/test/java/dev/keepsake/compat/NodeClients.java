package dev.keepsake.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// The clients published on npm: the client library in its current and its previous major version,
/// and the command line, all in one folder.
record NodeClients(Path folder) {

    private static final int OLDEST_NODE = 20;

    static NodeClients install() {
        requireNode();
        var folder = Clients.folder("npm");
        copyScripts(folder);
        var install = new Command(List.of("npm", "ci", "--no-audit", "--no-fund"), folder);
        Clients.installOnce(folder, folder.resolve("package-lock.json"), List.of(install));
        return new NodeClients(folder);
    }

    /// Runs the tests of one script against the server.
    Stream<DynamicTest> run(String script, RunningServer server) {
        return run(script, server, Map.of());
    }

    Stream<DynamicTest> run(String script, RunningServer server, Map<String, String> environment) {
        return new Script(script, server, environment)
                .run(
                        folder,
                        report ->
                                List.of(
                                        "node",
                                        "--test",
                                        "--test-reporter=junit",
                                        "--test-reporter-destination=" + report,
                                        script));
    }

    /// Program and leading arguments of the command line client.
    List<String> commandLine() {
        return List.of("node", folder.resolve("node_modules/@mem0/cli/dist/index.js").toString());
    }

    private static void requireNode() {
        var version =
                new Command(List.of("node", "--version"), Path.of("."))
                        .run()
                        .orElseThrow(() -> Clients.skip("node is not on the PATH"))
                        .output()
                        .strip();
        var major = Integer.parseInt(version.replaceFirst("^v(\\d+).*$", "$1"));
        if (major < OLDEST_NODE) {
            throw Clients.skip("node " + version + " is older than " + OLDEST_NODE);
        }
    }

    // Modules are resolved from where a script lies, so the scripts are put beside the installed
    // packages.
    private static void copyScripts(Path folder) {
        try {
            Files.createDirectories(folder);
            try (var files = Files.list(Clients.scripts("npm"))) {
                for (var file : files.toList()) {
                    Files.copy(
                            file,
                            folder.resolve(file.getFileName()),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
