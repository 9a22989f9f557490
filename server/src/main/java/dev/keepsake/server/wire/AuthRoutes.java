package dev.keepsake.server.wire;

import dev.keepsake.account.AgentCaller;
import dev.keepsake.account.Credential;
import dev.keepsake.account.KeyRing;
import dev.keepsake.account.Permission;
import dev.keepsake.failure.Failure;
import dev.keepsake.login.AgentSignup;
import dev.keepsake.login.CliLogin;
import dev.keepsake.login.CliLogin.Answer;
import dev.keepsake.login.CliLogin.Why;
import dev.keepsake.login.Visitor;
import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.http.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Accounts and keys as the command-line clients get them (management contract 13.1 to 13.6). The
/// clients compare with 200 exactly, and read errors from `error`.
public final class AuthRoutes implements HttpServer.Area {

    private final CliLogin login;
    private final AgentSignup agents;
    private final KeyRing keys;

    public AuthRoutes(CliLogin login, AgentSignup agents, KeyRing keys) {
        this.login = login;
        this.agents = agents;
        this.keys = keys;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.open("POST", "/api/v1/auth/email_code", this::sendCode),
                Endpoint.open("POST", "/api/v1/auth/email_code/verify", this::verify),
                Endpoint.open("POST", "/api/v1/auth/agent_mode", this::signUp),
                // any key may say who uses it, restricted and read-only ones too
                Endpoint.inProject(
                        "PATCH",
                        "/api/v1/auth/agent_mode/caller",
                        Permission.READ_DATA,
                        this::identify),
                Endpoint.open("POST", "/v1/agent-rush/memories", AuthRoutes::noAgentRush),
                Endpoint.open("POST", "/v1/agent-rush/memories/search", AuthRoutes::noAgentRush));
    }

    private void sendCode(Call call) {
        if (!login.sendCode(required(call, "email"), visitor(call))) {
            throw Refusal.keyed(
                    503,
                    "error",
                    "This server sends no mail. Log in to its dashboard to get a code, and pass it with --code.");
        }
        call.reply(Map.of("message", "If the address can be reached, a code is on its way."));
    }

    private void verify(Call call) {
        var agentKey = Form.ofBody(call).filled("agent_mode_api_key");
        var email = required(call, "email");
        var code = required(call, "code");
        var answer =
                agentKey == null
                        ? login.login(email, code, visitor(call))
                        : login.claim(email, code, agentKey, visitor(call));
        switch (answer) {
            case Answer.LoggedIn(var minted, var address) -> {
                Map<String, @Nullable Object> body = new LinkedHashMap<>();
                body.put("api_key", minted.text());
                body.put("org_id", minted.key().organization().toString());
                body.put("project_id", minted.key().project().toString());
                body.put("user_email", address);
                call.reply(body);
            }
            case Answer.Claimed(var at, var address, var organization, var project) -> {
                Map<String, @Nullable Object> body = new LinkedHashMap<>();
                body.put("claimed", true);
                body.put("claimed_at", Stamp.of(at));
                body.put("user_email", address);
                body.put("org_id", organization.toString());
                body.put("project_id", project.toString());
                call.reply(body);
            }
            case Answer.Refused(var why) -> throw refused(call, why);
        }
    }

    private static Refusal refused(Call call, Why why) {
        return switch (why) {
            case WRONG_CODE -> coded(400, "invalid_code", "The code is wrong, used or too old.");
            case TOO_MANY_TRIES -> {
                call.setHeader("Retry-After", "60");
                yield Refusal.keyed(429, "error", "Too many wrong codes. Ask for a new one.");
            }
            case SIGN_UP_CLOSED ->
                    coded(
                            403,
                            "signup_closed",
                            "There is no account with this address, and new ones must be invited by an administrator.");
            case DISABLED -> coded(403, "account_disabled", "This account is disabled.");
            case NO_AGENT_KEY ->
                    coded(404, "agent_key_not_found", "There is no agent account with this key.");
            case CLAIMED_BEFORE ->
                    coded(409, "already_claimed", "This agent account has an owner already.");
            case EMAIL_HAS_ACCOUNT ->
                    coded(
                            409,
                            "email_already_claimed",
                            "There is an account with this address already.");
        };
    }

    private static Refusal coded(int status, String code, String message) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("error", message);
        body.put("detail", message);
        body.put("code", code);
        return new Refusal(status, body);
    }

    private void signUp(Call call) {
        var form = Form.ofBody(call);
        var answer =
                agents.signUp(form.filled("source"), form.filled("agent_caller"), visitor(call));
        switch (answer) {
            case AgentSignup.Answer.SwitchedOff _ ->
                    throw Refusal.keyed(
                            503, "error", "This server does not let agents sign themselves up.");
            case AgentSignup.Answer.EnoughForToday(var left) -> {
                // the clients look for the word permission, and must find no error key
                call.setHeader("Retry-After", String.valueOf(Math.max(1, left.toSeconds())));
                throw new Refusal(
                        403,
                        Map.of("detail", "You do not have permission to perform this action."));
            }
            case AgentSignup.Answer.SignedUp(var settled) -> {
                var founding = settled.founding();
                var agent = founding.account().agent();
                var base = call.origin().baseUrl();
                Map<String, @Nullable Object> body = new LinkedHashMap<>();
                body.put("api_key", settled.keyText());
                body.put("default_user_id", agent == null ? "user" : agent.defaultUserId());
                body.put("org_id", founding.organization().id().toString());
                body.put("project_id", founding.project().id().toString());
                body.put("mcp_url", base + "/mcp");
                body.put("smoke_test_url", base + "/v1/ping/");
                body.put("claim_command", "mem0 init --email <your-email>");
                call.reply(body);
            }
        }
    }

    private void identify(Exchange exchange) {
        exchange.caller().require(Permission.READ_DATA);
        var text = Form.ofBody(exchange).text("agent_caller");
        var caller = AgentCaller.of(text == null ? "" : text);
        if (exchange.caller().identity().credential() instanceof Credential.Key(var id, _)) {
            keys.identify(id, caller);
        }
        exchange.reply(Map.of("agent_caller", caller.name()));
    }

    /// A hosted promotion; this answer makes the client say so.
    private static void noAgentRush(Call call) {
        call.reply(404, Map.of("error", Map.of("code", "agentrush_not_provisioned")));
    }

    private static String required(Call call, String field) {
        var text = Form.ofBody(call).filled(field);
        if (text == null) {
            throw new Failure.Invalid(field + ": is required");
        }
        return text;
    }

    private static Visitor visitor(Call call) {
        return new Visitor(call.origin().address(), call.header("User-Agent"));
    }
}
