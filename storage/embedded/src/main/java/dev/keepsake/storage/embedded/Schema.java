package dev.keepsake.storage.embedded;

import dev.keepsake.failure.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The layout of the file and its version, which SQLite keeps as `user_version`. Loading the
/// migration tool takes longer than all the rest of opening, so it is only asked when the version
/// is not the newest.
final class Schema {

    /// The number of the newest file in `schema/`.
    static final int NEWEST = 1;

    private Schema() {}

    /// @param url of the file
    /// @param connection to it, not in a transaction
    static void upgrade(String url, Connection connection) throws SQLException {
        var version = version(connection);
        if (version > NEWEST) {
            throw new Failure.StorageFailed(
                    "The data folder was written by a newer version of Keepsake (layout "
                            + version
                            + ", this one knows up to "
                            + NEWEST
                            + "). Start that version, or restore a backup from before it.");
        }
        if (version < NEWEST) {
            migrate(url);
            try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA user_version = " + NEWEST);
            }
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA user_version")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void migrate(String url) {
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(url, null, null)
                    .locations("classpath:dev/keepsake/storage/embedded/schema")
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            throw new Failure.StorageFailed(
                    "The data folder could not be brought to the layout of this version: "
                            + failure.getMessage(),
                    failure);
        }
    }
}
