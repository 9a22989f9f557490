package dev.keepsake.storage;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.OneTimeCode;
import dev.keepsake.account.Session;
import dev.keepsake.account.SessionId;
import dev.keepsake.account.TokenHash;
import dev.keepsake.failure.Failure;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The sessions and codes among the [AccountTables], behind the [Gate].
final class InMemoryLogins implements Logins {

    private final Gate gate;
    private final AccountTables tables;

    InMemoryLogins(Gate gate, AccountTables tables) {
        this.gate = gate;
        this.tables = tables;
    }

    @Override
    public void create(Session session) {
        gate.run(() -> {
            AccountTables.require(tables.accounts, session.account());
            AccountTables.requireNew(tables.sessions, session.id());
            if (find(session.tokenHash()).isPresent()) {
                throw new Failure.Conflict("the token of session " + session.id() + " is taken");
            }
            tables.sessions.put(session.id(), session);
        });
    }

    @Override
    public Optional<Session> session(TokenHash token) {
        return gate.inside(() -> find(token));
    }

    private Optional<Session> find(TokenHash token) {
        return tables.sessions.values().stream()
                .filter(each -> each.tokenHash().equals(token))
                .findFirst();
    }

    @Override
    public List<Session> sessions(AccountId account) {
        return gate.inside(() ->
                tables.sessions.values().stream()
                        .filter(each -> each.account().equals(account))
                        .toList());
    }

    @Override
    public void seen(SessionId session, Instant at) {
        gate.run(() ->
                tables.sessions.computeIfPresent(
                        session,
                        (_, stored) ->
                                stored.lastSeenAt().isBefore(at) ? stored.seen(at) : stored));
    }

    @Override
    public boolean end(AccountId account, SessionId session) {
        return gate.inside(() ->
                tables.sessions
                        .values()
                        .removeIf(each ->
                                each.id().equals(session) && each.account().equals(account)));
    }

    @Override
    public void endAll(AccountId account, Optional<SessionId> except) {
        gate.run(() ->
                tables.sessions
                        .values()
                        .removeIf(each ->
                                each.account().equals(account)
                                        && !except.equals(Optional.of(each.id()))));
    }

    @Override
    public void create(OneTimeCode code) {
        gate.run(() -> tables.codes.add(new AccountTables.Code(code, false)));
    }

    @Override
    public int codesSince(String email, Instant since) {
        return gate.inside(
                () -> (int) codes(email).filter(each -> !each.createdAt().isBefore(since)).count());
    }

    @Override
    public Optional<Instant> lastCode(String email) {
        return gate.inside(
                () -> codes(email).map(OneTimeCode::createdAt).max(Comparator.naturalOrder()));
    }

    private Stream<OneTimeCode> codes(String email) {
        return tables.codes.stream()
                .map(AccountTables.Code::code)
                .filter(each -> each.email().equals(email));
    }

    @Override
    public Use use(
            String email, OneTimeCode.Purpose purpose, KeyHash hash, int attempts, Instant now) {
        return gate.inside(() -> {
            var current = current(email, purpose);
            return current < 0 ? Use.WRONG : use(current, hash, attempts, now);
        });
    }

    /// The last one; -1 for none.
    private int current(String email, OneTimeCode.Purpose purpose) {
        for (var at = tables.codes.size() - 1; at >= 0; at--) {
            var code = tables.codes.get(at).code();
            if (code.email().equals(email) && code.purpose() == purpose) {
                return at;
            }
        }
        return -1;
    }

    private Use use(int position, KeyHash hash, int attempts, Instant now) {
        var code = tables.codes.get(position).code();
        if (!code.worksAt(now) || tables.codes.get(position).used()) {
            return Use.WRONG;
        }
        if (code.attempts() >= attempts) {
            return Use.EXHAUSTED;
        }
        if (code.hash().equals(hash)) {
            tables.codes.set(position, new AccountTables.Code(code, true));
            return Use.RIGHT;
        }
        tables.codes.set(position, new AccountTables.Code(code.tried(), false));
        return Use.WRONG;
    }

    @Override
    public int expire(Instant before, Instant idle) {
        return gate.inside(() -> {
            var known = tables.sessions.size() + tables.codes.size();
            tables.sessions
                    .values()
                    .removeIf(each ->
                            each.expiresAt().isBefore(before) || each.lastSeenAt().isBefore(idle));
            tables.codes.removeIf(each -> each.code().expiresAt().isBefore(before));
            return known - tables.sessions.size() - tables.codes.size();
        });
    }
}
