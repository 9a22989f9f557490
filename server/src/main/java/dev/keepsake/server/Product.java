package dev.keepsake.server;

import dev.keepsake.account.Keys;
import dev.keepsake.failure.Failure;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.TextAnalyzer;
import dev.keepsake.server.account.Founder.Founded;
import dev.keepsake.server.config.Configuration;
import dev.keepsake.storage.Storage;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What the commands need of the assembled product. `Wiring` is the real one; the tests of the
/// commands bring their own.
public interface Product {

    /// The version of the jar; classes run from a build folder have none.
    static String version() {
        return Optional.ofNullable(Product.class.getPackage().getImplementationVersion())
                .orElse("(unpackaged)");
    }

    /// Opens what is kept in the data folder, creating it where it is absent, and nothing else.
    ///
    /// @throws Failure.Busy when another process has it open
    /// @throws Failure.StorageFailed when it cannot be read
    Storage openStorage(Configuration configuration);

    /// Opens what is kept in the data folder beside whoever uses it; nothing can be written.
    ///
    /// @throws Failure.StorageFailed when it cannot be read
    Storage openForReading(Configuration configuration);

    /// What keyword search rests on.
    TextAnalyzer analyzer();

    /// Keys with the pepper of this installation, which is made and kept on first use unless given.
    Keys keys(Configuration configuration);

    /// Opens the embedding model alone.
    ///
    /// @throws Failure.ModelFailed when it cannot be loaded
    Embedder openEmbedder(Configuration configuration);

    /// Starts everything; founds the installation when it is empty. Requests are answered on
    /// return.
    ///
    /// @throws Failure.Busy when the port is taken, or another process has the data folder open
    /// @throws Failure.Conflict when the index was made with another embedding model
    Running start(Configuration configuration);

    /// Builds the search index anew, from the truth, for the configured embedding model.
    ///
    /// @throws Failure.Busy when another process has the data folder open
    Reindexed reindex(Configuration configuration);

    /// A server that answers requests.
    interface Running extends AutoCloseable {

        /// Where, with the port that was really taken; without a slash at the end.
        URI baseUrl();

        /// What this start created; empty from the second start on.
        Optional<Founded> founded();

        /// What the setup page asks for; empty once there is an account.
        Optional<String> setupToken();

        /// Lets requests and work in hand finish, then stops. Twice is fine.
        @Override
        void close();
    }

    /// @param memories in the new index
    /// @param embedded of these, how many needed new vectors because the model changed
    record Reindexed(long memories, long embedded, Duration took) {}
}
