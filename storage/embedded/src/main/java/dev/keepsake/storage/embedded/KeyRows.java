package dev.keepsake.storage.embedded;

import dev.keepsake.account.Access;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows of `api_key`, and what becomes of them when their owner loses what they opened.
final class KeyRows {

    static final String SELECT =
            "SELECT id, hash, prefix, last4, label, account, organization, project, restricted,"
                    + " access, expires, revoked, created, kind, agent_caller, used, replaced_by"
                    + " FROM api_key";

    private KeyRows() {}

    static ApiKey read(ResultSet row) throws SQLException {
        return new ApiKey(
                new KeyId(Columns.uuid(row, 1)),
                new KeyHash(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                new AccountId(Columns.uuid(row, 6)),
                new OrganizationId(Columns.uuid(row, 7)),
                new ProjectId(Columns.uuid(row, 8)),
                row.getBoolean(9),
                Access.valueOf(row.getString(10)),
                Columns.instantOrNull(row, 11),
                Columns.instantOrNull(row, 12),
                Columns.instant(row, 13),
                ApiKey.Kind.valueOf(row.getString(14)),
                row.getString(15),
                Columns.instantOrNull(row, 16),
                row.getBytes(17) == null ? null : new KeyId(Columns.uuid(row, 17)));
    }

    static Optional<ApiKey> find(SqliteSession session, KeyId id) throws SQLException {
        return session.first(SELECT + " WHERE id = ?", KeyRows::read, bytes(id));
    }

    /// @throws Failure.Missing when there is none
    static ApiKey require(SqliteSession session, KeyId id) throws SQLException {
        return find(session, id).orElseThrow(() -> new Failure.Missing("there is no " + id));
    }

    /// @throws Failure as [Accounts#create(ApiKey)]
    static void create(SqliteSession session, ApiKey key) throws SQLException {
        requireFree(session, key);
        requireReferences(session, key);
        requirePlace(session, key);
        insert(session, key);
    }

    /// @throws Failure as [Accounts#change(ApiKey)]
    static void change(SqliteSession session, ApiKey key) throws SQLException {
        var stored = require(session, key.id());
        if (stored.isRevoked() && !key.isRevoked()) {
            throw new Failure.Conflict("key " + key.id() + " is revoked");
        }
        requireReferences(session, key);
        if (!key.isRevoked() || !key.isBoundAs(stored)) {
            requirePlace(session, key);
        }
        update(session, key);
    }

    /// @throws Failure.Conflict when id or hash is taken
    static void requireFree(SqliteSession session, ApiKey key) throws SQLException {
        if (session.number(
                        "SELECT count(*) FROM api_key WHERE id = ? OR hash = ?",
                        bytes(key.id()),
                        key.hash().hex())
                > 0) {
            throw new Failure.Conflict("id or hash of key " + key.id() + " is taken");
        }
    }

    private static void requireReferences(SqliteSession session, ApiKey key) throws SQLException {
        AccountRows.require(session, key.account());
        if (key.replacedBy() != null) {
            require(session, key.replacedBy());
        }
    }

    /// Every key is bound to a project that exists, and one that works to a project that its owner
    /// may enter.
    private static void requirePlace(SqliteSession session, ApiKey key) throws SQLException {
        PlaceRows.require(session, key.organization(), key.project());
        if (!key.isRevoked()
                && !MembershipRows.reaches(
                        session, key.account(), PlaceRows.require(session, key.project()))) {
            throw new Failure.Missing(
                    "account " + key.account() + " does not reach project " + key.project());
        }
    }

    static void insert(SqliteSession session, ApiKey key) throws SQLException {
        session.run(
                """
                INSERT INTO api_key (id, hash, prefix, last4, label, account, organization, project,
                    restricted, access, expires, revoked, created, kind, agent_caller, used,
                    replaced_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                bytes(key.id()),
                key.hash().hex(),
                key.prefix(),
                key.last4(),
                key.label(),
                AccountRows.bytes(key.account()),
                PlaceRows.bytes(key.organization()),
                PlaceRows.bytes(key.project()),
                key.restricted(),
                key.access().name(),
                Columns.microsOrNull(key.expiresAt()),
                Columns.microsOrNull(key.revokedAt()),
                Columns.micros(key.createdAt()),
                key.kind().name(),
                key.agentCaller(),
                Columns.microsOrNull(key.lastUsedAt()),
                bytesOrNull(key.replacedBy()));
    }

    static void update(SqliteSession session, ApiKey key) throws SQLException {
        session.run(
                """
                UPDATE api_key SET label = ?, account = ?, organization = ?, project = ?,
                    restricted = ?, access = ?, expires = ?, revoked = ?, agent_caller = ?,
                    replaced_by = ?
                WHERE id = ?
                """,
                key.label(),
                AccountRows.bytes(key.account()),
                PlaceRows.bytes(key.organization()),
                PlaceRows.bytes(key.project()),
                key.restricted(),
                key.access().name(),
                Columns.microsOrNull(key.expiresAt()),
                Columns.microsOrNull(key.revokedAt()),
                key.agentCaller(),
                bytesOrNull(key.replacedBy()),
                bytes(key.id()));
    }

    /// Binds the working keys that open nothing any more to what their owner still reaches.
    static void settle(SqliteSession session, AccountId account, Instant at) throws SQLException {
        var working =
                session.list(
                        SELECT + " WHERE account = ? AND revoked IS NULL",
                        KeyRows::read,
                        AccountRows.bytes(account));
        for (var key : working) {
            var project = PlaceRows.find(session, key.project());
            if (project.isEmpty() || !MembershipRows.reaches(session, account, project.get())) {
                update(session, settled(session, key, at));
            }
        }
    }

    private static ApiKey settled(SqliteSession session, ApiKey key, Instant at)
            throws SQLException {
        return key.restricted()
                ? key.revoked(at)
                : MembershipRows.firstReached(session, key.account())
                        .map(key::boundTo)
                        .orElse(key.revoked(at));
    }

    /// Takes keys off a project that is gone.
    static void leave(SqliteSession session, ProjectId gone, Project home, Instant at)
            throws SQLException {
        var working =
                session.list(
                        SELECT + " WHERE project = ? AND revoked IS NULL",
                        KeyRows::read,
                        PlaceRows.bytes(gone));
        for (var key : working) {
            var stays = !key.restricted() && MembershipRows.reaches(session, key.account(), home);
            update(session, stays ? key.boundTo(home) : settled(session, key, at));
        }
    }

    static void revokeAll(SqliteSession session, OrganizationId organization, Instant at)
            throws SQLException {
        session.run(
                "UPDATE api_key SET revoked = ? WHERE organization = ? AND revoked IS NULL",
                Columns.micros(at),
                PlaceRows.bytes(organization));
    }

    static void used(SqliteSession session, KeyId id, Instant minute) throws SQLException {
        session.run(
                "UPDATE api_key SET used = max(?, coalesce(used, ?)) WHERE id = ?",
                Columns.micros(minute),
                Columns.micros(minute),
                bytes(id));
    }

    static byte[] bytes(KeyId id) {
        return Columns.bytes(id.value());
    }

    private static byte @Nullable [] bytesOrNull(@Nullable KeyId id) {
        return id == null ? null : bytes(id);
    }
}
