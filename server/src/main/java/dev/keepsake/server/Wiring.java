package dev.keepsake.server;

import dev.keepsake.account.Callers;
import dev.keepsake.account.Keys;
import dev.keepsake.edit.Editor;
import dev.keepsake.event.Journal;
import dev.keepsake.failure.Failure;
import dev.keepsake.ingest.Extractor;
import dev.keepsake.ingest.IngestWorker;
import dev.keepsake.ingest.Intake;
import dev.keepsake.ingest.RulesExtractor;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.Encoder;
import dev.keepsake.model.TextAnalyzer;
import dev.keepsake.models.chat.ChatEndpoint;
import dev.keepsake.models.chat.OpenAiChatModel;
import dev.keepsake.models.embedding.OnnxEmbedder;
import dev.keepsake.models.embedding.OnnxModel;
import dev.keepsake.models.embedding.OpenAiEmbedder;
import dev.keepsake.models.extract.LlmExtractor;
import dev.keepsake.models.extract.OnLlmFailure;
import dev.keepsake.models.text.LuceneAnalyzer;
import dev.keepsake.search.IndexRebuild;
import dev.keepsake.search.Indexer;
import dev.keepsake.search.Reader;
import dev.keepsake.search.Searcher;
import dev.keepsake.server.account.Founder;
import dev.keepsake.server.account.Founder.Founded;
import dev.keepsake.server.account.Passwords;
import dev.keepsake.server.config.Configuration;
import dev.keepsake.server.config.EmbeddingConfig;
import dev.keepsake.server.config.IngestConfig;
import dev.keepsake.server.config.LlmConfig;
import dev.keepsake.server.config.Secret;
import dev.keepsake.server.http.Door;
import dev.keepsake.server.http.HealthRoutes;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.wire.Adding;
import dev.keepsake.server.wire.Changing;
import dev.keepsake.server.wire.EventFeed;
import dev.keepsake.server.wire.Listing;
import dev.keepsake.server.wire.MemoryRoutes;
import dev.keepsake.server.wire.Ping;
import dev.keepsake.server.wire.Searching;
import dev.keepsake.storage.Row;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.embedded.EmbeddedStorage;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts the parts together, readable top to bottom. Parts are closed in the reverse order of their
/// making.
final class Wiring implements Product {

    private static final Duration REMOTE_EMBEDDING_TIMEOUT = Duration.ofSeconds(30);

    private final Clock clock = Clock.systemUTC();

    @Override
    public Storage openStorage(Configuration configuration) {
        return EmbeddedStorage.open(configuration.storage().folder(), clock);
    }

    @Override
    public Storage openForReading(Configuration configuration) {
        return EmbeddedStorage.openForReading(configuration.storage().folder(), clock);
    }

    @Override
    public Keys keys(Configuration configuration) {
        return new Keys(Pepper.of(configuration));
    }

    @Override
    public Embedder openEmbedder(Configuration configuration) {
        return switch (configuration.embedding()) {
            case EmbeddingConfig.InProcess local -> local(configuration, local);
            case EmbeddingConfig.Remote remote -> remote(remote, Optional.empty());
        };
    }

    private static Embedder local(Configuration configuration, EmbeddingConfig.InProcess local) {
        var libraries = configuration.storage().folder().resolve("native");
        return new OnnxEmbedder(
                onnx(local.model()), new OnnxEmbedder.Settings(local.threads(), libraries));
    }

    /// The calibration of a remote model is measured once; afterwards the stored id tells it.
    ///
    /// @param madeWith the model of the index, if there is one
    private static Embedder remote(EmbeddingConfig.Remote remote, Optional<String> madeWith) {
        var settings =
                new OpenAiEmbedder.Settings(
                        remote.baseUrl(),
                        value(remote.apiKey()),
                        remote.model(),
                        remote.dimensions(),
                        REMOTE_EMBEDDING_TIMEOUT);
        var model =
                madeWith.flatMap(id -> OpenAiEmbedder.known(settings, id))
                        .orElseGet(() -> OpenAiEmbedder.measured(settings));
        return new OpenAiEmbedder(settings, model);
    }

    private Opened open(Configuration configuration, Parts parts) {
        return switch (configuration.embedding()) {
            case EmbeddingConfig.InProcess local -> {
                // the model loads in the background while the storage opens
                var embedder = parts.add(local(configuration, local));
                yield new Opened(parts.add(openStorage(configuration)), embedder);
            }
            case EmbeddingConfig.Remote remote -> {
                var storage = parts.add(openStorage(configuration));
                var madeWith = storage.index().fingerprint().map(SearchIndex.Fingerprint::modelId);
                yield new Opened(storage, parts.add(remote(remote, madeWith)));
            }
        };
    }

    private record Opened(Storage storage, Embedder embedder) {}

    private static OnnxModel onnx(EmbeddingConfig.Model model) {
        return switch (model) {
            case ALL_MINILM_L6_V2_Q -> OnnxModel.MINILM;
            case BGE_SMALL_EN_V15_Q -> OnnxModel.BGE_SMALL;
        };
    }

    private static @Nullable String value(@Nullable Secret secret) {
        return secret == null ? null : secret.value();
    }

    @Override
    public TextAnalyzer analyzer() {
        return new LuceneAnalyzer();
    }

    /// By rules alone, or by a language model that falls back on them.
    private static Extractor extractor(@Nullable LlmConfig llm, IngestConfig ingest) {
        var rules = new RulesExtractor();
        if (llm == null) {
            return rules;
        }
        var endpoint =
                new ChatEndpoint(
                        llm.baseUrl().toString(), value(llm.apiKey()), llm.model(), llm.timeout());
        var onFailure =
                switch (ingest.onLlmFailure()) {
                    case FAIL -> OnLlmFailure.FAIL;
                    case RULES -> OnLlmFailure.RULES;
                };
        return new LlmExtractor(new OpenAiChatModel(endpoint), rules, onFailure);
    }

    @Override
    public Running start(Configuration configuration) {
        var parts = new Parts();
        try {
            return assemble(configuration, parts);
        } catch (RuntimeException failed) {
            parts.close();
            throw failed;
        }
    }

    private Running assemble(Configuration configuration, Parts parts) {
        var opened = open(configuration, parts);
        var storage = opened.storage();
        var embedder = opened.embedder();
        new IndexRebuild(storage, embedder.model()).check();
        var keys = keys(configuration);
        var founded =
                new Founder(storage.accounts(), keys, new Passwords(), clock)
                        .foundIfEmpty(configuration.bootstrap());

        var analyzer = analyzer();
        var encoder = new Encoder(embedder, analyzer);
        var parser = new FilterParser(analyzer);
        var journal = parts.add(new Journal(storage.events()));
        var indexer = parts.add(new Indexer(storage.memories(), storage.index()));
        var ranking = configuration.read().ranking();
        var searcher =
                new Searcher(
                        storage.memories(),
                        storage.index(),
                        indexer,
                        embedder,
                        analyzer,
                        ranking,
                        journal,
                        clock);
        var reader = new Reader(storage.memories(), journal, clock);
        var editor = new Editor(storage.memories(), encoder, indexer, clock);
        var settings = configuration.ingest().intake();
        var worker =
                parts.add(
                        new IngestWorker(
                                storage,
                                extractor(configuration.llm(), configuration.ingest()),
                                embedder,
                                encoder,
                                indexer,
                                settings,
                                clock));
        var intake = new Intake(storage.work(), worker, settings, clock);
        parts.add(new Housekeeping(journal, configuration.storage().eventRetention(), clock));

        var callers = new Callers(storage.accounts(), keys, clock);
        var door =
                new Door(
                        callers,
                        (_, _) -> {
                            throw new Failure.Unauthenticated("There is no session.");
                        },
                        configuration.http());
        var memories =
                new MemoryRoutes(
                        new Ping(configuration.http().exposeEmail()),
                        new Adding(intake),
                        new Searching(searcher, parser, configuration.read().limits()),
                        new Listing(reader, parser, configuration.read().pageSize()),
                        new Changing(editor, parser),
                        new EventFeed(journal));
        var server =
                parts.add(
                        HttpServer.start(
                                configuration.http(),
                                door,
                                List.of(new HealthRoutes(storage::check), memories)));
        return new Started(parts, baseUrl(configuration, server.port()), founded);
    }

    private static URI baseUrl(Configuration configuration, int port) {
        var host = configuration.http().host();
        var reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return URI.create(
                "http://"
                        + (reachable.contains(":") ? "[" + reachable + "]" : reachable)
                        + ":"
                        + port);
    }

    @Override
    public Reindexed reindex(Configuration configuration) {
        var start = clock.instant();
        try (var parts = new Parts()) {
            var opened = open(configuration, parts);
            var encoder = new Encoder(opened.embedder(), analyzer());
            var result =
                    new IndexRebuild(opened.storage(), opened.embedder().model()).rebuild(encoder);
            return new Reindexed(
                    result.memories(), result.embedded(), Duration.between(start, clock.instant()));
        }
    }

    private static Optional<String> modelOfRows(Storage storage) {
        return storage.memories().rows(Row.BEFORE_FIRST, 1).stream()
                .map(row -> row.stored().encoding().modelId())
                .findFirst();
    }

    /// What was opened, closed in reverse. A part that fails to close does not keep the others
    /// open.
    private static final class Parts implements AutoCloseable {
        private final Deque<AutoCloseable> opened = new ArrayDeque<>();

        <T extends AutoCloseable> T add(T part) {
            opened.push(part);
            return part;
        }

        @Override
        public void close() {
            RuntimeException first = null;
            while (!opened.isEmpty()) {
                try {
                    opened.pop().close();
                } catch (Exception failed) {
                    var failure = new IllegalStateException("a part did not close", failed);
                    if (first == null) {
                        first = failure;
                    } else {
                        first.addSuppressed(failure);
                    }
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }

    private record Started(Parts parts, URI baseUrl, Optional<Founded> founded) implements Running {
        @Override
        public void close() {
            parts.close();
        }
    }
}
