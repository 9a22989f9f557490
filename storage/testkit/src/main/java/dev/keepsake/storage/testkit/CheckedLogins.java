package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.OneTimeCode;
import dev.keepsake.account.Session;
import dev.keepsake.account.SessionId;
import dev.keepsake.account.TokenHash;
import dev.keepsake.storage.Logins;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The part of [CheckedStorage] that watches sessions and codes.
record CheckedLogins(Logins stored, Checks checks) implements Logins {

    @Override
    public void create(Session session) {
        checks.run(() -> stored.create(session));
    }

    @Override
    public Optional<Session> session(TokenHash token) {
        var session = checks.answer(() -> stored.session(token));
        session.ifPresent(found -> assertThat(found.tokenHash()).isEqualTo(token));
        return session;
    }

    @Override
    public List<Session> sessions(AccountId account) {
        var sessions = checks.answer(() -> stored.sessions(account));
        assertThat(sessions).allMatch(each -> each.account().equals(account));
        return sessions;
    }

    @Override
    public void seen(SessionId session, Instant at) {
        checks.run(() -> stored.seen(session, at));
    }

    @Override
    public boolean end(AccountId account, SessionId session) {
        return checks.answer(() -> stored.end(account, session));
    }

    @Override
    public void endAll(AccountId account, Optional<SessionId> except) {
        checks.run(() -> stored.endAll(account, except));
    }

    @Override
    public void create(OneTimeCode code) {
        checks.run(() -> stored.create(code));
    }

    @Override
    public int codesSince(String email, Instant since) {
        var count = checks.answer(() -> stored.codesSince(email, since));
        assertThat(count).isNotNegative();
        return count;
    }

    @Override
    public Optional<Instant> lastCode(String email) {
        return checks.answer(() -> stored.lastCode(email));
    }

    @Override
    public Use use(
            String email, OneTimeCode.Purpose purpose, KeyHash hash, int attempts, Instant now) {
        return checks.answer(() -> stored.use(email, purpose, hash, attempts, now));
    }

    @Override
    public int expire(Instant before, Instant idle) {
        var count = checks.answer(() -> stored.expire(before, idle));
        assertThat(count).isNotNegative();
        return count;
    }
}
