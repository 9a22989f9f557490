package dev.keepsake.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// The clients published on PyPI, in a virtual environment of their own.
record PythonClients(Path environment) {

    static PythonClients install() {
        return install("python");
    }

    /// Installs what the `requirements.txt` of one folder of scripts lists.
    static PythonClients install(String scripts) {
        var folder = Clients.folder(scripts);
        var environment = folder.resolve("environment");
        var requirements = Clients.scripts(scripts).resolve("requirements.txt");
        create(folder);
        Clients.installOnce(
                folder,
                requirements,
                List.of(
                        new Command(
                                List.of(python(), "-m", "venv", "--clear", environment.toString()),
                                folder),
                        pip(environment, folder, "-r", requirements.toString())));
        return new PythonClients(environment);
    }

    /// Installs an older release of the client library beside the current one, whose dependencies
    /// serve it too.
    ///
    /// @return the folder to put in front of the path, see [#run(String,RunningServer,Map)]
    Path older(String version) {
        var name = "requirements-" + version + ".txt";
        var folder = Clients.folder("python-" + version);
        create(folder);
        Clients.installOnce(
                folder,
                Clients.scripts("python").resolve(name),
                List.of(
                        pip(
                                environment,
                                folder,
                                "--no-deps",
                                "--upgrade",
                                "--target",
                                folder.toString(),
                                "-r",
                                requirements(name))));
        return folder;
    }

    /// Runs the tests of one script against the server.
    Stream<DynamicTest> run(String script, RunningServer server, Map<String, String> variables) {
        return new Script(script, server, variables)
                .run(
                        Clients.scripts("python"),
                        report ->
                                List.of(
                                        environment.resolve("bin/python").toString(),
                                        "-B",
                                        "-m",
                                        "pytest",
                                        "-q",
                                        "-p",
                                        "no:cacheprovider",
                                        "--rootdir=.",
                                        "--junitxml=" + report,
                                        script));
    }

    /// Program and leading arguments of the command line client.
    List<String> commandLine() {
        return List.of(program("mem0"));
    }

    /// A program that one of the packages brought along.
    String program(String name) {
        return environment.resolve("bin").resolve(name).toString();
    }

    private static Command pip(Path environment, Path folder, String... arguments) {
        var python = environment.resolve("bin/python").toString();
        var install =
                List.of(python, "-m", "pip", "install", "--disable-pip-version-check", "--quiet");
        return new Command(Stream.concat(install.stream(), Stream.of(arguments)).toList(), folder);
    }

    private static String requirements(String name) {
        return Clients.scripts("python").resolve(name).toString();
    }

    private static String python() {
        return Stream.of(
                        "python3",
                        "python3.14",
                        "python3.13",
                        "python3.12",
                        "python3.11",
                        "python3.10",
                        "python")
                .filter(PythonClients::isRecent)
                .findFirst()
                .orElseThrow(() -> Clients.skip("no python from 3.10 up is on the PATH"));
    }

    private static boolean isRecent(String program) {
        var question = "import sys; sys.exit(0 if sys.version_info >= (3, 10) else 1)";
        return new Command(List.of(program, "-c", question), Path.of("."))
                .run()
                .map(ending -> ending.exitCode() == 0)
                .orElse(false);
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
