package dev.keepsake.server.http;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/// Writes replies.
final class Replies {

    private Replies() {}

    static void write(Context context, int status, @Nullable Object value) {
        context.status(status).contentType("application/json").result(Json.bytes(value));
    }
}
