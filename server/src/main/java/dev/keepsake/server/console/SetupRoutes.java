package dev.keepsake.server.console;

import static dev.keepsake.server.console.Console.required;

import dev.keepsake.account.Registrar;
import dev.keepsake.login.Sessions;
import dev.keepsake.login.Setup;
import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.wire.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The first run in the browser (management contract 18.2).
public final class SetupRoutes implements HttpServer.Area {

    private static final String DEFAULT_ORGANIZATION = "default-org";

    private final Setup setup;
    private final Sessions sessions;
    private final String version;

    /// @param version of the server
    public SetupRoutes(Setup setup, Sessions sessions, String version) {
        this.setup = setup;
        this.sessions = sessions;
        this.version = version;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Console.open("GET", "/setup", this::state),
                Console.open("POST", "/setup", this::run));
    }

    private void state(Call call) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("needs_setup", setup.isNeeded());
        body.put("token_required", true);
        body.put("version", version);
        call.reply(body);
    }

    private void run(Call call) {
        var form = Form.ofBody(call);
        var token = form.text("setup_token");
        var wish =
                new Setup.Wish(
                        required(form, "name"),
                        required(form, "email"),
                        required(form, "password"),
                        otherwise(form.filled("organization_name"), DEFAULT_ORGANIZATION),
                        otherwise(form.filled("project_name"), Registrar.DEFAULT_PROJECT));
        var visitor = Console.visitor(call);
        var settled = setup.run(token == null ? "" : token, wish, visitor);
        var founding = settled.founding();
        var opened = sessions.open(founding.account(), visitor);
        SessionCookie.set(call, opened.token());

        var key = Views.key(founding.key(), founding.account());
        key.put("key", settled.keyText());
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("account", Views.account(founding.account()));
        body.put(
                "organization",
                Map.of(
                        "id", founding.organization().id().toString(),
                        "name", founding.organization().name()));
        body.put(
                "project",
                Map.of(
                        "id", founding.project().id().toString(),
                        "name", founding.project().name()));
        body.put("api_key", key);
        body.put("csrf_token", opened.csrf());
        call.reply(201, body);
    }

    private static String otherwise(@Nullable String given, String standard) {
        return given == null ? standard : given;
    }
}
