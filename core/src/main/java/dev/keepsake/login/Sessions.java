package dev.keepsake.login;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.Callers;
import dev.keepsake.account.Session;
import dev.keepsake.account.SessionId;
import dev.keepsake.account.Subject;
import dev.keepsake.account.TokenHash;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Logins;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sessions of the dashboard (management contract 18.3): opaque tokens whose hashes are stored, so
/// that each can be ended at once. A session ends after [#IDLE] without use and after [#LONGEST] in
/// any case. The token against forged requests is derived from the session's, so it can be told
/// again without being stored. Safe for many threads.
public final class Sessions {

    static final Duration IDLE = Duration.ofHours(12);

    /// How long a session lasts however much it is used.
    public static final Duration LONGEST = Duration.ofDays(14);

    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final Logins logins;
    private final Callers callers;
    private final InstantSource clock;

    public Sessions(Logins logins, Callers callers, InstantSource clock) {
        this.logins = logins;
        this.callers = callers;
        this.clock = clock;
    }

    /// A session with its token, which exists only here and in the browser.
    ///
    /// @param csrf what unsafe requests must send beside it
    public record Opened(Session session, String token, String csrf) {
        @Override
        public String toString() {
            return "Opened[" + session.id() + "]";
        }
    }

    /// Begins a session for somebody who has proven to be the account's owner.
    public Opened open(Account account, Visitor visitor) {
        var now = clock.instant();
        var token = Tokens.random();
        var session =
                new Session(
                        SessionId.random(),
                        account.id(),
                        TokenHash.of(token),
                        TokenHash.of(csrf(token)),
                        now,
                        now,
                        now.plus(LONGEST),
                        visitor.address(),
                        visitor.userAgent());
        logins.create(session);
        return new Opened(session, token, csrf(token));
    }

    /// What unsafe requests of a session must send.
    public static String csrf(String token) {
        return Tokens.derived(token, "csrf");
    }

    /// Whose session it is.
    ///
    /// @param token null when the request has none
    /// @param csrf what an unsafe request sent, perhaps nothing but an empty text; empty for a safe
    ///   one
    /// @throws Failure.Unauthenticated when there is no such session, or it or its account has
    ///   ended
    /// @throws Failure.Forbidden when the request may be forged
    public Subject subject(@Nullable String token, Optional<String> csrf) {
        var session = working(token);
        if (csrf.isPresent() && !TokenHash.of(csrf.get()).equals(session.csrfHash())) {
            throw new Failure.Forbidden(
                    "The X-CSRF-Token header is missing or is not this session's.");
        }
        var subject = callers.subject(session);
        noteUse(session);
        return subject;
    }

    private Session working(@Nullable String token) {
        var now = clock.instant();
        return Optional.ofNullable(token)
                .flatMap(each -> logins.session(TokenHash.of(each)))
                .filter(each -> works(each, now))
                .orElseThrow(() -> new Failure.Unauthenticated("There is no session."));
    }

    private static boolean works(Session session, Instant now) {
        return now.isBefore(session.expiresAt()) && now.isBefore(session.lastSeenAt().plus(IDLE));
    }

    private void noteUse(Session session) {
        var now = clock.instant();
        if (session.lastSeenAt().plus(USE_NOTED_EVERY).isBefore(now)) {
            logins.seen(session.id(), now);
        }
    }

    /// The working sessions of an account in order of creation.
    public List<Session> of(AccountId account) {
        var now = clock.instant();
        return logins.sessions(account).stream().filter(each -> works(each, now)).toList();
    }

    /// @throws Failure.Missing when the account has no such session
    public void end(AccountId account, SessionId session) {
        if (!logins.end(account, session)) {
            throw new Failure.Missing("Session not found.");
        }
    }

    /// Ends all sessions of an account but, perhaps, one.
    void endAll(AccountId account, Optional<SessionId> except) {
        logins.endAll(account, except);
    }

    /// Forgets what has ended, and codes that are too old to count.
    ///
    /// @return how much
    public int expire() {
        var now = clock.instant();
        return logins.expire(now.minus(Codes.COUNTED), now.minus(IDLE));
    }
}
