package dev.keepsake.login;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.Keys;
import dev.keepsake.account.OneTimeCode;
import dev.keepsake.account.OneTimeCode.Purpose;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Logins;
import dev.keepsake.storage.Logins.Use;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// One-time codes that prove an address (management contract 13.1): six digits, good for
/// [#LIFETIME], [#ATTEMPTS] tries and one use. Links that reset a password are codes too, only
/// longer. Codes are made for unknown addresses as well, so that nothing tells which are known.
/// Safe for many threads.
public final class Codes {

    static final Duration LIFETIME = Duration.ofMinutes(10);
    static final Duration TOKEN_LIFETIME = Duration.ofMinutes(30);
    static final Duration COUNTED = Duration.ofHours(1);
    private static final Duration ONE_EVERY = Duration.ofMinutes(1);
    private static final int IN_AN_HOUR = 5;
    private static final int IN_AN_HOUR_FROM_ONE_PLACE = 20;
    private static final int TRIES_A_MINUTE_FROM_ONE_PLACE = 10;
    private static final int ATTEMPTS = 5;
    private static final String NOBODY = "nobody";

    private final Logins logins;
    private final Keys keys;
    private final InstantSource clock;
    private final Throttle asked;
    private final Throttle tried;

    public Codes(Logins logins, Keys keys, InstantSource clock) {
        this.logins = logins;
        this.keys = keys;
        this.clock = clock;
        this.asked = Throttle.pausing(IN_AN_HOUR_FROM_ONE_PLACE, COUNTED, clock);
        this.tried = Throttle.pausing(TRIES_A_MINUTE_FROM_ONE_PLACE, ONE_EVERY, clock);
    }

    /// A code as somebody gets it.
    public record Issued(String text, Instant expiresAt) {
        @Override
        public String toString() {
            return "Issued[until " + expiresAt + "]";
        }
    }

    /// A code that a stranger asked for.
    ///
    /// @throws Failure.TooMany when address or visitor had too many lately
    Issued ask(String email, Purpose purpose, Visitor visitor) {
        requireSparing(email, visitor);
        return issue(email, purpose, Tokens.sixDigits(), LIFETIME);
    }

    /// A long code for a link.
    ///
    /// @throws Failure.TooMany when address or visitor had too many lately
    Issued askForToken(String email, Purpose purpose, Visitor visitor) {
        requireSparing(email, visitor);
        return issue(email, purpose, Tokens.random(), TOKEN_LIFETIME);
    }

    /// A code for somebody who is logged in. It proves the account and not its address, which
    /// somebody may have chosen who cannot read what is sent there.
    Issued give(AccountId account) {
        return issue(account.toString(), Purpose.DASHBOARD, Tokens.sixDigits(), LIFETIME);
    }

    private void requireSparing(String email, Visitor visitor) {
        asked.admit(visitor.network());
        var now = clock.instant();
        var last = logins.lastCode(email);
        if (last.isPresent() && now.isBefore(last.get().plus(ONE_EVERY))) {
            throw tooMany(Duration.between(now, last.get().plus(ONE_EVERY)));
        }
        if (logins.codesSince(email, now.minus(COUNTED)) >= IN_AN_HOUR) {
            throw tooMany(COUNTED);
        }
    }

    private static Failure.TooMany tooMany(Duration wait) {
        return new Failure.TooMany("Too many codes for this address. Try again later.", wait);
    }

    private Issued issue(String email, Purpose purpose, String text, Duration lifetime) {
        var now = clock.instant();
        var end = now.plus(lifetime);
        logins.create(new OneTimeCode(email, purpose, hash(email, purpose, text), 0, now, end));
        return new Issued(text, end);
    }

    /// Uses a code up.
    ///
    /// @throws Failure.TooMany when one visitor tries too often
    Use use(String email, Purpose purpose, String text, Visitor visitor) {
        tried.admit(visitor.network());
        return use(email, purpose, text);
    }

    private Use use(String name, Purpose purpose, String text) {
        return logins.use(
                name, purpose, hash(name, purpose, text.strip()), ATTEMPTS, clock.instant());
    }

    /// What a code for the command-line client was worth.
    ///
    /// @param ofAddress whether it proved the address, and not only the account
    record Proof(Use use, boolean ofAddress) {}

    /// Uses up a code that was sent to an address, or shown to the account that has it.
    ///
    /// @throws Failure.TooMany when one visitor tries too often
    Proof prove(String email, Optional<AccountId> account, String text, Visitor visitor) {
        tried.admit(visitor.network());
        var sent = use(email, Purpose.CLI_LOGIN, text);
        if (sent == Use.RIGHT) {
            return new Proof(sent, true);
        }
        // looked for without an account too, so that the time it takes tells nothing
        var shown = use(account.map(AccountId::toString).orElse(NOBODY), Purpose.DASHBOARD, text);
        return new Proof(shown == Use.WRONG ? sent : shown, false);
    }

    /// Keyed like an API key, because a million codes are quickly hashed.
    private KeyHash hash(String email, Purpose purpose, String text) {
        return keys.hash(purpose + " " + email + " " + text);
    }
}
