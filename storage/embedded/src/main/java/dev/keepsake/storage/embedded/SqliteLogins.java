package dev.keepsake.storage.embedded;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.OneTimeCode;
import dev.keepsake.account.Session;
import dev.keepsake.account.SessionId;
import dev.keepsake.account.TokenHash;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Logins;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The `session` and `one_time_code` tables.
final class SqliteLogins implements Logins {

    private static final String SESSION =
            "SELECT id, account, token, csrf, created, seen, expires, address, agent FROM session";

    private final Database database;

    SqliteLogins(Database database) {
        this.database = database;
    }

    @Override
    public void create(Session session) {
        database.writer()
                .write(file -> {
                    AccountRows.require(file, session.account());
                    requireFree(file, session);
                    return insert(file, session);
                });
    }

    private static void requireFree(SqliteSession file, Session session) throws SQLException {
        if (file.number(
                        "SELECT count(*) FROM session WHERE id = ? OR token = ?",
                        bytes(session.id()),
                        session.tokenHash().hex())
                > 0) {
            throw new Failure.Conflict("id or token of session " + session.id() + " is taken");
        }
    }

    private static int insert(SqliteSession file, Session session) throws SQLException {
        return file.run(
                """
                INSERT INTO session (id, account, token, csrf, created, seen, expires, address,
                    agent)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                bytes(session.id()),
                AccountRows.bytes(session.account()),
                session.tokenHash().hex(),
                session.csrfHash().hex(),
                Columns.micros(session.createdAt()),
                Columns.micros(session.lastSeenAt()),
                Columns.micros(session.expiresAt()),
                session.address(),
                session.userAgent());
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                new SessionId(Columns.uuid(row, 1)),
                new AccountId(Columns.uuid(row, 2)),
                new TokenHash(row.getString(3)),
                new TokenHash(row.getString(4)),
                Columns.instant(row, 5),
                Columns.instant(row, 6),
                Columns.instant(row, 7),
                row.getString(8),
                row.getString(9));
    }

    @Override
    public Optional<Session> session(TokenHash token) {
        return database.read(file ->
                file.first(SESSION + " WHERE token = ?", SqliteLogins::session, token.hex()));
    }

    @Override
    public List<Session> sessions(AccountId account) {
        return database.read(file ->
                file.list(
                        SESSION + " WHERE account = ? ORDER BY row_id",
                        SqliteLogins::session,
                        AccountRows.bytes(account)));
    }

    @Override
    public void seen(SessionId session, Instant at) {
        var seen = Columns.micros(at);
        database.writer()
                .submit(
                        file ->
                                file.run(
                                        "UPDATE session SET seen = max(seen, ?) WHERE id = ?",
                                        seen,
                                        bytes(session)),
                        _ -> {});
    }

    @Override
    public boolean end(AccountId account, SessionId session) {
        return database.writer()
                        .write(file ->
                                file.run(
                                        "DELETE FROM session WHERE id = ? AND account = ?",
                                        bytes(session),
                                        AccountRows.bytes(account)))
                > 0;
    }

    @Override
    public void endAll(AccountId account, Optional<SessionId> except) {
        database.writer()
                .write(file ->
                        file.run(
                                "DELETE FROM session WHERE account = ? AND id IS NOT ?",
                                AccountRows.bytes(account),
                                except.map(SqliteLogins::bytes).orElse(null)));
    }

    @Override
    public void create(OneTimeCode code) {
        database.writer()
                .write(file ->
                        file.run(
                                """
                                INSERT INTO one_time_code (email, purpose, hash, attempts, created,
                                    expires, used)
                                VALUES (?, ?, ?, ?, ?, ?, 0)
                                """,
                                code.email(),
                                code.purpose().name(),
                                code.hash().hex(),
                                code.attempts(),
                                Columns.micros(code.createdAt()),
                                Columns.micros(code.expiresAt())));
    }

    @Override
    public int codesSince(String email, Instant since) {
        return Math.toIntExact(
                database.read(file ->
                        file.number(
                                "SELECT count(*) FROM one_time_code"
                                        + " WHERE email = ? AND created >= ?",
                                email,
                                Columns.boundary(since))));
    }

    @Override
    public Optional<Instant> lastCode(String email) {
        return database.read(file ->
                file.first(
                        "SELECT created FROM one_time_code WHERE email = ?"
                                + " ORDER BY created DESC LIMIT 1",
                        row -> Columns.instant(row, 1),
                        email));
    }

    @Override
    public Use use(
            String email, OneTimeCode.Purpose purpose, KeyHash hash, int attempts, Instant now) {
        return database.writer()
                .write(file -> {
                    var current = current(file, email, purpose);
                    return current.isEmpty()
                            ? Use.WRONG
                            : use(file, current.get(), hash, attempts, now);
                });
    }

    /// The last code of an email and purpose.
    private record Code(long row, KeyHash hash, int attempts, Instant expiresAt, boolean used) {}

    private static Optional<Code> current(
            SqliteSession file, String email, OneTimeCode.Purpose purpose) throws SQLException {
        return file.first(
                "SELECT row_id, hash, attempts, expires, used FROM one_time_code"
                        + " WHERE email = ? AND purpose = ? ORDER BY row_id DESC LIMIT 1",
                row ->
                        new Code(
                                row.getLong(1),
                                new KeyHash(row.getString(2)),
                                row.getInt(3),
                                Columns.instant(row, 4),
                                row.getBoolean(5)),
                email,
                purpose.name());
    }

    private static Use use(SqliteSession file, Code code, KeyHash hash, int attempts, Instant now)
            throws SQLException {
        if (code.used() || !now.isBefore(code.expiresAt())) {
            return Use.WRONG;
        }
        if (code.attempts() >= attempts) {
            return Use.EXHAUSTED;
        }
        if (code.hash().equals(hash)) {
            file.run("UPDATE one_time_code SET used = 1 WHERE row_id = ?", code.row());
            return Use.RIGHT;
        }
        file.run("UPDATE one_time_code SET attempts = attempts + 1 WHERE row_id = ?", code.row());
        return Use.WRONG;
    }

    @Override
    public int expire(Instant before, Instant idle) {
        var end = Columns.boundary(before);
        var unused = Columns.boundary(idle);
        return database.writer()
                .write(file ->
                        file.run("DELETE FROM session WHERE expires < ? OR seen < ?", end, unused)
                                + file.run("DELETE FROM one_time_code WHERE expires < ?", end));
    }

    private static byte[] bytes(SessionId id) {
        return Columns.bytes(id.value());
    }
}
