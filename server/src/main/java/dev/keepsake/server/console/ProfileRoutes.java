package dev.keepsake.server.console;

import static dev.keepsake.account.Permission.MANAGE_ACCOUNT;
import static dev.keepsake.server.console.Console.required;

import dev.keepsake.account.People;
import dev.keepsake.failure.Failure;
import dev.keepsake.login.Mailer;
import dev.keepsake.login.PasswordReset;
import dev.keepsake.login.Profile;
import dev.keepsake.login.Removal;
import dev.keepsake.server.http.AccountCall;
import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.http.Refusal;
import dev.keepsake.server.wire.Form;
import dev.keepsake.server.wire.Stamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What people do about themselves: name, address, password, codes for the command-line client, and
/// leaving (management contract 18.3 and 18.6).
public final class ProfileRoutes implements HttpServer.Area {

    private final Profile profile;
    private final People people;
    private final PasswordReset reset;
    private final Removal removal;
    private final Mailer mailer;
    private final @Nullable String baseUrl;

    /// @param baseUrl how the operator says that the server is reached; null when they do not say
    public ProfileRoutes(
            Profile profile,
            People people,
            PasswordReset reset,
            Removal removal,
            Mailer mailer,
            @Nullable String baseUrl) {
        this.profile = profile;
        this.people = people;
        this.reset = reset;
        this.removal = removal;
        this.mailer = mailer;
        this.baseUrl = baseUrl;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Console.account("PATCH", "/me", MANAGE_ACCOUNT, this::change),
                Console.account("DELETE", "/me", MANAGE_ACCOUNT, this::leave),
                Console.account("POST", "/me/password", MANAGE_ACCOUNT, this::changePassword),
                Console.account("POST", "/login-codes", MANAGE_ACCOUNT, this::loginCode),
                Console.open("POST", "/password-reset", this::askForReset),
                Console.open("POST", "/password-reset/confirm", this::confirmReset));
    }

    private void change(AccountCall call) {
        var form = Form.ofBody(call);
        var name = form.text("name");
        var email = form.filled("email");
        var changed =
                email == null
                        || profile.changeEmail(
                                call.identity(), email, form.filled("code"), Console.visitor(call));
        if (name != null) {
            profile.rename(call.identity(), name);
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("account", Views.account(people.require(call.identity().account())));
        body.put("code_sent", !changed);
        call.reply(body);
    }

    private void changePassword(AccountCall call) {
        var form = Form.ofBody(call);
        profile.changePassword(
                call.identity(),
                form.text("current_password"),
                required(form, "new_password"),
                SessionRoutes.session(call));
        call.reply(Map.of("message", "The password is changed; other sessions have ended."));
    }

    private void leave(AccountCall call) {
        removal.removeSelf(call.identity());
        SessionCookie.clear(call);
        call.reply(Map.of("message", "The account is deleted. What it held is being erased."));
    }

    private void loginCode(AccountCall call) {
        var issued = profile.loginCode(call.identity());
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("code", issued.text());
        body.put("expires_at", Stamp.of(issued.expiresAt()));
        call.reply(body);
    }

    private void askForReset(Call call) {
        requireMail();
        try {
            reset.ask(required(Form.ofBody(call), "email"), baseUrl, Console.visitor(call));
        } catch (Failure.TooMany _) {
            // always the same answer; the letter from before still works
        }
        call.reply(Map.of("message", "If the address has an account, a letter is on its way."));
    }

    private void confirmReset(Call call) {
        requireMail();
        var form = Form.ofBody(call);
        reset.confirm(
                required(form, "token"), required(form, "new_password"), Console.visitor(call));
        call.reply(Map.of("message", "The password is changed. Log in with it."));
    }

    private void requireMail() {
        if (!mailer.isOn()) {
            throw new Refusal(
                    503,
                    Map.of(
                            "detail",
                            "This server sends no mail. Its operator can run: keepsake reset-password",
                            "code",
                            "mail_off"));
        }
    }
}
