package dev.keepsake.server.http;

import dev.keepsake.account.OrganizationCaller;
import dev.keepsake.account.Subject;
import io.javalin.http.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request about one organization, by somebody who may do there what the endpoint does.
public final class OrganizationCall extends Call {

    private final OrganizationCaller caller;
    private final Subject subject;

    OrganizationCall(
            Context context,
            Map<String, @Nullable Object> body,
            Origin origin,
            OrganizationCaller caller,
            Subject subject) {
        super(context, body, origin);
        this.caller = caller;
        this.subject = subject;
    }

    public OrganizationCaller caller() {
        return caller;
    }

    /// The same person, wherever they may go.
    public Subject subject() {
        return subject;
    }
}
