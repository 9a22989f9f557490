package dev.keepsake.server.console;

import static dev.keepsake.account.Permission.ADMINISTER_SERVER;

import dev.keepsake.account.AuditTrail;
import dev.keepsake.failure.Failure;
import dev.keepsake.server.config.Configuration;
import dev.keepsake.server.config.Effective;
import dev.keepsake.server.config.SavedSettings;
import dev.keepsake.server.http.AccountCall;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.wire.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The server's settings (management contract 18.6): what holds, who decided it, and what of it can
/// be chosen here. Secrets go in and never come out.
public final class SettingsRoutes implements HttpServer.Area {

    private final SavedSettings settings;
    private final Map<String, Effective> running;
    private final Trial trial;
    private final AuditTrail audit;

    /// Tries out what a configuration names.
    public interface Trial {

        /// One call of the language model.
        ///
        /// @return the name of the model
        /// @throws Failure.Invalid when the configuration names none
        /// @throws Failure.ModelFailed when it does not answer
        String languageModel(Configuration configuration);

        /// One embedding.
        ///
        /// @return the name of the model
        /// @throws Failure.ModelFailed when it does not answer
        String embedder(Configuration configuration);
    }

    public SettingsRoutes(SavedSettings settings, Trial trial, AuditTrail audit) {
        this.settings = settings;
        this.running =
                settings.current().sources().effective().stream()
                        .collect(Collectors.toMap(Effective::name, each -> each));
        this.trial = trial;
        this.audit = audit;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Console.account("GET", "/settings", ADMINISTER_SERVER, this::list),
                Console.account("PUT", "/settings", ADMINISTER_SERVER, this::change),
                Console.account("POST", "/settings/test", ADMINISTER_SERVER, this::test));
    }

    private void list(AccountCall call) {
        call.reply(body(settings.current()));
    }

    private void change(AccountCall call) {
        var changes = values(Form.ofBody(call));
        if (changes.isEmpty()) {
            throw new Failure.Invalid("settings: must be an object of at least one setting");
        }
        var changed = settings.change(changes);
        audit.note(
                call.identity().account(),
                null,
                null,
                "settings.change",
                "settings",
                Map.of("names", new ArrayList<>(changes.keySet())));
        call.reply(body(changed));
    }

    private void test(AccountCall call) {
        var form = Form.ofBody(call);
        var tried = settings.tried(values(form));
        var target = Console.required(form, "target");
        var began = System.nanoTime();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        try {
            var model =
                    switch (target) {
                        case "llm" -> trial.languageModel(tried);
                        case "embedder" -> trial.embedder(tried);
                        default -> throw new Failure.Invalid("target: must be llm or embedder");
                    };
            body.put("ok", true);
            body.put("model", model);
            body.put("detail", null);
        } catch (Failure.ModelFailed failed) {
            body.put("ok", false);
            body.put("model", null);
            body.put("detail", failed.reason());
        }
        body.put("latency_ms", (System.nanoTime() - began) / 1_000_000);
        call.reply(body);
    }

    private static Map<String, @Nullable String> values(Form form) {
        var given = form.object("settings");
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        if (given != null) {
            given.forEach((name, value) -> values.put(name, text(name, value)));
        }
        return values;
    }

    private static @Nullable String text(String name, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean flag -> flag.toString();
            case Number number -> number.toString();
            default -> throw new Failure.Invalid(name + ": must be a string, number or boolean");
        };
    }

    private Map<String, @Nullable Object> body(Configuration configuration) {
        var views = configuration.sources().effective().stream().map(this::view).toList();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("settings", views);
        body.put(
                "restart_pending",
                views.stream().anyMatch(each -> Boolean.TRUE.equals(each.get("pending"))));
        return body;
    }

    private Map<String, @Nullable Object> view(Effective setting) {
        var isSet = setting.source() != Effective.Source.DEFAULT;
        var open =
                SavedSettings.isOpen(setting.name())
                        && setting.source() != Effective.Source.ENVIRONMENT;
        var live = SavedSettings.isLive(setting.name());
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("name", setting.name());
        view.put("value", setting.value());
        view.put("source", Views.spelled(setting.source()));
        view.put("default", setting.standard().replace("`", ""));
        view.put("rule", setting.rule().replace("`", ""));
        view.put("meaning", setting.meaning());
        view.put("secret", setting.secret());
        view.put("is_set", isSet);
        view.put("editable", open);
        view.put("needs_restart", !live);
        view.put("pending", !live && differs(setting));
        return view;
    }

    /// Whether the running server goes by another value. Of secrets it is not known here what they
    /// are, only whether they were touched.
    private boolean differs(Effective setting) {
        return setting.secret()
                ? settings.isTouched(setting.name())
                : !setting.equals(running.get(setting.name()));
    }
}
