package dev.keepsake.server.http;

import dev.keepsake.failure.Failure;
import dev.keepsake.server.http.Endpoint.ErrorStyle;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns what was thrown on purpose into replies, in the style of the endpoint that threw it.
final class Refusals {

    private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

    private Refusals() {}

    static void reply(Context context, Failure failure) {
        var style = style(context);
        switch (failure) {
            case Failure.Invalid invalid -> {
                if (invalid.fields().isEmpty() || style == ErrorStyle.CODE) {
                    write(context, 400, style, "invalid", failure);
                } else {
                    Replies.write(context, 400, wrongFields(style, invalid));
                }
            }
            case Failure.Unauthenticated _ -> {
                context.header("WWW-Authenticate", "Token");
                write(context, 401, plain(style), "unauthenticated", failure);
            }
            case Failure.Forbidden _ -> {
                if (style == ErrorStyle.NEVER_FORBIDDEN) {
                    write(
                            context,
                            404,
                            style,
                            "missing",
                            new Failure.Missing("Organization or project not found."));
                } else {
                    write(context, 403, style, "forbidden", failure);
                }
            }
            case Failure.Missing _ -> write(context, 404, style, "missing", failure);
            case Failure.Conflict _ -> write(context, 409, style, "conflict", failure);
            case Failure.TooLarge _ -> write(context, 413, style, "too_large", failure);
            case Failure.Busy busy -> {
                context.header(
                        "Retry-After", String.valueOf(Math.max(1, busy.retryAfter().toSeconds())));
                write(context, 503, plain(style), "busy", failure);
            }
            case Failure.TooMany many -> {
                context.header(
                        "Retry-After", String.valueOf(Math.max(1, many.retryAfter().toSeconds())));
                write(context, 429, style, "too_many_requests", failure);
            }
            case Failure.ModelFailed _ ->
                    write(context, 503, plain(style), "model_failed", failure);
            case Failure.StorageFailed _ -> {
                LOG.log(System.Logger.Level.ERROR, "the storage failed", failure);
                write(
                        context,
                        503,
                        plain(style),
                        "storage_failed",
                        new Failure.StorageFailed("The storage is unavailable."));
            }
        }
    }

    private static Map<String, Object> wrongFields(ErrorStyle style, Failure.Invalid invalid) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (style == ErrorStyle.FORBIDDING) {
            body.putAll(invalid.fields());
            return body;
        }
        if (style != ErrorStyle.FIELDS) {
            body.put(style.key(), invalid.reason());
        }
        body.put("errors", invalid.fields());
        body.put("detail", invalid.reason());
        return body;
    }

    /// A refusal with a body of its own; the dashboard gets all of them in one form.
    static void reply(Context context, Refusal refusal) {
        if (style(context) != ErrorStyle.CODE) {
            Replies.write(context, refusal.status(), refusal.body());
            return;
        }
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("detail", sentence(refusal.body()));
        plain.put(
                "code",
                refusal.body() instanceof Map<?, ?> body && body.get("code") instanceof String known
                        ? known
                        : code(refusal.status()));
        Replies.write(context, refusal.status(), plain);
    }

    /// What a body of whatever form says to people.
    private static String sentence(@Nullable Object body) {
        return switch (body) {
            case Map<?, ?> members when members.get("detail") instanceof String detail -> detail;
            case Map<?, ?> members when !members.isEmpty() -> {
                var first = members.entrySet().iterator().next();
                yield first.getKey() + ": " + sentence(first.getValue());
            }
            case List<?> elements when !elements.isEmpty() -> sentence(elements.getFirst());
            case null, default -> String.valueOf(body);
        };
    }

    private static String code(int status) {
        return switch (status) {
            case 401 -> "unauthenticated";
            case 403 -> "forbidden";
            case 404 -> "missing";
            case 409 -> "conflict";
            case 413 -> "too_large";
            case 429 -> "too_many_requests";
            case 503 -> "busy";
            default -> "invalid";
        };
    }

    private static ErrorStyle style(Context context) {
        Endpoint endpoint = context.attribute(Door.ENDPOINT);
        return endpoint == null ? ErrorStyle.ERROR : endpoint.errors();
    }

    /// Some refusals have no key of their own, only `detail`; null stands for that.
    private static @Nullable ErrorStyle plain(ErrorStyle style) {
        return style == ErrorStyle.CODE ? style : null;
    }

    private static void write(
            Context context, int status, @Nullable ErrorStyle style, String code, Failure failure) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (style != null && style != ErrorStyle.CODE) {
            body.put(style.key(), failure.reason());
        }
        body.put("detail", failure.reason());
        if (style == ErrorStyle.CODE) {
            body.put("code", code);
        }
        Replies.write(context, status, body);
    }
}
