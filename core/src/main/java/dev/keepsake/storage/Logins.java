package dev.keepsake.storage;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.OneTimeCode;
import dev.keepsake.account.Session;
import dev.keepsake.account.SessionId;
import dev.keepsake.account.TokenHash;
import dev.keepsake.failure.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Sessions of the dashboard and one-time codes. Whether they still work is the account room's to
/// say.
public interface Logins {

    /// @throws Failure.Missing when the account does not exist
    /// @throws Failure.Conflict when id or token is taken
    void create(Session session);

    Optional<Session> session(TokenHash token);

    /// In order of creation.
    List<Session> sessions(AccountId account);

    /// Notes that a session was used, some time later; a lost note is no harm.
    void seen(SessionId session, Instant at);

    /// Ends a session of an account; false when there is no such one.
    boolean end(AccountId account, SessionId session);

    /// Ends all sessions of an account but, perhaps, one.
    void endAll(AccountId account, Optional<SessionId> except);

    /// Stores a code; the codes before it of the same email and purpose do not work any more.
    void create(OneTimeCode code);

    /// How many codes were made for an email at an instant or later, for whatever purpose; those
    /// count that are not forgotten yet, whether they work or not.
    int codesSince(String email, Instant since);

    /// When the last code for an email was made.
    Optional<Instant> lastCode(String email);

    /// Uses up the current code of an email, if `hash` is its hash and it has not ended by `now`;
    /// counts a wrong try otherwise. In one transaction, so that a code works once.
    ///
    /// @param attempts after so many wrong tries the code does not work any more, be it right
    Use use(String email, OneTimeCode.Purpose purpose, KeyHash hash, int attempts, Instant now);

    /// What became of a try.
    enum Use {
        RIGHT,
        /// Wrong, ended, used, or there is none.
        WRONG,
        /// Tried too often.
        EXHAUSTED
    }

    /// Forgets sessions and codes whose end was before an instant, and sessions not used since
    /// `idle`. Codes must be kept for as long as they are to be counted.
    ///
    /// @return how many
    int expire(Instant before, Instant idle);
}
