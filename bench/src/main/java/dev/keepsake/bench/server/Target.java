package dev.keepsake.bench.server;

import dev.keepsake.bench.BadUsage;
import dev.keepsake.bench.Options;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The server that is measured: one of its own over an empty temporary folder, or one that already
/// runs. Closing stops what was started.
public final class Target implements AutoCloseable {

    /// The options that choose which program is started.
    public static final Set<String> PROGRAM_OPTIONS = Set.of("--server-lib", "--jvm-arg");

    /// All options that choose the server.
    public static final Set<String> OPTIONS = Set.of("--url", "--key", "--server-lib", "--jvm-arg");

    private final MemoryApi api;
    private final @Nullable RunningServer server;
    private final @Nullable TemporaryFolder folder;

    private Target(
            MemoryApi api, @Nullable RunningServer server, @Nullable TemporaryFolder folder) {
        this.api = api;
        this.server = server;
        this.folder = folder;
    }

    /// @throws BadUsage when the options name no server
    public static Target open(Options options) throws InterruptedException {
        var url = options.find("--url");
        var key = options.find("--key");
        if (url.isPresent() != key.isPresent()) {
            throw new BadUsage("--url and --key go together");
        }
        if (url.isPresent()) {
            var base = URI.create(url.get().replaceAll("/+$", ""));
            return new Target(new MemoryApi(base, key.orElseThrow()), null, null);
        }
        var program = program(options);
        var folder = new TemporaryFolder();
        var server = RunningServer.start(program, folder.path());
        return new Target(server.api(), server, folder);
    }

    /// The program to start: that of `--server-lib`, else the launcher this bench came from.
    ///
    /// @throws BadUsage when there is none
    public static ServerProgram program(Options options) {
        List<String> jvmArguments = options.all("--jvm-arg");
        var jars = options.path("--server-lib");
        if (jars.isPresent()) {
            if (!jars.get().toFile().isDirectory()) {
                throw new BadUsage("--server-lib: there is no folder " + jars.get());
            }
            return ServerProgram.jars(jars.get().toAbsolutePath(), jvmArguments);
        }
        var home = System.getProperty("keepsake.home");
        if (home == null) {
            throw new BadUsage("which server? Run ./keepsake bench, or give --server-lib or --url");
        }
        return ServerProgram.launcher(Path.of(home), jvmArguments);
    }

    public MemoryApi api() {
        return api;
    }

    /// Of the server; empty where it cannot be known.
    public Optional<Memory> memory() {
        return server == null ? Optional.empty() : server.memory();
    }

    @Override
    public void close() throws InterruptedException {
        if (server == null) {
            api.close();
        } else {
            server.stop();
        }
        if (folder != null) {
            folder.close();
        }
    }
}
