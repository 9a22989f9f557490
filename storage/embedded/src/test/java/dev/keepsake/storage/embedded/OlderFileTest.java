package dev.keepsake.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Entity;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.EntityQuery;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.testkit.FixedClock;
import dev.keepsake.storage.testkit.Samples;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of the first released layout, opened by this version.
class OlderFileTest {

    private static final ProjectId PROJECT = ProjectId.random();
    private static final AccountId DANA = AccountId.random();

    @TempDir Path folder;

    private final FixedClock clock = new FixedClock();

    @BeforeEach
    void fill() throws SQLException {
        var url = "jdbc:sqlite:" + folder.resolve("keepsake.db");
        try (var connection = DriverManager.getConnection(url)) {
            new Schema(Schema.CURRENT.folder(), Schema.CURRENT.scripts().subList(0, 1))
                    .bringUp(url, connection);
            var cause = UUID.randomUUID();
            insertEvent(connection, cause);
            insertChange(connection, cause, "user_id", "ben", 100);
            insertChange(connection, UUID.randomUUID(), "user_id", "ana", 200);
            insertChange(connection, UUID.randomUUID(), "agent_id", "ben", 300);
            insertChange(connection, UUID.randomUUID(), "user_id", "ben", 400);
        }
    }

    private static void insertEvent(Connection connection, UUID id) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        INSERT INTO event (project, id, type, status, user_id, created, body)
                        VALUES (?, ?, 'ADD', 'SUCCEEDED', 'ben', 0, ?)
                        """)) {
            statement.setBytes(1, Columns.bytes(PROJECT.value()));
            statement.setBytes(2, Columns.bytes(id));
            statement.setString(3, "{\"account\":\"" + DANA + "\"}");
            statement.executeUpdate();
        }
    }

    private static void insertChange(
            Connection connection, UUID cause, String column, String name, long at)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "INSERT INTO change (id, project, memory, kind, at, cause, "
                                + column
                                + ") VALUES (?, ?, ?, 'DELETE', ?, ?, ?)")) {
            statement.setBytes(1, Columns.bytes(UUID.randomUUID()));
            statement.setBytes(2, Columns.bytes(PROJECT.value()));
            statement.setBytes(3, Columns.bytes(UUID.randomUUID()));
            statement.setLong(4, at);
            statement.setBytes(5, Columns.bytes(cause));
            statement.setString(6, name);
            statement.executeUpdate();
        }
    }

    @Test
    void theEntitiesThatTheLogKnowsAreThere() {
        try (var storage = EmbeddedStorage.open(folder, clock)) {
            var listed =
                    storage.entities().list(PROJECT, EntityQuery.ALL, Page.Ask.first(10)).items();

            assertThat(listed)
                    .extracting(Entity::key)
                    .containsExactly(
                            new EntityKey(EntityKind.USER, "ben"),
                            new EntityKey(EntityKind.AGENT, "ben"),
                            new EntityKey(EntityKind.USER, "ana"));
            var ben = listed.getFirst();
            assertThat(ben.number()).isEqualTo(1);
            assertThat(ben.created()).isEqualTo(Columns.instant(100));
            assertThat(ben.updated()).isEqualTo(Columns.instant(400));
            assertThat(ben.owner()).isEqualTo(DANA);
            assertThat(listed.getLast().owner()).isNull();
        }
    }

    @Test
    void theFileTakesPartInEverythingNew() {
        try (var storage = EmbeddedStorage.open(folder, clock)) {
            storage.memories()
                    .apply(
                            PROJECT,
                            Samples.changes(
                                    clock.instant(),
                                    Samples.memory("likes tea").forUser("cleo").added()));

            assertThat(
                            storage.entities()
                                    .find(PROJECT, new EntityKey(EntityKind.USER, "cleo"))
                                    .orElseThrow()
                                    .number())
                    .isEqualTo(4);
        }
    }
}
