package dev.keepsake.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Writes replies.
final class Replies {

    /// As much of a body that nobody wants is read and forgotten.
    private static final long MOST_UNWANTED = 10L * 1024 * 1024;

    private Replies() {}

    static void write(Context context, int status, @Nullable Object value) {
        settleRequest(context);
        context.status(status).contentType("application/json").result(Json.bytes(value));
    }

    /// A request that is answered before its body was read leaves the rest of it on the connection.
    /// If the server just hung up then, the client would lose the reply, which the system throws
    /// away with the connection, or the request that it sends next.
    private static void settleRequest(Context context) {
        try {
            if (context.req().getContentLengthLong() <= MOST_UNWANTED && isRead(context)) {
                return;
            }
        } catch (IOException broken) {
            // what cannot be read cannot be settled
        }
        context.header("Connection", "close");
    }

    private static boolean isRead(Context context) throws IOException {
        var body = context.req().getInputStream();
        var left = MOST_UNWANTED;
        while (left > 0) {
            var skipped = body.skip(left);
            if (skipped == 0 && body.read() < 0) {
                return true;
            }
            left -= Math.max(1, skipped);
        }
        return false;
    }
}
