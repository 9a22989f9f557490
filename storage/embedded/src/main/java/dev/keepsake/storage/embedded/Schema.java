package dev.keepsake.storage.embedded;

import dev.keepsake.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.MissingResourceException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The layout of the file and its version, which SQLite keeps as `user_version`: the number of the
/// last migration that was applied.
///
/// Loading the migration tool takes longer than everything else about opening, so it is only asked
/// to bring an older file up to date. A new file is made from the same scripts without it, and a
/// file of the newest version is left as it is.
///
/// @param folder of the scripts on the class path
/// @param scripts `V1__…` onwards; the last is the newest version
record Schema(String folder, List<String> scripts) {

    static final Schema CURRENT =
            new Schema(
                    "dev/keepsake/storage/embedded/schema",
                    List.of(
                            "V1__the_first_layout.sql",
                            "V2__accounts_and_logins.sql",
                            "V3__entities.sql",
                            "V4__webhooks.sql",
                            "V5__exports_and_feedback.sql",
                            "V6__dumps.sql",
                            "V7__graph.sql",
                            "V8__quarantine.sql",
                            "V9__usage.sql",
                            "V10__dreams.sql"));

    /// The number in the name of the last script; numbers may be left out.
    int newest() {
        var last = scripts.getLast();
        return Integer.parseInt(last.substring(1, last.indexOf("__")));
    }

    /// @param url of the file
    /// @param connection to it, committing by itself
    /// @throws Failure.StorageFailed when the file is of a newer version or cannot be migrated
    void bringUp(String url, Connection connection) throws SQLException {
        var version = version(connection);
        if (version > newest()) {
            throw new Failure.StorageFailed(
                    "The data folder was written by a newer version of Keepsake (layout "
                            + version
                            + ", this one knows up to "
                            + newest()
                            + "). Start that version, or restore a backup from before it.");
        }
        if (version == 0) {
            create(connection);
        } else if (version < newest()) {
            migrate(url, version);
            execute(connection, "PRAGMA user_version = " + newest());
        }
    }

    /// @throws Failure.StorageFailed when the file is of another version
    void requireNewest(SqliteSession session) throws SQLException {
        var version = session.number("PRAGMA user_version");
        if (version != newest()) {
            throw new Failure.StorageFailed(
                    "The data folder has layout "
                            + version
                            + ", this version of Keepsake reads "
                            + newest()
                            + ". Start the server once to bring it up to date.");
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA user_version")) {
            row.next();
            return row.getInt(1);
        }
    }

    /// All in one transaction, the version included, so a crash leaves an empty file.
    private void create(Connection connection) throws SQLException {
        var all = new StringBuilder("BEGIN IMMEDIATE;\n");
        for (var script : scripts) {
            all.append(text(script)).append('\n');
        }
        all.append("PRAGMA user_version = ").append(newest()).append(";\nCOMMIT;");
        execute(connection, all.toString());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            // unlike execute, this takes several statements
            statement.executeUpdate(sql);
        }
    }

    private String text(String script) {
        try (var stream = Schema.class.getResourceAsStream("/" + folder + "/" + script)) {
            if (stream == null) {
                throw new MissingResourceException("no schema script", folder, script);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new Failure.StorageFailed("cannot read " + script, failure);
        }
    }

    private void migrate(String url, int from) {
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(url, null, null)
                    .locations("classpath:" + folder)
                    .baselineOnMigrate(true)
                    .baselineVersion(Integer.toString(from))
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
