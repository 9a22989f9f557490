package dev.keepsake.login;

import dev.keepsake.account.EmailForm;
import dev.keepsake.account.Registrar;
import dev.keepsake.account.Registrar.Home;
import dev.keepsake.account.Registrar.Person;
import dev.keepsake.account.Registrar.Settled;
import dev.keepsake.account.TokenHash;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.time.Duration;
import java.time.InstantSource;

/// The first run in the browser (management contract 18.2). Whoever does it shows a token that only
/// the server's own output tells, so that a fresh server is nobody's prey. Safe for many threads.
public final class Setup {

    private static final int TRIES_A_MINUTE_FROM_ONE_PLACE = 5;

    private final Accounts accounts;
    private final Registrar registrar;
    private final PasswordHashing hashing;
    private final Throttle visitors;
    private final String token = Tokens.random();

    public Setup(
            Accounts accounts, Registrar registrar, PasswordHashing hashing, InstantSource clock) {
        this.accounts = accounts;
        this.registrar = registrar;
        this.hashing = hashing;
        this.visitors =
                Throttle.pausing(TRIES_A_MINUTE_FROM_ONE_PLACE, Duration.ofMinutes(1), clock);
    }

    /// Whether no person has an account yet.
    public boolean isNeeded() {
        return accounts.isEmpty();
    }

    /// What must be shown, for the operator's eyes. Another one at every start.
    public String token() {
        return token;
    }

    /// What somebody asks for.
    public record Wish(
            String name, String email, String password, String organization, String project) {
        @Override
        public String toString() {
            return "Wish[" + email + "]";
        }
    }

    /// Creates the first account with everything it needs.
    ///
    /// @throws Failure.Conflict when it is done already
    /// @throws Failure.Forbidden when the token is wrong
    /// @throws Failure.Invalid when the wish breaks a rule
    /// @throws Failure.TooMany when one visitor tries too often
    public Settled run(String shown, Wish wish, Visitor visitor) {
        visitors.admit(visitor.network());
        if (!isNeeded()) {
            throw new Failure.Conflict("This server is set up already.");
        }
        // hashes are compared, so that the time it takes tells nothing of the token
        if (!TokenHash.of(shown.strip()).equals(TokenHash.of(token))) {
            throw new Failure.Forbidden("The setup token is wrong; the server's log tells it.");
        }
        var home =
                new Home(
                        Names.checked("organization_name", wish.organization()),
                        Names.checked("project_name", wish.project()),
                        "default",
                        null);
        var email = EmailForm.parse(wish.email());
        var name = Names.checked(wish.name());
        var hash = hashing.hash(new Password(wish.password()).text());
        return registrar.found(new Person(email, name, hash, true), home);
    }
}
