package dev.keepsake.server;

import dev.keepsake.account.Callers;
import dev.keepsake.account.Invitations;
import dev.keepsake.account.Keys;
import dev.keepsake.account.OrganizationMembers;
import dev.keepsake.account.Organizations;
import dev.keepsake.account.ProjectMembers;
import dev.keepsake.account.Projects;
import dev.keepsake.account.Quotas;
import dev.keepsake.account.Registry;
import dev.keepsake.category.Classifier;
import dev.keepsake.category.Labelling;
import dev.keepsake.category.RulesClassifier;
import dev.keepsake.dream.DreamBook;
import dev.keepsake.dream.DreamSchedule;
import dev.keepsake.dream.DreamWork;
import dev.keepsake.dream.Dreamer;
import dev.keepsake.dream.RulesDreamer;
import dev.keepsake.edit.Editor;
import dev.keepsake.edit.Lifecycles;
import dev.keepsake.entity.EntityDeletion;
import dev.keepsake.entity.EntityDirectory;
import dev.keepsake.entity.Eraser;
import dev.keepsake.event.Activity;
import dev.keepsake.event.EventType;
import dev.keepsake.event.Journal;
import dev.keepsake.export.ExportFiller;
import dev.keepsake.export.ExportRunner;
import dev.keepsake.export.Exporter;
import dev.keepsake.export.Pouring;
import dev.keepsake.export.RulesFiller;
import dev.keepsake.export.SchemaCheck;
import dev.keepsake.feedback.FeedbackIntake;
import dev.keepsake.graph.EntityBoosts;
import dev.keepsake.graph.EntityExtraction;
import dev.keepsake.graph.GraphViewer;
import dev.keepsake.graph.Grapher;
import dev.keepsake.graph.OwnerNodes;
import dev.keepsake.ingest.Extractor;
import dev.keepsake.ingest.IngestWorker;
import dev.keepsake.ingest.Intake;
import dev.keepsake.ingest.Interpreters;
import dev.keepsake.ingest.MediaReader;
import dev.keepsake.ingest.ProcedureWriter;
import dev.keepsake.ingest.QuarantineDesk;
import dev.keepsake.ingest.RulesExtractor;
import dev.keepsake.ingest.StepList;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.model.ChatModel;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.Encoder;
import dev.keepsake.model.Linguist;
import dev.keepsake.model.TextAnalyzer;
import dev.keepsake.models.category.LlmClassifier;
import dev.keepsake.models.chat.ChatEndpoint;
import dev.keepsake.models.chat.Provider;
import dev.keepsake.models.dream.LlmDreamer;
import dev.keepsake.models.embedding.OnnxEmbedder;
import dev.keepsake.models.embedding.OnnxModel;
import dev.keepsake.models.embedding.OpenAiEmbedder;
import dev.keepsake.models.export.LlmFiller;
import dev.keepsake.models.extract.LlmExtractor;
import dev.keepsake.models.extract.OnLlmFailure;
import dev.keepsake.models.media.MediaDesk;
import dev.keepsake.models.media.PdfText;
import dev.keepsake.models.media.PhotoDescriber;
import dev.keepsake.models.procedure.LlmProcedureWriter;
import dev.keepsake.models.schema.JsonSchemaCheck;
import dev.keepsake.models.summary.LlmSummarizer;
import dev.keepsake.models.text.LuceneAnalyzer;
import dev.keepsake.models.text.OpenNlpLinguist;
import dev.keepsake.quality.Discretion;
import dev.keepsake.quality.Gate;
import dev.keepsake.quality.RecentlyRecalled;
import dev.keepsake.search.IndexRebuild;
import dev.keepsake.search.Indexer;
import dev.keepsake.search.Reader;
import dev.keepsake.search.Searcher;
import dev.keepsake.server.Housekeeping.Chore;
import dev.keepsake.server.account.Founder;
import dev.keepsake.server.account.Founder.Founded;
import dev.keepsake.server.account.Passwords;
import dev.keepsake.server.config.Configuration;
import dev.keepsake.server.config.EmbeddingConfig;
import dev.keepsake.server.config.LlmConfig;
import dev.keepsake.server.config.SavedSettings;
import dev.keepsake.server.config.Secret;
import dev.keepsake.server.console.DreamRoutes;
import dev.keepsake.server.console.Mirror;
import dev.keepsake.server.console.QuarantineRoutes;
import dev.keepsake.server.http.Door;
import dev.keepsake.server.http.HealthRoutes;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.http.RateLimits;
import dev.keepsake.server.http.RequestWatcher;
import dev.keepsake.server.mail.Postbox;
import dev.keepsake.server.observe.Observation;
import dev.keepsake.server.observe.RequestLog;
import dev.keepsake.server.observe.TracedEmbedder;
import dev.keepsake.server.openapi.DescriptionRoutes;
import dev.keepsake.server.outbound.TargetRules;
import dev.keepsake.server.outbound.WebSource;
import dev.keepsake.server.webhook.HttpCarrier;
import dev.keepsake.server.wire.Adding;
import dev.keepsake.server.wire.Changing;
import dev.keepsake.server.wire.EntityRoutes;
import dev.keepsake.server.wire.EventFeed;
import dev.keepsake.server.wire.ExportRoutes;
import dev.keepsake.server.wire.FeedbackRoutes;
import dev.keepsake.server.wire.GraphRoutes;
import dev.keepsake.server.wire.Listing;
import dev.keepsake.server.wire.MemoryRoutes;
import dev.keepsake.server.wire.OrganizationRoutes;
import dev.keepsake.server.wire.Ping;
import dev.keepsake.server.wire.Searching;
import dev.keepsake.server.wire.SummaryRoutes;
import dev.keepsake.server.wire.WebhookRoutes;
import dev.keepsake.storage.Row;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.embedded.EmbeddedStorage;
import dev.keepsake.summary.Biographer;
import dev.keepsake.summary.Profiles;
import dev.keepsake.summary.RulesSummarizer;
import dev.keepsake.summary.Summarizer;
import dev.keepsake.usage.UsageBook;
import dev.keepsake.webhook.Secrets;
import dev.keepsake.webhook.WebhookBook;
import dev.keepsake.webhook.WebhookCourier;
import dev.keepsake.webhook.WebhookDispatcher;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts the parts together, readable top to bottom. Parts are closed in the reverse order of their
/// making.
final class Wiring implements Product {

    private static final System.Logger LOG = System.getLogger(Wiring.class.getName());
    private static final Duration REMOTE_EMBEDDING_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PDF_WITHIN = Duration.ofSeconds(30);

    private final Clock clock;

    Wiring() {
        this(Clock.systemUTC());
    }

    /// @param clock that all parts go by; real time-outs do not
    Wiring(Clock clock) {
        this.clock = clock;
    }

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

    /// Empty when everything goes by rules.
    private static Optional<LanguageModel> languageModel(
            Configuration configuration, Observation observation, UsageBook usage) {
        return Optional.ofNullable(configuration.llm())
                .map(llm -> LanguageModel.of(llm, observation, usage));
    }

    /// By rules alone, or by a language model that falls back on them.
    private static Extractor extractor(
            Configuration configuration,
            Optional<ChatModel> chat,
            Linguist linguist,
            Embedder embedder) {
        var rules = new RulesExtractor(linguist, embedder);
        var onFailure =
                switch (configuration.ingest().onLlmFailure()) {
                    case FAIL -> OnLlmFailure.FAIL;
                    case RULES -> OnLlmFailure.RULES;
                };
        return chat.<Extractor>map(model -> new LlmExtractor(model, rules, onFailure))
                .orElse(rules);
    }

    /// Labels by rules, and by a language model where there is one.
    private static Labelling labelling(
            Storage storage, Embedder embedder, TextAnalyzer analyzer, Optional<ChatModel> chat) {
        var rules = new RulesClassifier(embedder, analyzer);
        var best = chat.<Classifier>map(model -> new LlmClassifier(model, rules)).orElse(rules);
        return new Labelling(storage.accounts(), rules, best);
    }

    private static Dreamer dreamer(Optional<ChatModel> chat, Linguist linguist) {
        return chat.<Dreamer>map(LlmDreamer::new).orElseGet(() -> new RulesDreamer(linguist));
    }

    /// Everybody who makes sense of what is added.
    private static Interpreters interpreters(
            Configuration configuration,
            Optional<ChatModel> chat,
            Linguist linguist,
            Embedder embedder,
            TextAnalyzer analyzer,
            Parts parts) {
        var check = new JsonSchemaCheck();
        return new Interpreters(
                extractor(configuration, chat, linguist, embedder),
                media(configuration, chat, parts),
                chat.<ProcedureWriter>map(LlmProcedureWriter::new).orElseGet(StepList::new),
                new Pouring(filler(chat, check, embedder, analyzer), check));
    }

    private static MediaReader media(
            Configuration configuration, Optional<ChatModel> chat, Parts parts) {
        var mostBytes = configuration.ingest().intake().mediaBytes();
        var allowed = configuration.media().allowed().stream().map(TargetRules.Range::of).toList();
        var web =
                parts.add(
                        new WebSource(
                                Product.version(), new TargetRules(false, allowed), mostBytes));
        var photos =
                configuration.media().vision()
                        ? chat.map(PhotoDescriber::new)
                        : Optional.<PhotoDescriber>empty();
        return new MediaDesk(web, new PdfText(PDF_WITHIN), photos.orElse(null), mostBytes);
    }

    private static ExportFiller filler(
            Optional<ChatModel> chat, SchemaCheck check, Embedder embedder, TextAnalyzer analyzer) {
        return chat.<ExportFiller>map(model -> new LlmFiller(model, check))
                .orElseGet(() -> new RulesFiller(embedder, analyzer));
    }

    private static Summarizer summarizer(Optional<ChatModel> chat) {
        return chat.<Summarizer>map(LlmSummarizer::new).orElseGet(RulesSummarizer::new);
    }

    /// The room of exports, at work.
    private Exporter exporter(
            Configuration configuration,
            Storage storage,
            FilterParser parser,
            Optional<ChatModel> chat,
            Embedder embedder,
            TextAnalyzer analyzer,
            Parts parts) {
        var check = new JsonSchemaCheck();
        var filler = filler(chat, check, embedder, analyzer);
        var runner =
                parts.add(
                        new ExportRunner(
                                storage.exports(),
                                storage.memories(),
                                parser,
                                filler,
                                check,
                                clock));
        return new Exporter(
                storage.exports(),
                runner,
                check,
                parser,
                configuration.exports().retention(),
                clock);
    }

    static ChatEndpoint endpoint(LlmConfig llm) {
        var provider =
                switch (llm.provider()) {
                    case OPENAI -> Provider.OPENAI;
                    case ANTHROPIC -> Provider.ANTHROPIC;
                    case GEMINI -> Provider.GEMINI;
                    case OLLAMA -> Provider.OLLAMA;
                };
        var baseUrl = llm.baseUrl();
        return new ChatEndpoint(
                provider,
                baseUrl == null ? provider.baseUrl() : baseUrl.toString(),
                value(llm.apiKey()),
                llm.model(),
                llm.timeout(),
                new ChatEndpoint.Limits(llm.maxOutputTokens(), llm.contextTokens()));
    }

    @Override
    public Running start(Configuration configuration) {
        var parts = new Parts();
        try {
            return serve(configuration, parts);
        } catch (RuntimeException failed) {
            parts.close();
            throw failed;
        }
    }

    private Running serve(Configuration configuration, Parts parts) {
        var assembly = assemble(configuration, parts);
        var server =
                parts.add(
                        HttpServer.start(
                                configuration.http(),
                                assembly.door(),
                                assembly.areas(),
                                assembly.watchers()));
        return new Started(
                parts,
                baseUrl(configuration, server.port()),
                assembly.founded(),
                assembly.setupToken());
    }

    /// All parts but the server that opens the door, so that routes can be looked at without it.
    ///
    /// @param areas everything that is served
    /// @param watchers of every request
    /// @param setupToken for the setup page; empty once there is an account
    record Assembly(
            Door door,
            List<HttpServer.Area> areas,
            List<RequestWatcher> watchers,
            Optional<Founded> founded,
            Optional<String> setupToken) {}

    Assembly assemble(Configuration configuration, Parts parts) {
        var observation = parts.add(new Observation(configuration.observe(), Product.version()));
        var tracer = observation.tracer();
        var opened = open(configuration, parts);
        var storage = opened.storage();
        var embedder = new TracedEmbedder(opened.embedder(), tracer);
        new IndexRebuild(storage, embedder.model()).check();
        var keys = keys(configuration);
        var founded =
                new Founder(storage.accounts(), keys, new Passwords(), clock)
                        .foundIfEmpty(configuration.bootstrap());

        var analyzer = analyzer();
        var linguist = new OpenNlpLinguist();
        var usage = new UsageBook(storage.usage(), clock);
        var languageModel = languageModel(configuration, observation, usage);
        var chat = languageModel.map(LanguageModel::model);
        var profiles =
                parts.add(
                        new Profiles(
                                storage.memories(), storage.accounts(), summarizer(chat), clock));
        var encoder = new Encoder(embedder, analyzer);
        var parser = new FilterParser(analyzer);
        var journal = parts.add(new Journal(storage.events()));
        var indexer = parts.add(new Indexer(storage.memories(), storage.index()));
        var quotas =
                new Quotas(configuration.limits().quotas(), storage.memories(), journal, clock);
        var ranking = configuration.read().ranking();
        var nodes = new OwnerNodes(storage.graph());
        var names = new EntityExtraction(linguist);
        var grapher =
                parts.add(new Grapher(storage.memories(), storage.graph(), nodes, names, embedder));
        grapher.start();
        var discretion = new Discretion(storage.accounts());
        var recalled = new RecentlyRecalled(journal, clock);
        var gate = new Gate(storage.memories(), recalled, configuration.quarantine().capacity());
        var searcher =
                new Searcher(
                        storage.memories(),
                        storage.feedback(),
                        storage.index(),
                        indexer,
                        embedder,
                        analyzer,
                        new EntityBoosts(
                                storage.graph(), nodes, names, embedder, ranking.entities()),
                        ranking,
                        journal,
                        quotas,
                        discretion,
                        tracer,
                        clock);
        var reader = new Reader(storage.memories(), journal, quotas, clock);
        var labelling = labelling(storage, embedder, analyzer, chat);
        var editor =
                new Editor(
                        storage.memories(), encoder, labelling, indexer, discretion, tracer, clock);
        var settings = configuration.ingest().intake();
        var interpreters = interpreters(configuration, chat, linguist, embedder, analyzer, parts);
        var worker =
                parts.add(
                        new IngestWorker(
                                storage,
                                interpreters,
                                gate,
                                embedder,
                                encoder,
                                indexer,
                                labelling,
                                Map.of(
                                        EventType.DREAM,
                                        new DreamWork(
                                                storage,
                                                dreamer(chat, linguist),
                                                embedder,
                                                encoder,
                                                labelling,
                                                clock)),
                                profiles,
                                tracer,
                                settings,
                                clock));
        var dreams = parts.add(new DreamSchedule(storage, worker, clock));
        var webhooks = webhooks(configuration, storage, observation, parts);
        var eraser =
                parts.add(
                        new Eraser(
                                storage,
                                journal,
                                indexer,
                                List.of(webhooks.dispatcher()::catchUp, grapher::catchUp),
                                Eraser.Settings.STANDARD,
                                clock));
        var intake =
                new Intake(storage.work(), worker, quotas, discretion, tracer, settings, clock);
        var requestLog = parts.add(new RequestLog(entries -> storage.audit().record(entries)));
        observation.watch(storage, journal, requestLog, clock);

        var callers = new Callers(storage.accounts(), keys, clock);
        var registry = new Registry(storage.accounts(), storage.audit(), callers, clock);
        var invitations = new Invitations(registry);
        var saved = new SavedSettings(configuration);
        var postbox = parts.add(new Postbox(() -> saved.current().auth().mail()));
        var logins =
                new LoginWiring(
                        storage,
                        keys,
                        callers,
                        invitations,
                        saved,
                        postbox,
                        new ProviderTrial(configuration, embedder, this::openEmbedder),
                        new Activity(journal, storage.memories()),
                        usage,
                        clock);
        var door = door(callers, logins, configuration);
        List<Chore> chores = new ArrayList<>(chores(configuration, storage, journal, eraser));
        chores.addAll(logins.chores());
        chores.add(new Chore("starting synthesis", dreams::pass));
        parts.add(new Housekeeping(chores));
        var memories =
                new MemoryRoutes(
                        new Ping(configuration.http().exposeEmail()),
                        new Adding(intake),
                        new Searching(searcher, parser, configuration.read().limits()),
                        new Listing(reader, parser, configuration.read().pageSize()),
                        new Changing(editor, parser),
                        new EventFeed(journal));
        var directory =
                new EntityDirectory(
                        storage.entities(), storage.accounts(), storage.memories(), clock);
        // what the clients use with a key, the dashboard uses with a session
        List<HttpServer.Area> data =
                List.of(
                        memories,
                        new EntityRoutes(
                                directory, new EntityDeletion(storage, indexer, eraser, clock)),
                        new WebhookRoutes(webhooks.book(), storage.accounts()),
                        organizations(configuration, registry, invitations, eraser::wake),
                        new GraphRoutes(
                                new GraphViewer(storage.memories(), storage.graph(), clock),
                                parser),
                        new DreamRoutes(
                                new DreamBook(storage, worker, editor, clock),
                                new Lifecycles(storage.memories(), indexer, clock)),
                        new FeedbackRoutes(
                                new FeedbackIntake(storage.memories(), storage.feedback(), clock)),
                        new SummaryRoutes(
                                new Biographer(
                                        storage.memories(),
                                        storage.accounts(),
                                        summarizer(chat),
                                        clock),
                                parser),
                        new ExportRoutes(
                                exporter(
                                        configuration,
                                        storage,
                                        parser,
                                        chat,
                                        embedder,
                                        analyzer,
                                        parts),
                                parser));
        List<HttpServer.Area> areas = new ArrayList<>();
        areas.add(
                new HealthRoutes(
                        storage::check,
                        () ->
                                languageModel
                                        .<Map<String, @Nullable Object>>map(
                                                model -> Map.of("llm", model.health()))
                                        .orElseGet(Map::of)));
        areas.add(new DescriptionRoutes(Product.version()));
        areas.addAll(data);
        areas.addAll(logins.areas());
        areas.add(new Mirror(data));
        areas.add(new QuarantineRoutes(new QuarantineDesk(storage.quarantine(), intake)));
        areas.addAll(observation.areas());
        var setup = logins.setup();
        return new Assembly(
                door,
                areas,
                observation.watchers(requestLog),
                founded,
                setup.isNeeded() ? Optional.of(setup.token()) : Optional.empty());
    }

    private static Door door(Callers callers, LoginWiring logins, Configuration configuration) {
        var limits = configuration.limits();
        var door =
                new Door(
                        callers,
                        logins.sessions()::subject,
                        configuration.http(),
                        new RateLimits(limits.perKey(), limits.perAddress()));
        if (!configuration.auth().disabled()) {
            return door;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "auth.disabled is set: NOBODY IS ASKED FOR A KEY, and every request acts as the first administrator.");
        return door.unlocked();
    }

    /// The room of webhooks, at work.
    private WebhookRoom webhooks(
            Configuration configuration, Storage storage, Observation observation, Parts parts) {
        var secrets = new Secrets(Pepper.of(configuration));
        var allowsPrivate = configuration.webhooks().allowsPrivateTargets();
        var carrier = parts.add(new HttpCarrier(Product.version(), allowsPrivate));
        var courier =
                parts.add(
                        new WebhookCourier(
                                storage.webhooks(), observation.counting(carrier), secrets, clock));
        var dispatcher =
                parts.add(
                        new WebhookDispatcher(
                                storage.memories(), storage.webhooks(), courier::wake, clock));
        courier.start();
        dispatcher.start();
        return new WebhookRoom(
                new WebhookBook(storage.webhooks(), storage.memories(), secrets, courier, clock),
                dispatcher);
    }

    private record WebhookRoom(WebhookBook book, WebhookDispatcher dispatcher) {}

    private List<Chore> chores(
            Configuration configuration, Storage storage, Journal journal, Eraser eraser) {
        var kept = configuration.storage();
        return List.of(
                new Chore("compacting what was erased", eraser::tidy),
                new Chore(
                        "forgetting old events",
                        () -> journal.expire(clock.instant().minus(kept.eventRetention()))),
                new Chore(
                        "forgetting old requests",
                        () ->
                                storage.audit()
                                        .expireRequests(
                                                clock.instant().minus(kept.requestRetention()))),
                new Chore(
                        "forgetting old runs of synthesis",
                        () ->
                                storage.dreams()
                                        .expire(clock.instant().minus(kept.eventRetention()))),
                new Chore(
                        "forgetting what was refused",
                        () ->
                                storage.quarantine()
                                        .expire(
                                                clock.instant()
                                                        .minus(
                                                                configuration
                                                                        .quarantine()
                                                                        .retention()))),
                new Chore(
                        "forgetting old exports",
                        () ->
                                storage.exports()
                                        .expire(
                                                clock.instant()
                                                        .minus(
                                                                configuration
                                                                        .exports()
                                                                        .retention()))),
                new Chore(
                        "forgetting old webhook deliveries",
                        () ->
                                storage.webhooks()
                                        .expire(
                                                clock.instant()
                                                        .minus(
                                                                configuration
                                                                        .webhooks()
                                                                        .retention()))));
    }

    private static OrganizationRoutes organizations(
            Configuration configuration,
            Registry registry,
            Invitations invitations,
            Runnable projectsRemoved) {
        var creation = configuration.accounts().organizationCreation();
        return new OrganizationRoutes(
                new Organizations(registry, invitations, creation, projectsRemoved),
                new OrganizationMembers(registry, invitations),
                new Projects(registry, projectsRemoved),
                new ProjectMembers(registry, invitations));
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
    static final class Parts implements AutoCloseable {
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

    private record Started(
            Parts parts, URI baseUrl, Optional<Founded> founded, Optional<String> setupToken)
            implements Running {
        @Override
        public void close() {
            parts.close();
        }
    }
}
