package dev.keepsake.login;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.Invitations;
import dev.keepsake.account.People;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Logging in with email and password (management contract 18.3). An unknown email takes as long as
/// a wrong password and says the same. Guessing is slowed down by address of the visitor and by
/// account. Safe for many threads.
public final class PasswordLogin {

    private static final int TRIES_A_MINUTE_FROM_ONE_PLACE = 10;
    private static final int FAILURES = 5;
    private static final Duration PAUSE = Duration.ofMinutes(15);

    private final Accounts accounts;
    private final People people;
    private final PasswordHashing hashing;
    private final Sessions sessions;
    private final Invitations invitations;
    private final InstantSource clock;
    private final Throttle visitors;
    private final Throttle guesses;

    /// What an absent password is compared with, so that the comparison takes its time.
    private final String nobodysHash;

    public PasswordLogin(
            Accounts accounts,
            People people,
            PasswordHashing hashing,
            Sessions sessions,
            Invitations invitations,
            InstantSource clock) {
        this.accounts = accounts;
        this.people = people;
        this.hashing = hashing;
        this.sessions = sessions;
        this.invitations = invitations;
        this.clock = clock;
        this.visitors =
                Throttle.pausing(TRIES_A_MINUTE_FROM_ONE_PLACE, Duration.ofMinutes(1), clock);
        this.guesses = Throttle.pausing(FAILURES, PAUSE, clock);
        this.nobodysHash = hashing.hash(Tokens.random());
    }

    /// @throws Failure.Unauthenticated when email or password are wrong, or the account is disabled
    /// @throws Failure.TooMany after too many tries
    public Sessions.Opened in(String email, String password, Visitor visitor) {
        visitors.admit(visitor.network());
        var name = email.strip().toLowerCase(Locale.ROOT);
        guesses.admit(name);
        var account = accounts.accountByEmail(name);
        if (!isRight(account, password)) {
            throw new Failure.Unauthenticated("Wrong email or password.");
        }
        guesses.forget(name);
        return sessions.open(greeted(account.orElseThrow(), password), visitor);
    }

    /// That somebody who is logged in knows their password; those who have none know it.
    ///
    /// @throws Failure.Forbidden when it is wrong
    /// @throws Failure.TooMany after too many tries
    void requirePassword(Account account, @Nullable String password) {
        if (account.passwordHash() == null) {
            return;
        }
        var name = String.valueOf(account.email());
        guesses.admit(name);
        if (!isRight(Optional.of(account), password == null ? "" : password)) {
            throw new Failure.Forbidden("The current password is wrong.");
        }
        guesses.forget(name);
    }

    /// For whoever proves their address in another way.
    void forgetFailures(String email) {
        guesses.forget(email);
    }

    private boolean isRight(Optional<Account> account, String password) {
        var hash = account.map(Account::passwordHash);
        // more than the longest password is never right, and costs no more than that
        var text =
                password.length() > 2 * Password.LONGEST
                        ? password.substring(0, 2 * Password.LONGEST + 1)
                        : password;
        var fits = hashing.verify(text, hash.orElse(nobodysHash));
        return fits && hash.isPresent() && account.get().disabledAt() == null;
    }

    /// Notes the login. The first one with an address makes its owner a member where they were
    /// invited.
    private Account greeted(Account account, String password) {
        if (account.lastLoginAt() == null) {
            invitations.welcome(account);
        }
        var now = clock.instant();
        AccountId id = account.id();
        return people.change(id, each -> rehashed(each, password).loggedIn(now));
    }

    private Account rehashed(Account account, String password) {
        var hash = account.passwordHash();
        return hash != null && hashing.isOutdated(hash)
                ? account.withPassword(hashing.hash(password))
                : account;
    }
}
