package dev.keepsake.login;

import dev.keepsake.account.Account;
import dev.keepsake.account.AuditTrail;
import dev.keepsake.account.EmailForm;
import dev.keepsake.account.OneTimeCode.Purpose;
import dev.keepsake.account.People;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.Logins.Use;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A new password for somebody who forgot theirs (management contract 18.3): by letter, or by hand
/// of whoever holds the data folder. Every session of the account ends. Safe for many threads.
public final class PasswordReset {

    private final Accounts accounts;
    private final People people;
    private final PasswordHashing hashing;
    private final Codes codes;
    private final Sessions sessions;
    private final PasswordLogin login;
    private final Mailer mailer;
    private final AuditTrail audit;

    public PasswordReset(
            Accounts accounts,
            People people,
            PasswordHashing hashing,
            Codes codes,
            Sessions sessions,
            PasswordLogin login,
            Mailer mailer,
            AuditTrail audit) {
        this.accounts = accounts;
        this.people = people;
        this.hashing = hashing;
        this.codes = codes;
        this.sessions = sessions;
        this.login = login;
        this.mailer = mailer;
        this.audit = audit;
    }

    /// Sends a link to an address that has an account; nothing tells whether it has one.
    ///
    /// @param baseUrl how the operator says that the server is reached; null when they do not say.
    ///   Never read off a request: then anybody could send links into other hands
    /// @throws Failure.Invalid when the address is none
    /// @throws Failure.TooMany when it was asked too often
    public void ask(String address, @Nullable String baseUrl, Visitor visitor) {
        var email = EmailForm.parse(address);
        var code = codes.askForToken(email, Purpose.PASSWORD_RESET, visitor);
        if (accounts.accountByEmail(email).filter(PasswordReset::works).isPresent()) {
            mailer.send(Letters.passwordReset(email, token(email, code.text()), baseUrl));
        }
    }

    /// @throws Failure.Invalid when the token is wrong, used or too old, or the password breaks its
    ///   rule
    public void confirm(String token, String newPassword, Visitor visitor) {
        var password = new Password(newPassword);
        var dot = token.lastIndexOf('.');
        var email = dot < 0 ? Optional.<String>empty() : emailOf(token.substring(0, dot));
        var account = email.flatMap(accounts::accountByEmail).filter(PasswordReset::works);
        var use =
                codes.use(
                        email.orElse(""),
                        Purpose.PASSWORD_RESET,
                        token.substring(dot + 1),
                        visitor);
        if (use != Use.RIGHT || account.isEmpty()) {
            throw new Failure.Invalid("token: is wrong, used or too old");
        }
        set(account.get(), password);
        audit.note(account.get().id(), "password.reset", "account " + account.get().id());
    }

    private void set(Account account, Password password) {
        var hash = hashing.hash(password.text());
        people.change(account.id(), each -> each.withPassword(hash));
        sessions.endAll(account.id(), Optional.empty());
        if (account.email() != null) {
            login.forgetFailures(account.email());
        }
    }

    private static boolean works(Account account) {
        return account.disabledAt() == null;
    }

    /// The address goes along, because codes are found by address.
    private static String token(String email, String code) {
        return Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(email.getBytes(StandardCharsets.UTF_8))
                + "."
                + code;
    }

    private static Optional<String> emailOf(String encoded) {
        try {
            return Optional.of(
                    new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
