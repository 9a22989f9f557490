package dev.keepsake.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/// Where clients and their scripts are, and how an installation is done once and then reused.
final class Clients {

    private static final Path MODULE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();

    // What npm and pip print when no registry answers, as opposed to a version that is not there
    private static final Pattern OFFLINE =
            Pattern.compile(
                    "ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT"
                            + "|NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError"
                            + "|ProxyError|Failed to establish a new connection|Network is unreachable"
                            + "|Temporary failure in name resolution");

    private Clients() {}

    static Path scripts(String language) {
        return MODULE.resolve("src/test/clients").resolve(language);
    }

    static Path folder(String name) {
        return MODULE.resolve("target/clients").resolve(name);
    }

    /// A folder of its own for one run, gone with the next clean build.
    static Path emptyFolder(String purpose) {
        try {
            var runs = Files.createDirectories(MODULE.resolve("target/runs"));
            return Files.createTempDirectory(runs, purpose);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs the commands unless the last installation into this folder was for the same list of
    /// packages.
    ///
    /// Aborts the test when the registry cannot be reached; any other failure is a failure.
    static void installOnce(Path folder, Path packages, List<Command> commands) {
        var mark = folder.resolve(".installed");
        try {
            var wanted = Files.readString(packages);
            if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
                return;
            }
            Files.deleteIfExists(mark);
            commands.forEach(Clients::install);
            Files.writeString(mark, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install(Command command) {
        var ending =
                command.run()
                        .orElseThrow(
                                () -> skip(command.words().getFirst() + " is not on the PATH"));
        if (ending.exitCode() == 0) {
            return;
        }
        if (OFFLINE.matcher(ending.output()).find()) {
            throw skip(
                    "the registry cannot be reached: " + command.words() + "\n" + ending.output());
        }
        throw new IllegalStateException(
                "%s ended with %d:%n%s"
                        .formatted(command.words(), ending.exitCode(), ending.output()));
    }

    /// Prints why these clients are not tested, where nobody overlooks it, and skips the class.
    static RuntimeException skip(String reason) {
        System.out.printf("%n######## CLIENTS NOT TESTED: %s%n%n", reason);
        Assumptions.abort(reason);
        throw new AssertionError("abort always throws");
    }
}
