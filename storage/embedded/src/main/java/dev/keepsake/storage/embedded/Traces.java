package dev.keepsake.storage.embedded;

import java.sql.SQLException;

/// What one group of tables keeps of deleted entities and their memories. Whatever keeps texts or
/// names of memories adds one to the list in [SqliteErasure].
///
/// The memories are those of `doomed_memory`; scope columns are called as on the wire. All of a
/// project goes by itself, if the table has a column `project`.
interface Traces {

    /// The kind of thing, as receipts call it.
    String store();

    /// Erases what there is; again is fine. Runs in one transaction.
    ///
    /// @return how many things went or lost something
    long erase(SqliteSession session, DoomedRow entity) throws SQLException;

    /// How many things still hold something.
    long left(SqliteSession session, DoomedRow entity) throws SQLException;

    /// An answer about an entity.
    interface Counting {
        long in(SqliteSession session, DoomedRow entity) throws SQLException;
    }

    static Traces of(String store, Counting erasing, Counting counting) {
        return new Traces() {
            @Override
            public String store() {
                return store;
            }

            @Override
            public long erase(SqliteSession session, DoomedRow entity) throws SQLException {
                return erasing.in(session, entity);
            }

            @Override
            public long left(SqliteSession session, DoomedRow entity) throws SQLException {
                return counting.in(session, entity);
            }
        };
    }
}
