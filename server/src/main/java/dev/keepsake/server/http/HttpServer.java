package dev.keepsake.server.http;

import dev.keepsake.failure.Failure;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.UriCompliance;

/// Serves HTTP: one virtual thread per request, every reply JSON, never a redirect and never an
/// empty body, because the clients follow no redirects and always parse what they get (wire
/// contract 1).
///
/// What is thrown becomes a reply in one place here: a [Failure] by its kind, a [Refusal] as it
/// says.
public final class HttpServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());
    private static final String FAULT = "Internal server error.";
    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

    private final Javalin javalin;

    private HttpServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /// A group of endpoints.
    @FunctionalInterface
    public interface Area {
        /// Fixed words before placeholders, because the first match answers.
        List<Endpoint> endpoints();
    }

    /// Binds and serves until closed.
    ///
    /// @param watchers told of every request
    /// @throws Failure.Busy when something else listens there
    /// @throws Failure.Invalid when the address cannot be bound
    public static HttpServer start(
            HttpSettings settings,
            Door door,
            List<? extends Area> areas,
            List<? extends RequestWatcher> watchers) {
        var filter =
                new RequestFilter(
                        new Origins(settings), List.copyOf(watchers), InstantSource.system());
        var javalin =
                Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.startup.showOldJavalinVersionWarning = false;
                    config.concurrency.useVirtualThreads = true;
                    config.http.prefer405over404 = true;
                    config.http.maxRequestSize = Long.MAX_VALUE;
                    config.router.treatMultipleSlashesAsSingleSlash = true;
                    config.router.ignoreTrailingSlashes = true;
                    config.jetty.modifyHttpConfiguration(jetty -> {
                        // ids may hold any character, percent-encoded; the default firewall would
                        // refuse %2F
                        jetty.setUriCompliance(UriCompliance.UNSAFE);
                        jetty.setSendServerVersion(false);
                    });
                    config.jetty.modifyServletContextHandler(servlets ->
                            servlets.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST)));
                    config.jetty.modifyServer(server -> {
                        server.setStopTimeout(STOP_WITHIN.toMillis());
                        server.setErrorHandler(new UnreadableRequests());
                    });
                    config.routes.before(HttpServer::refuseBrokenEscapes);
                    config.router.javaLangErrorHandler(HttpServer::broken);
                    new Cors(settings.allowedOrigins()).add(config.routes);
                    areas.stream()
                            .flatMap(area -> area.endpoints().stream())
                            .forEach(endpoint ->
                                    config.routes.addHttpHandler(
                                            HandlerType.findOrCreate(endpoint.method()),
                                            endpoint.path(),
                                            door.open(endpoint)));
                    addErrors(config.routes);
                });
        try {
            javalin.start(settings.host(), settings.port());
        } catch (RuntimeException failed) {
            throw cannotServe(settings, root(failed));
        }
        return new HttpServer(javalin);
    }

    /// What is not even an exception: a stack or heap that is used up.
    private static void broken(HttpServletResponse response, Error error) {
        LOG.log(System.Logger.Level.ERROR, "a request failed", error);
        response.setStatus(500);
        response.setContentType("application/json");
        try {
            response.getOutputStream().write(Json.bytes(Map.of("detail", FAULT)));
        } catch (IOException _) {
            // nobody listens any more
        }
    }

    private static Failure cannotServe(HttpSettings settings, Throwable cause) {
        var address = settings.host() + ":" + settings.port();
        var message = String.valueOf(cause.getMessage());
        // a name or address of another machine is a BindException too
        if (cause instanceof BindException && message.contains("in use")) {
            return new Failure.Busy(
                    address
                            + " is taken; stop what listens there or choose another port with KEEPSAKE_PORT",
                    Duration.ZERO);
        }
        return new Failure.Invalid("cannot serve on " + address + ": " + message);
    }

    private static Throwable root(Throwable failed) {
        var root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static void refuseBrokenEscapes(Context context) {
        if (!PercentEscapes.areSound(context.req().getRequestURI())
                || !PercentEscapes.areSound(context.queryString())) {
            throw new Refusal(
                    400,
                    Map.of(
                            "detail",
                            "The path or query is not percent-encoded UTF-8: a percent sign is written as %25."));
        }
    }

    private static void addErrors(RoutesConfig routes) {
        routes.exception(Refusal.class, (refusal, context) -> Refusals.reply(context, refusal));
        routes.exception(Failure.class, (failure, context) -> Refusals.reply(context, failure));
        routes.exception(
                Exception.class,
                (fault, context) -> {
                    Endpoint endpoint = context.attribute(Door.ENDPOINT);
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "a request failed: " + (endpoint == null ? "(no route)" : endpoint),
                            fault);
                    Replies.write(context, 500, Map.of("detail", FAULT));
                });
        routes.error(
                404,
                context -> {
                    if (isPlain(context)) {
                        Replies.write(context, 404, Map.of("detail", "Not found."));
                    }
                });
        routes.error(
                405,
                context -> {
                    if (isPlain(context)) {
                        var allowed = allowed(context);
                        if (!allowed.isEmpty()) {
                            context.header("Allow", allowed);
                        }
                        Replies.write(
                                context,
                                405,
                                Map.of(
                                        "detail",
                                        "Method \"" + context.method().name() + "\" not allowed."));
                    }
                });
    }

    /// Whether the reply is the framework's own and not yet one of ours.
    private static boolean isPlain(Context context) {
        var type = context.res().getContentType();
        return type == null || !type.startsWith("application/json");
    }

    /// Javalin lists the methods of the path in the text of its own 405.
    private static String allowed(Context context) {
        var text = context.result();
        if (text == null) {
            return "";
        }
        return java.util.stream.Stream.of(
                        HandlerType.GET,
                        HandlerType.POST,
                        HandlerType.PUT,
                        HandlerType.PATCH,
                        HandlerType.DELETE)
                .map(HandlerType::name)
                .filter(text::contains)
                .collect(java.util.stream.Collectors.joining(", "));
    }

    /// The port that is really bound.
    public int port() {
        return javalin.port();
    }

    /// Stops taking requests and lets those under way end.
    @Override
    public void close() {
        javalin.stop();
    }
}
