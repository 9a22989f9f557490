package dev.keepsake.server.http;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Callers;
import dev.keepsake.account.Target;
import dev.keepsake.failure.Failure;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The way in for every authenticated request: checks the key, reads the body, resolves
/// organization and project, and only then calls the operation.
public final class Door {

    private final Callers callers;
    private final HttpSettings settings;
    private final Addresses proxies;

    public Door(Callers callers, HttpSettings settings) {
        this.callers = callers;
        this.settings = settings;
        this.proxies = new Addresses(settings.trustedProxies());
    }

    /// What an operation does with a request.
    @FunctionalInterface
    public interface Operation {
        void handle(Exchange exchange);
    }

    /// The operation behind this door.
    public Handler open(Operation operation) {
        return context -> {
            var key = key(context);
            callers.resolve(key, Target.NONE);
            var body = body(context);
            var caller = caller(key, target(context, body));
            operation.handle(new Exchange(context, caller, body, baseUrl(context)));
        };
    }

    /// The same for ping: a project that the key may not use does not exist for it, because clients
    /// take a 403 from ping for a bad key.
    public Handler openWithoutForbidding(Operation operation) {
        var handler = open(operation);
        return context -> {
            try {
                handler.handle(context);
            } catch (Failure.Forbidden forbidden) {
                throw new Failure.Missing("Organization or project not found.");
            }
        };
    }

    private Caller caller(String key, Target target) {
        return callers.resolve(key, target);
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
            throw new Refusal(
                    400, Map.of("detail", "JSON parse error: " + wrong.getOriginalMessage()));
        }
        var object = Json.object(value);
        if (object == null) {
            throw new Refusal(
                    400, Map.of("detail", "JSON parse error: the body must be an object"));
        }
        return object;
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

    private String baseUrl(Context context) {
        if (settings.publicBaseUrl() != null) {
            return settings.publicBaseUrl().replaceFirst("/+$", "");
        }
        var trusted = proxies.contains(context.req().getRemoteAddr());
        var scheme = forwarded(context, trusted, "X-Forwarded-Proto", context.req().getScheme());
        var host = forwarded(context, trusted, "X-Forwarded-Host", hostOf(context));
        var prefix = forwarded(context, trusted, "X-Forwarded-Prefix", "").replaceFirst("/+$", "");
        return scheme + "://" + host + prefix;
    }

    private static String hostOf(Context context) {
        var host = context.header("Host");
        return host == null
                ? context.req().getServerName() + ":" + context.req().getServerPort()
                : host;
    }

    private static String forwarded(
            Context context, boolean trusted, String header, String otherwise) {
        var value = trusted ? context.header(header) : null;
        return value == null || value.isBlank() ? otherwise : value.split(",", 2)[0].strip();
    }
}
