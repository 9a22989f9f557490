package dev.keepsake.server.http;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Callers;
import dev.keepsake.account.Subject;
import dev.keepsake.account.Target;
import dev.keepsake.failure.Failure;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The way in for every request: checks the credential, finds the organization or project that the
/// request is about, sees that its caller may do there what the endpoint does, and only then calls
/// the operation.
public final class Door {

    /// The cookie of the dashboard's session.
    public static final String SESSION_COOKIE = "m0_session";

    /// What is known of a request so far, for whoever answers or logs it.
    static final String ENDPOINT = "endpoint";

    static final String IDENTITY = "identity";
    static final String CALLER = "caller";

    /// Printed by the command-line clients, so in ASCII.
    private static final String NOTICE =
            "This key belongs to an agent account that nobody owns yet. Claim it with: mem0 init --email <your-email>";

    private final Callers callers;
    private final Sessions sessions;
    private final HttpSettings settings;
    private final RateLimits limits;
    private final boolean unlocked;

    /// Opens sessions of the dashboard.
    @FunctionalInterface
    public interface Sessions {

        /// @param token of the cookie; null without one
        /// @param csrf what the request sent to prove that a page of ours made it; empty where that
        ///   is not asked
        /// @throws Failure.Unauthenticated when there is no such session
        /// @throws Failure.Forbidden when it is not the session's token
        Subject subject(@Nullable String token, Optional<String> csrf);
    }

    public Door(Callers callers, Sessions sessions, HttpSettings settings, RateLimits limits) {
        this(callers, sessions, settings, limits, false);
    }

    private Door(
            Callers callers,
            Sessions sessions,
            HttpSettings settings,
            RateLimits limits,
            boolean unlocked) {
        this.callers = callers;
        this.sessions = sessions;
        this.settings = settings;
        this.limits = limits;
        this.unlocked = unlocked;
    }

    /// For development: asks for no credential, and takes everybody for the first administrator.
    public Door unlocked() {
        return new Door(callers, sessions, settings, limits, true);
    }

    /// The handler of an endpoint.
    Handler open(Endpoint endpoint) {
        return context -> {
            context.attribute(ENDPOINT, endpoint);
            limits.admit(context, endpoint, origin(context).address());
            switch (endpoint.action()) {
                case Endpoint.Action.Anyone(var operation) ->
                        operation.handle(new Call(context, body(context), origin(context)));
                case Endpoint.Action.InAccount(var operation) -> {
                    var subject = subject(context, endpoint);
                    subject.identity().require(endpoint.permission());
                    operation.handle(
                            new AccountCall(context, body(context), origin(context), subject));
                }
                case Endpoint.Action.InOrganization(var operation) -> {
                    var subject = subject(context, endpoint);
                    var caller = subject.inOrganization(context.pathParam("org_id"));
                    context.attribute(CALLER, caller);
                    caller.require(endpoint.permission());
                    operation.handle(
                            new OrganizationCall(
                                    context, body(context), origin(context), caller, subject));
                }
                case Endpoint.Action.InProject(var operation) -> {
                    var subject = subject(context, endpoint);
                    var body = body(context);
                    var caller = entered(context, endpoint, subject.in(target(context, body)));
                    operation.handle(new Exchange(context, body, origin(context), caller));
                }
                case Endpoint.Action.InNamedProject(var operation) -> {
                    var subject = subject(context, endpoint);
                    var project = context.pathParam("project_id");
                    var caller = entered(context, endpoint, subject, project);
                    operation.handle(new Exchange(context, body(context), origin(context), caller));
                }
                case Endpoint.Action.InOwningProject(var owner, var operation) -> {
                    var subject = subject(context, endpoint);
                    var body = body(context);
                    var project = owner.of(new Call(context, body, origin(context)));
                    var caller = entered(context, endpoint, subject, project);
                    operation.handle(new Exchange(context, body, origin(context), caller));
                }
            }
        };
    }

    private Subject subject(Context context, Endpoint endpoint) {
        var subject = unlocked ? unproven(context) : proven(context, endpoint);
        context.attribute(IDENTITY, subject.identity());
        limits.admit(context, endpoint, subject.identity());
        if (subject.isUnclaimed()) {
            context.header("X-Mem0-Notice-Message", NOTICE);
        }
        return subject;
    }

    /// Where nobody is asked for anything, a page of any other server could act through the browser
    /// of whoever looks at it; a browser says so.
    private Subject unproven(Context context) {
        var origins = settings.allowedOrigins();
        if (!isSafe(context)
                && "cross-site".equals(context.header("Sec-Fetch-Site"))
                && !origins.contains("*")
                && !origins.contains(headerOr(context, "Origin", ""))) {
            throw new Failure.Forbidden("This was sent by a page of another server.");
        }
        return callers.firstAdministrator();
    }

    private Subject proven(Context context, Endpoint endpoint) {
        return endpoint.credential() == Endpoint.CredentialKind.SESSION
                ? sessions.subject(context.cookie(SESSION_COOKIE), csrf(context))
                : callers.subject(key(context));
    }

    /// Empty for what changes nothing.
    private static Optional<String> csrf(Context context) {
        return isSafe(context)
                ? Optional.empty()
                : Optional.of(headerOr(context, "X-CSRF-Token", ""));
    }

    private static boolean isSafe(Context context) {
        return context.method() == HandlerType.GET
                || context.method() == HandlerType.HEAD
                || context.method() == HandlerType.OPTIONS;
    }

    private static String headerOr(Context context, String name, String otherwise) {
        var value = context.header(name);
        return value == null ? otherwise : value;
    }

    private static Caller entered(
            Context context, Endpoint endpoint, Subject subject, String project) {
        try {
            var caller = subject.inProject(context.pathParamMap().get("org_id"), project);
            return entered(context, endpoint, caller);
        } catch (Failure.Missing missing) {
            if (endpoint.errors() == Endpoint.ErrorStyle.FORBIDDING) {
                throw new Failure.Forbidden("You do not have access to this project.");
            }
            throw missing;
        }
    }

    private static Caller entered(Context context, Endpoint endpoint, Caller caller) {
        context.attribute(CALLER, caller);
        caller.require(endpoint.permission());
        return caller;
    }

    private static String key(Context context) {
        var authorization = context.header("Authorization");
        if (authorization != null && !authorization.isBlank()) {
            var words = authorization.strip().split("\\s+", 2);
            var scheme = words[0].toLowerCase(Locale.ROOT);
            if (words.length == 2 && (scheme.equals("token") || scheme.equals("bearer"))) {
                return words[1].strip();
            }
            throw new Failure.Unauthenticated("Invalid API key.");
        }
        var header = context.header("X-API-Key");
        if (header == null || header.isBlank()) {
            throw new Failure.Unauthenticated("Authentication credentials were not provided.");
        }
        return header.strip();
    }

    /// Clients declare JSON on requests without a body, and declare nothing on requests with one;
    /// neither matters.
    private Map<String, @Nullable Object> body(Context context) {
        var bytes = read(context);
        if (isBlank(bytes)) {
            return new LinkedHashMap<>();
        }
        Object value;
        try {
            value = Json.read(bytes);
        } catch (JacksonException wrong) {
            throw new Refusal(400, Map.of("detail", "JSON parse error: " + reason(wrong)));
        }
        var object = Json.object(value);
        if (object == null) {
            throw new Refusal(
                    400, Map.of("detail", "JSON parse error: the body must be an object"));
        }
        return object;
    }

    /// Without the names of the parser's switches, which a caller cannot turn.
    private static String reason(JacksonException wrong) {
        return wrong.getOriginalMessage()
                .replaceAll("[,:] (?:from|enable) `[^`]*`(?: to allow)?", "");
    }

    private byte[] read(Context context) {
        if (context.req().getContentLengthLong() > settings.maxBodyBytes()) {
            throw tooLarge();
        }
        try {
            var limit = Math.toIntExact(Math.min(settings.maxBodyBytes(), Integer.MAX_VALUE - 16L));
            var bytes = context.req().getInputStream().readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw tooLarge();
            }
            return bytes;
        } catch (java.io.IOException broken) {
            throw new Refusal(400, Map.of("detail", "The request body could not be read."));
        }
    }

    private Failure.TooLarge tooLarge() {
        return new Failure.TooLarge(
                "The request body is larger than " + settings.maxBodyBytes() + " bytes.");
    }

    private static boolean isBlank(byte[] bytes) {
        for (var each : bytes) {
            if (each != ' ' && each != '\n' && each != '\r' && each != '\t') {
                return false;
            }
        }
        return true;
    }

    private static Target target(Context context, Map<String, @Nullable Object> body) {
        return new Target(
                named(context, body, "org_id"),
                named(context, body, "project_id"),
                named(context, body, "org_name"),
                named(context, body, "project_name"));
    }

    /// Null and empty mean absent; the query goes before the body.
    private static @Nullable String named(
            Context context, Map<String, @Nullable Object> body, String name) {
        var query = context.queryParam(name);
        if (query != null && !query.isEmpty()) {
            return query;
        }
        return body.get(name) instanceof String text && !text.isEmpty() ? text : null;
    }

    private static Call.Origin origin(Context context) {
        return Objects.requireNonNull(context.<Call.Origin>attribute(RequestFilter.ORIGIN));
    }
}
