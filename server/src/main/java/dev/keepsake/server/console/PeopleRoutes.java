package dev.keepsake.server.console;

import static dev.keepsake.account.Permission.ADMINISTER_SERVER;
import static dev.keepsake.account.Permission.MANAGE_ORGANIZATION;
import static dev.keepsake.server.console.Console.required;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.InvitationId;
import dev.keepsake.account.Invitations;
import dev.keepsake.login.AccountAdmin;
import dev.keepsake.server.http.AccountCall;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.http.OrganizationCall;
import dev.keepsake.server.wire.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Accounts, for administrators of the server, and invitations, for owners of organizations
/// (management contract 18.5).
public final class PeopleRoutes implements HttpServer.Area {

    private final AccountAdmin admin;
    private final Invitations invitations;

    public PeopleRoutes(AccountAdmin admin, Invitations invitations) {
        this.admin = admin;
        this.invitations = invitations;
    }

    @Override
    public List<Endpoint> endpoints() {
        var one = "/organizations/{org_id}/invitations";
        return List.of(
                Console.account("GET", "/accounts", ADMINISTER_SERVER, this::list),
                Console.account("POST", "/accounts", ADMINISTER_SERVER, this::create),
                Console.account("PATCH", "/accounts/{id}", ADMINISTER_SERVER, this::change),
                Console.account("DELETE", "/accounts/{id}", ADMINISTER_SERVER, this::remove),
                Console.organization("GET", one, MANAGE_ORGANIZATION, this::invited),
                Console.organization("POST", one, MANAGE_ORGANIZATION, this::invite),
                Console.organization("DELETE", one + "/{id}", MANAGE_ORGANIZATION, this::withdraw));
    }

    private void list(AccountCall call) {
        call.reply(admin.list(call.identity()).stream().map(Views::account).toList());
    }

    private void create(AccountCall call) {
        var form = Form.ofBody(call);
        var created =
                admin.create(
                        call.identity(),
                        required(form, "email"),
                        required(form, "name"),
                        form.filled("password"),
                        form.flag("is_server_admin", false));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("account", Views.account(created.account()));
        body.put("password", created.password());
        call.reply(201, body);
    }

    private void change(AccountCall call) {
        var form = Form.ofBody(call);
        var changed =
                admin.change(
                        call.identity(),
                        Console.pathId(call, "id", AccountId::parse),
                        form.text("name"),
                        form.has("disabled") ? form.flag("disabled", false) : null,
                        form.has("is_server_admin") ? form.flag("is_server_admin", false) : null);
        call.reply(Views.account(changed));
    }

    private void remove(AccountCall call) {
        admin.remove(call.identity(), Console.pathId(call, "id", AccountId::parse));
        call.reply(Map.of("message", "The account is deleted. What it held is being erased."));
    }

    private void invited(OrganizationCall call) {
        call.reply(invitations.list(call.caller()).stream().map(Views::invitation).toList());
    }

    private void invite(OrganizationCall call) {
        var form = Form.ofBody(call);
        var sent = invitations.send(call.caller(), form.values());
        var view = Views.invitation(sent.invitation());
        view.put("token", sent.token());
        view.put("link", call.origin().baseUrl() + "/console/invitation?token=" + sent.token());
        call.reply(201, view);
    }

    private void withdraw(OrganizationCall call) {
        invitations.withdraw(call.caller(), Console.pathId(call, "id", InvitationId::parse));
        call.reply(Map.of("message", "The invitation is withdrawn."));
    }
}
