package dev.keepsake.server.wire;

import dev.keepsake.server.http.Exchange;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /v1/ping/`: what every client calls first, and some before every command. Touches nothing
/// but the accounts.
public final class Ping {

    private final boolean exposeEmail;

    public Ping(boolean exposeEmail) {
        this.exposeEmail = exposeEmail;
    }

    public void answer(Exchange exchange) {
        var caller = exchange.caller();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("status", "ok");
        body.put("org_id", caller.organization().toString());
        body.put("project_id", caller.project().toString());
        body.put("user_email", exposeEmail ? caller.email() : null);
        exchange.reply(body);
    }
}
