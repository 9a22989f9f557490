package dev.keepsake.storage.embedded;

import dev.keepsake.account.AccountId;
import dev.keepsake.entity.EntityDraft;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.memory.Revision;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.document.PlainJson;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes rows of `entity`, for those who do so inside their own transactions.
final class EntityRows {

    private EntityRows() {}

    /// An entity as it is stored, made before the transaction.
    ///
    /// @param title null leaves it as it is
    /// @param metadata null leaves it as it is
    /// @param creates whether it is made when it is not there
    record Prepared(
            byte[] project,
            EntityKey key,
            @Nullable String title,
            @Nullable String metadata,
            byte @Nullable [] owner,
            long at,
            boolean creates) {

        static Prepared of(byte[] project, EntityDraft draft) {
            return new Prepared(
                    project,
                    draft.key(),
                    draft.title(),
                    draft.metadata() == null ? null : PlainJson.write(draft.metadata()),
                    bytes(draft.owner()),
                    Columns.micros(draft.at()),
                    true);
        }

        /// What a change set does to entities.
        static List<Prepared> of(byte[] project, ChangeSet set) {
            var actor = set.actor();
            return touched(
                    project, set.entities(), actor == null ? null : actor.account(), set.at());
        }

        /// What a change does to entities that was made elsewhere.
        static List<Prepared> of(byte[] project, Revision revision) {
            return touched(project, ChangeSet.entities(revision), null, revision.at());
        }

        private static List<Prepared> touched(
                byte[] project,
                Map<EntityKey, Boolean> entities,
                @Nullable AccountId owner,
                Instant at) {
            List<Prepared> prepared = new ArrayList<>();
            entities.forEach((key, stored) ->
                    prepared.add(
                            new Prepared(
                                    project,
                                    key,
                                    null,
                                    null,
                                    bytes(owner),
                                    Columns.micros(at),
                                    stored)));
            return prepared;
        }

        private static byte @Nullable [] bytes(@Nullable AccountId account) {
            return account == null ? null : Columns.bytes(account.value());
        }
    }

    /// Whether it was created. An upsert would be shorter, but would use up a number each time.
    static boolean write(SqliteSession session, Prepared entity) throws SQLException {
        if (change(session, entity) || !entity.creates()) {
            return false;
        }
        session.run(
                """
                INSERT INTO entity (project, kind, name, title, metadata, created, updated, owner)
                VALUES (?, ?, ?, ?, coalesce(?, '{}'), ?, ?, ?)
                """,
                entity.project(),
                entity.key().kind().name(),
                entity.key().name(),
                entity.title(),
                entity.metadata(),
                entity.at(),
                entity.at(),
                entity.owner());
        return true;
    }

    private static boolean change(SqliteSession session, Prepared entity) throws SQLException {
        return session.run(
                        """
                        UPDATE entity SET title = coalesce(?, title),
                            metadata = coalesce(?, metadata), updated = max(updated, ?)
                        WHERE project = ? AND kind = ? AND name = ?
                        """,
                        entity.title(),
                        entity.metadata(),
                        entity.at(),
                        entity.project(),
                        entity.key().kind().name(),
                        entity.key().name())
                > 0;
    }
}
