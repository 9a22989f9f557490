package dev.keepsake.server.cli;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.server.Product;
import dev.keepsake.server.config.Configuration;
import dev.keepsake.storage.SearchIndex.Fingerprint;
import dev.keepsake.storage.Storage;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Looks at everything that a start needs, one line each, and changes nothing. That the
/// configuration is sound is known before: a wrong one stops every command.
final class Doctor {

    private static final long LITTLE_SPACE = 1L << 30;

    private final Product product;
    private final PrintStream out;
    private boolean sound = true;

    Doctor(Product product, PrintStream out) {
        this.product = product;
        this.out = out;
    }

    int run(Configuration configuration) {
        java();
        port(configuration);
        var model = embedder(configuration);
        folder(configuration, model);
        var llm = configuration.llm();
        good(
                llm == null
                        ? "no language model: memories are extracted by rules"
                        : "language model "
                                + llm.model()
                                + " of "
                                + llm.provider().name().toLowerCase(Locale.ROOT)
                                + (llm.baseUrl() == null ? "" : " at " + llm.baseUrl())
                                + " (not called)");
        return sound ? CommandLine.DONE : CommandLine.FAILED;
    }

    private void java() {
        var version = Runtime.version().toString();
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            good("Java " + version + " with the vector module");
        } else {
            bad("Java " + version + " without the vector module: start through ./keepsake");
        }
    }

    private void port(Configuration configuration) {
        var http = configuration.http();
        try (var socket = new ServerSocket(http.port(), 1, InetAddress.getByName(http.host()))) {
            good("port " + socket.getLocalPort() + " of " + http.host() + " is free");
        } catch (IOException e) {
            bad("port %d of %s: %s".formatted(http.port(), http.host(), e.getMessage()));
        }
    }

    private void folder(Configuration configuration, @Nullable EmbeddingModel model) {
        var folder = configuration.storage().folder();
        if (!Files.exists(folder)) {
            good("data folder " + folder + " does not exist yet; the first start creates it");
            return;
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            bad("data folder " + folder + " is not a folder that can be written");
            return;
        }
        space(configuration);
        try (var storage = product.openStorage(configuration)) {
            storage.check();
            good("storage in " + folder + " opens and answers");
            good(
                    storage.accounts().isEmpty()
                            ? "no account yet; " + whoCreatesOne(configuration)
                            : "set up: an account exists");
            index(storage, model);
        } catch (Failure failure) {
            bad("storage in " + folder + ": " + failure.reason());
        }
    }

    private static String whoCreatesOne(Configuration configuration) {
        return configuration.bootstrap().auto()
                ? "the first start creates one"
                : "the setup page or 'keepsake bootstrap' creates one";
    }

    private void space(Configuration configuration) {
        var folder = configuration.storage().folder();
        try {
            var free = Files.getFileStore(folder).getUsableSpace();
            var text = "%.1f GiB free for %s".formatted(free / (double) (1L << 30), folder);
            if (free < LITTLE_SPACE) {
                bad(text);
            } else {
                good(text);
            }
        } catch (IOException e) {
            bad("free space of " + folder + ": " + e.getMessage());
        }
    }

    private void index(Storage storage, @Nullable EmbeddingModel model) {
        var made = storage.index().fingerprint().map(Fingerprint::modelId).orElse(null);
        if (made == null || model == null || made.equals(model.id())) {
            good("search index with " + storage.index().size() + " memories");
        } else {
            bad(
                    "the search index was made with %s, the configured model is %s: run 'keepsake reindex'"
                            .formatted(made, model.id()));
        }
    }

    /// An embedder may keep files of its own in the data folder; where there is none yet, it gets
    /// another.
    private @Nullable EmbeddingModel embedder(Configuration configuration) {
        if (Files.exists(configuration.storage().folder())) {
            return embedderIn(configuration);
        }
        try (var folder = TemporaryFolder.create()) {
            return embedderIn(configuration.in(folder.path()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private @Nullable EmbeddingModel embedderIn(Configuration configuration) {
        try (var embedder = product.openEmbedder(configuration)) {
            embedder.embedQuery("Does this work?");
            var model = embedder.model();
            good(
                    "embedding model %s answers (%d dimensions)"
                            .formatted(model.id(), model.dimensions()));
            return model;
        } catch (Failure failure) {
            bad("embedding model: " + failure.reason());
            return null;
        }
    }

    private void good(String text) {
        out.println("ok    " + text);
    }

    private void bad(String text) {
        sound = false;
        out.println("FAIL  " + text);
    }
}
