package dev.keepsake.server.http;

import dev.keepsake.account.Caller;
import io.javalin.http.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request about one project, by somebody who may do there what the endpoint does.
public final class Exchange extends Call {

    private final Caller caller;

    Exchange(Context context, Map<String, @Nullable Object> body, Origin origin, Caller caller) {
        super(context, body, origin);
        this.caller = caller;
    }

    public Caller caller() {
        return caller;
    }
}
