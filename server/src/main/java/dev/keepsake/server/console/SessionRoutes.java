package dev.keepsake.server.console;

import static dev.keepsake.account.Permission.MANAGE_ACCOUNT;
import static dev.keepsake.account.Permission.READ_ACCOUNT;
import static dev.keepsake.server.console.Console.required;

import dev.keepsake.account.Account;
import dev.keepsake.account.Credential;
import dev.keepsake.account.Membership;
import dev.keepsake.account.People;
import dev.keepsake.account.Project;
import dev.keepsake.account.SessionId;
import dev.keepsake.account.Subject;
import dev.keepsake.login.PasswordLogin;
import dev.keepsake.login.Sessions;
import dev.keepsake.login.Sessions.Opened;
import dev.keepsake.login.Welcome;
import dev.keepsake.server.http.AccountCall;
import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Door;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.wire.Form;
import dev.keepsake.storage.Accounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Logging in and out, and what is open to whom (management contract 18.3 and 18.5).
public final class SessionRoutes implements HttpServer.Area {

    private final PasswordLogin login;
    private final Welcome welcome;
    private final Sessions sessions;
    private final Accounts accounts;
    private final People people;

    public SessionRoutes(
            PasswordLogin login,
            Welcome welcome,
            Sessions sessions,
            Accounts accounts,
            People people) {
        this.login = login;
        this.welcome = welcome;
        this.sessions = sessions;
        this.accounts = accounts;
        this.people = people;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Console.open("POST", "/session", this::logIn),
                Console.open("POST", "/invitations/accept", this::accept),
                Console.account("GET", "/session", READ_ACCOUNT, this::current),
                Console.account("DELETE", "/session", READ_ACCOUNT, this::logOut),
                Console.account("GET", "/sessions", READ_ACCOUNT, this::list),
                Console.account("DELETE", "/sessions/{id}", MANAGE_ACCOUNT, this::end));
    }

    private void logIn(Call call) {
        var form = Form.ofBody(call);
        var email = required(form, "email");
        var password = form.text("password");
        begin(call, 200, login.in(email, password == null ? "" : password, Console.visitor(call)));
    }

    private void accept(Call call) {
        var form = Form.ofBody(call);
        var name = form.filled("name");
        var opened =
                welcome.accept(
                        required(form, "token"),
                        name == null ? "" : name,
                        required(form, "password"),
                        Console.visitor(call));
        begin(call, 201, opened);
    }

    private void begin(Call call, int status, Opened opened) {
        SessionCookie.set(call, opened.token());
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("account", Views.account(people.require(opened.session().account())));
        body.put("csrf_token", opened.csrf());
        call.reply(status, body);
    }

    private void current(AccountCall call) {
        var account = people.require(call.identity().account());
        var token = call.cookie(Door.SESSION_COOKIE);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("account", Views.account(account));
        body.put("organizations", organizations(account, call.subject()));
        body.put("projects", projects(call.subject()));
        // none on a server that asks nobody who they are
        body.put("csrf_token", token == null || token.isEmpty() ? "" : Sessions.csrf(token));
        call.reply(body);
    }

    private List<Map<String, @Nullable Object>> organizations(Account account, Subject subject) {
        return subject.memberships().stream()
                .filter(each -> each.project() == null)
                .map(each -> organization(account, each))
                .toList();
    }

    private Map<String, @Nullable Object> organization(Account account, Membership membership) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", membership.organization().toString());
        view.put(
                "name",
                accounts.organization(membership.organization())
                        .map(each -> each.name())
                        .orElse(""));
        view.put("role", membership.role().name());
        view.put("is_default", membership.organization().equals(account.defaultOrganization()));
        return view;
    }

    private List<Map<String, @Nullable Object>> projects(Subject subject) {
        return subject.memberships().stream()
                .map(Membership::organization)
                .distinct()
                .flatMap(each -> accounts.projects(each).stream())
                .filter(subject::reaches)
                .map(each -> project(each, subject))
                .toList();
    }

    private static Map<String, @Nullable Object> project(Project project, Subject subject) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", project.id().toString());
        view.put("organization_id", project.organization().toString());
        view.put("name", project.name());
        view.put("role", subject.in(project).role().name());
        view.put("is_default", project.isDefault());
        return view;
    }

    private void logOut(AccountCall call) {
        session(call).ifPresent(each -> sessions.end(call.identity().account(), each));
        SessionCookie.clear(call);
        call.reply(Map.of("message", "Logged out."));
    }

    private void list(AccountCall call) {
        var current = session(call);
        call.reply(
                sessions.of(call.identity().account()).stream()
                        .map(each -> Views.session(each, current))
                        .toList());
    }

    private void end(AccountCall call) {
        sessions.end(call.identity().account(), Console.pathId(call, "id", SessionId::parse));
        call.reply(Map.of("message", "The session has ended."));
    }

    /// Empty on a server that asks nobody who they are.
    static Optional<SessionId> session(AccountCall call) {
        return call.cookie(Door.SESSION_COOKIE) != null
                        && call.identity().credential() instanceof Credential.Session(var id)
                ? Optional.of(id)
                : Optional.empty();
    }
}
