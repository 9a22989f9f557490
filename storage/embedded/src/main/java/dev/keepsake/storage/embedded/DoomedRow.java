package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Doomed;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.event.EventId;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.document.PlainJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// A row of `doomed_entity`, for whoever erases something of it. Its memories are those that
/// `doomed_memory` has for its number.
///
/// @param mark the last of the entity's past
record DoomedRow(Doomed entity, long mark) {

    private static final String COLUMNS =
            "row_id, project, kind, name, event, at, deleted, shown, mark";

    static List<DoomedRow> all(SqliteSession session) throws SQLException {
        return session.list(
                "SELECT " + COLUMNS + " FROM doomed_entity ORDER BY row_id", DoomedRow::of);
    }

    private static DoomedRow of(ResultSet row) throws SQLException {
        var shown =
                PlainJson.read(row.getString(8)) instanceof List<?> ids
                        ? ids.stream().map(id -> MemoryId.parse(String.valueOf(id))).toList()
                        : List.<MemoryId>of();
        return new DoomedRow(
                new Doomed(
                        row.getLong(1),
                        new ProjectId(Columns.uuid(row, 2)),
                        new EntityKey(EntityKind.valueOf(row.getString(3)), row.getString(4)),
                        new EventId(Columns.uuid(row, 5)),
                        Columns.instant(row, 6),
                        row.getLong(7),
                        shown),
                row.getLong(9));
    }

    long number() {
        return entity.number();
    }

    byte[] project() {
        return Columns.bytes(entity.project().value());
    }

    /// The column of the entity's kind, in every table that has one.
    String column() {
        return entity.key().kind().field();
    }

    String name() {
        return entity.key().name();
    }

    long at() {
        return Columns.micros(entity.at());
    }

    /// Adds to what went so far.
    void count(SqliteSession session, String store, long number) throws SQLException {
        if (number > 0) {
            session.run(
                    """
                    UPDATE doomed_entity SET erased = json_set(erased, '$.' || ?1,
                        coalesce(json_extract(erased, '$.' || ?1), 0) + ?2)
                    WHERE row_id = ?3
                    """,
                    store,
                    number,
                    number());
        }
    }
}
