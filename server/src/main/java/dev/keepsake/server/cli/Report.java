package dev.keepsake.server.cli;

import dev.keepsake.server.account.Founder.Founded;
import dev.keepsake.server.config.Secret;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/// What the operator is told once, and cannot ask again.
final class Report {

    private Report() {}

    static String text(Founded founded) {
        var text = new StringBuilder();
        line(text, "email", founded.email());
        line(
                text,
                "password",
                founded.password() == null ? "as given" : founded.password().value());
        line(text, "API key", founded.keyMade() ? founded.key().value() : "as given");
        return text.toString();
    }

    static String json(Founded founded) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("email", founded.email());
        if (founded.password() != null) {
            json.put("password", founded.password().value());
        }
        json.put("api_key", founded.key().value());
        json.put("org_id", founded.organization().toString());
        json.put("project_id", founded.project().toString());
        return json + "\n";
    }

    static String password(Optional<Secret> made) {
        return made.map(password -> password.value() + "\n").orElse("The password is set.\n");
    }

    static String passwordJson(String email, Optional<Secret> made) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("email", email);
        made.ifPresent(password -> json.put("password", password.value()));
        return json + "\n";
    }

    /// A line that works when it is pasted into a shell.
    static String curl(URI baseUrl, String key) {
        return """
        curl -s %s/v3/memories/add/ -H "Authorization: Token %s" -H 'Content-Type: application/json' \
        -d '{"messages": "I like green tea", "user_id": "ana", "infer": false}'
        """
                .formatted(baseUrl, key);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  %-9s %s%n".formatted(name, value));
    }
}
