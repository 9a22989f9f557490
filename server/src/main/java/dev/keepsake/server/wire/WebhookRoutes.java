package dev.keepsake.server.wire;

import static dev.keepsake.account.Permission.MANAGE_PROJECT;
import static dev.keepsake.account.Permission.READ_DATA;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.Endpoint.ErrorStyle;
import dev.keepsake.server.http.Endpoint.Operation;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.storage.Accounts;
import dev.keepsake.webhook.DeliveryId;
import dev.keepsake.webhook.WebhookBook;
import dev.keepsake.webhook.WebhookId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Webhooks for clients (management contract 9.1), and what goes on inside them for the dashboard
/// (18.6), which makes and changes them as clients do. For clients, a project that is not theirs is
/// forbidden here rather than unknown.
public final class WebhookRoutes implements HttpServer.Area {

    private static final String OF_PROJECT = "/api/v1/webhooks/projects/{project_id}";
    private static final String ONE = "/api/v1/webhooks/{webhook_id}";

    /// The other address, whose id is a project's or a webhook's according to the method.
    private static final String OTHER = "/api/v1/webhooks/{id}/webhook";

    private static final String CONSOLE = "/console/api/webhooks/{webhook_id}";

    private final WebhookBook book;
    private final Accounts accounts;

    public WebhookRoutes(WebhookBook book, Accounts accounts) {
        this.book = book;
        this.accounts = accounts;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                named("GET", OF_PROJECT, READ_DATA, this::list),
                named("POST", OF_PROJECT, MANAGE_PROJECT, this::create),
                owning("PUT", ONE, "webhook_id", this::change),
                owning("DELETE", ONE, "webhook_id", this::remove),
                other("GET", READ_DATA, this::list),
                other("POST", MANAGE_PROJECT, this::create),
                owning("PUT", OTHER, "id", this::change),
                owning("DELETE", OTHER, "id", this::remove),
                console("GET", "", READ_DATA, this::watched),
                console("GET", "/deliveries", READ_DATA, this::deliveries),
                console(
                        "POST",
                        "/deliveries/{delivery_id}/redeliver",
                        MANAGE_PROJECT,
                        this::redeliver),
                console("POST", "/test", MANAGE_PROJECT, this::test),
                console("POST", "/rotate-secret", MANAGE_PROJECT, this::rotate));
    }

    /// Answers a request about one webhook.
    private interface OnWebhook {
        void handle(Exchange exchange, WebhookId id);
    }

    private static Endpoint named(
            String method, String path, Permission permission, Operation<Exchange> operation) {
        return Endpoint.inNamedProject(method, path, permission, operation)
                .refusing(ErrorStyle.FORBIDDING);
    }

    private Endpoint owning(String method, String path, String parameter, OnWebhook operation) {
        return Endpoint.inOwningProject(
                        method,
                        path,
                        MANAGE_PROJECT,
                        call -> owner(call.path(parameter)),
                        exchange -> operation.handle(exchange, id(exchange.path(parameter))))
                .refusing(ErrorStyle.FORBIDDING);
    }

    private static Endpoint other(
            String method, Permission permission, Operation<Exchange> operation) {
        return Endpoint.inOwningProject(
                        method, OTHER, permission, call -> call.path("id"), operation)
                .refusing(ErrorStyle.FORBIDDING);
    }

    private Endpoint console(
            String method, String rest, Permission permission, OnWebhook operation) {
        return Endpoint.inOwningProject(
                        method,
                        CONSOLE,
                        permission,
                        call -> owner(call.path("webhook_id")),
                        exchange -> operation.handle(exchange, id(exchange.path("webhook_id"))))
                .forSession(CONSOLE + rest);
    }

    private String owner(String webhook) {
        return book.projectOf(id(webhook))
                .flatMap(accounts::project)
                .map(Project::id)
                .map(ProjectId::toString)
                .orElseThrow(WebhookRoutes::unknown);
    }

    // --- for clients

    private void list(Exchange exchange) {
        var project = project(exchange.caller());
        exchange.reply(
                book.list(exchange.caller()).stream()
                        .map(webhook -> WebhookBodies.webhook(webhook, project))
                        .toList());
    }

    private void create(Exchange exchange) {
        var wanted = WebhookForm.toMake(exchange.body());
        var created =
                book.create(
                        exchange.caller(), wanted.subscription(), wanted.active(), wanted.secret());
        exchange.reply(201, withSecret(exchange.caller(), created));
    }

    private Map<String, @Nullable Object> withSecret(Caller caller, WebhookBook.Created created) {
        var body = WebhookBodies.webhook(created.webhook(), project(caller));
        body.put("secret", created.secret());
        return body;
    }

    private void change(Exchange exchange, WebhookId id) {
        var changes = WebhookForm.toChange(exchange.body());
        book.change(exchange.caller(), id, changes);
        exchange.reply(Map.of("message", "Webhook updated."));
    }

    private void remove(Exchange exchange, WebhookId id) {
        book.remove(exchange.caller(), id);
        exchange.reply(Map.of("message", "Webhook deleted."));
    }

    // --- for the dashboard

    private void watched(Exchange exchange, WebhookId id) {
        var webhook = book.require(exchange.caller(), id);
        exchange.reply(WebhookBodies.watched(webhook, project(exchange.caller())));
    }

    private void deliveries(Exchange exchange, WebhookId id) {
        var ask = Paging.ask(Form.ofQuery(exchange), Paging.USUAL_SIZE);
        var page = book.deliveries(exchange.caller(), id, ask);
        exchange.reply(Paging.envelope(exchange, page, WebhookBodies::delivery));
    }

    private void redeliver(Exchange exchange, WebhookId id) {
        var delivery = deliveryId(exchange.path("delivery_id"));
        exchange.reply(WebhookBodies.delivery(book.redeliver(exchange.caller(), id, delivery)));
    }

    private void test(Exchange exchange, WebhookId id) {
        exchange.reply(WebhookBodies.delivery(book.test(exchange.caller(), id)));
    }

    private void rotate(Exchange exchange, WebhookId id) {
        exchange.reply(withSecret(exchange.caller(), book.rotate(exchange.caller(), id)));
    }

    // --- pieces

    private Project project(Caller caller) {
        return accounts.project(caller.project()).orElseThrow(WebhookRoutes::unknown);
    }

    /// What is no id names nothing.
    private static WebhookId id(String text) {
        try {
            return WebhookId.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw unknown();
        }
    }

    private static DeliveryId deliveryId(String text) {
        try {
            return DeliveryId.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new Failure.Missing("Delivery not found.");
        }
    }

    private static Failure.Missing unknown() {
        return new Failure.Missing("Webhook not found.");
    }
}
