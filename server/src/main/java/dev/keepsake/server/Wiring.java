package dev.keepsake.server;

import dev.keepsake.account.Keys;
import dev.keepsake.model.Embedder;
import dev.keepsake.server.config.Configuration;
import dev.keepsake.storage.Storage;

/// Puts the parts together.
final class Wiring implements Product {

    @Override
    public Storage openStorage(Configuration configuration) {
        throw new UnsupportedOperationException("not wired yet");
    }

    @Override
    public Keys keys(Configuration configuration) {
        throw new UnsupportedOperationException("not wired yet");
    }

    @Override
    public Embedder openEmbedder(Configuration configuration) {
        throw new UnsupportedOperationException("not wired yet");
    }

    @Override
    public Running start(Configuration configuration) {
        throw new UnsupportedOperationException("not wired yet");
    }

    @Override
    public Reindexed reindex(Configuration configuration) {
        throw new UnsupportedOperationException("not wired yet");
    }
}
