package dev.keepsake.server.http;

import dev.keepsake.account.Identity;
import dev.keepsake.account.Subject;
import io.javalin.http.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request by somebody known, about themselves or the server, or about a place that the operation
/// finds out itself.
public final class AccountCall extends Call {

    private final Subject subject;

    AccountCall(
            Context context, Map<String, @Nullable Object> body, Origin origin, Subject subject) {
        super(context, body, origin);
        this.subject = subject;
    }

    public Identity identity() {
        return subject.identity();
    }

    /// The way into organizations and projects.
    public Subject subject() {
        return subject;
    }
}
