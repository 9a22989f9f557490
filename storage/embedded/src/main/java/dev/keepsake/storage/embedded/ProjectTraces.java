package dev.keepsake.storage.embedded;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Erases everything of one project: in every table with a column `project`, so that a table that
/// is added later is not forgotten. Some hundred rows in a transaction.
final class ProjectTraces {

    /// What accounts and logs keep, which are cleared by their own rules. They hold no memory.
    static final Set<String> OF_OTHERS =
            Set.of(
                    "project",
                    "membership",
                    "invitation",
                    "api_key",
                    "audit",
                    "request",
                    "doomed_project");

    private static final int AT_ONCE = 500;

    private final Database database;
    private final byte[] project;

    ProjectTraces(Database database, byte[] project) {
        this.database = database;
        this.project = project;
    }

    /// A table with the columns by which its rows are told apart.
    private record Table(String name, String key) {

        /// The choice in the middle is made by an index that begins with the project.
        String deletion() {
            return "DELETE FROM %1$s WHERE (%2$s) IN (SELECT %2$s FROM %1$s WHERE project = ? LIMIT ?)"
                    .formatted(name, key);
        }
    }

    /// Ends what is under way first: with its queue gone, nobody can settle a lease.
    Map<String, Long> erase() {
        Map<String, Long> erased = new LinkedHashMap<>();
        for (var table : database.read(ProjectTraces::tables)) {
            var count = erase(table);
            if (count > 0) {
                erased.put(table.name(), count);
            }
        }
        return erased;
    }

    private long erase(Table table) {
        var total = 0L;
        var gone = AT_ONCE;
        while (gone == AT_ONCE) {
            gone =
                    database.writer()
                            .write(session -> session.run(table.deletion(), project, AT_ONCE));
            total += gone;
        }
        return total;
    }

    private static List<Table> tables(SqliteSession session) throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (var name : names(session)) {
            var key =
                    session.list(
                            "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk",
                            row -> row.getString(1),
                            name);
            tables.add(new Table(name, key.isEmpty() ? "rowid" : String.join(", ", key)));
        }
        return tables;
    }

    /// The queue before the rest.
    private static List<String> names(SqliteSession session) throws SQLException {
        return session
                .list(
                        """
                        SELECT name FROM sqlite_schema
                        WHERE type = 'table' AND EXISTS (
                            SELECT 1 FROM pragma_table_info(sqlite_schema.name) AS column
                            WHERE column.name = 'project')
                        ORDER BY name IN ('work', 'lane') DESC, name
                        """,
                        row -> row.getString(1))
                .stream()
                .filter(name -> !OF_OTHERS.contains(name))
                .toList();
    }
}
