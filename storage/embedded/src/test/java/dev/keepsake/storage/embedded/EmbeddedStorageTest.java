package dev.keepsake.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.keepsake.account.ApiKey;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.Row;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.testkit.FixedClock;
import dev.keepsake.storage.testkit.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What outlives a process, and who may open the folder.
class EmbeddedStorageTest {

    private static final ProjectId PROJECT = ProjectId.random();
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir Path folder;

    private final FixedClock clock = new FixedClock();

    private EmbeddedStorage open() {
        return EmbeddedStorage.open(folder, clock);
    }

    @Test
    void marksGoOnAfterTheLastOnesWereRemoved() throws SQLException {
        try (var before = open()) {
            before.memories().apply(PROJECT, Samples.changes(clock.instant(), added()));
            before.memories().apply(PROJECT, Samples.changes(clock.instant(), added()));
        }
        onFile("DELETE FROM change");

        try (var after = open()) {
            assertThat(after.memories().head()).isEqualTo(new Mark(2));
            assertThat(after.memories().apply(PROJECT, Samples.changes(clock.instant(), added())))
                    .isEqualTo(new Mark(3));
        }
    }

    private static Change.Added added() {
        return Samples.memory("something").added();
    }

    @Test
    void vectorsOfPastTextsAreKept() throws SQLException {
        var first = Samples.memory("lives in Graz").forUser("ana");
        var second = first.saying("lives in Linz");
        try (var storage = open()) {
            storage.memories().apply(PROJECT, Samples.changes(clock.instant(), first.added()));
            storage.memories()
                    .apply(PROJECT, Samples.changes(clock.instant(), first.updatedTo(second)));

            assertThat(storage.memories().changesAfter(Mark.START, 10))
                    .extracting(LoggedChange::encoding)
                    .containsExactly(first.stored().encoding(), second.stored().encoding());

            storage.memories().apply(PROJECT, Samples.changes(clock.instant(), second.deleted()));
        }
        assertThat(count("SELECT count(*) FROM encoding")).isEqualTo(2);
    }

    @Test
    void theLogNeverShowsVectorsOfTwoModels() {
        var first = Samples.memory("lives in Graz").forUser("ana");
        var second = first.saying("lives in Linz");
        var encoding = new Encoding(List.of("linz"), "another-3", new float[] {1, 0, 0});
        try (var storage = open()) {
            var memories = storage.memories();
            memories.apply(PROJECT, Samples.changes(clock.instant(), first.added()));
            memories.apply(PROJECT, Samples.changes(clock.instant(), first.updatedTo(second)));

            memories.reencode(List.of(new Row(1, PROJECT, new Stored(second.memory(), encoding))));

            assertThat(memories.changesAfter(Mark.START, 10))
                    .extracting(LoggedChange::encoding)
                    .containsExactly(encoding, encoding);
        }
    }

    @Test
    void aChangeThatKeepsTheTextStoresNoSecondVector() throws SQLException {
        var first = Samples.memory("lives in Graz").forUser("ana");
        try (var storage = open()) {
            storage.memories().apply(PROJECT, Samples.changes(clock.instant(), first.added()));
            storage.memories()
                    .apply(
                            PROJECT,
                            Samples.changes(clock.instant(), first.updatedTo(first.with("k", 1))));
        }
        assertThat(count("SELECT count(*) FROM encoding")).isEqualTo(1);
    }

    @Test
    void aSecondOpeningInTheSameProcessIsRefused() {
        try (var first = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(Failure.Busy.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("in use by this process");
            first.check();
        }
    }

    @Test
    void closingAgainDoesNotTakeTheFolderFromItsNextUser() {
        var first = open();
        first.close();
        try (var second = open()) {
            first.close();

            assertThatThrownBy(this::open).isInstanceOf(Failure.Busy.class);
            second.check();
        }
    }

    @Test
    void anotherProcessIsRefusedAlsoAfterARefusalInThisOne() throws Exception {
        try (var first = open()) {
            assertThatThrownBy(this::open).isInstanceOf(Failure.Busy.class);

            var other = OtherProcess.start(folder);
            assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();

            var said = new String(other.getInputStream().readAllBytes());
            assertThat(said)
                    .startsWith("refused: ")
                    .contains("in use by process " + ProcessHandle.current().pid());
            first.check();
        }
    }

    @Test
    void aFolderOfANewerVersionIsRefusedAndLeftAlone() throws SQLException {
        open().close();
        onFile("PRAGMA user_version = " + (Schema.CURRENT.newest() + 1));

        assertThatThrownBy(this::open)
                .isInstanceOf(Failure.StorageFailed.class)
                .hasMessageContaining("newer version");

        onFile("PRAGMA user_version = " + Schema.CURRENT.newest());
        open().close();
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndTheFolderIsFreeAgain() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("keepsake.db"), "this is a letter, not a database\n".repeat(99));

        assertThatThrownBy(this::open).isInstanceOf(Failure.StorageFailed.class);

        Files.delete(folder.resolve("keepsake.db"));
        open().close();
    }

    @Test
    void everyScriptOfTheSchemaIsListedInOrder() throws Exception {
        var schema = Path.of(Schema.class.getResource("schema").toURI());
        var listed = Schema.CURRENT.scripts();
        try (var files = Files.list(schema)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
        for (var at = 0; at < listed.size(); at++) {
            assertThat(listed.get(at)).startsWith("V" + (at + 1) + "__");
        }
    }

    @Test
    void anOlderFileIsBroughtUpWithItsContent() throws Exception {
        writeFileOfTheFirstLayout();
        var project = ProjectId.parse("78f13d8c-0490-4791-b9e3-ffb8702c9c6b");

        try (var storage = open()) {
            var page = storage.memories().list(project, Filter.EVERYTHING, Page.Ask.first(9));
            assertThat(page.items())
                    .extracting(Memory::text)
                    .containsExactlyInAnyOrder("likes coffee", "likes milk");
            assertThat(storage.memories().head()).isEqualTo(new Mark(6));
            assertThat(storage.memories().window(project, "user_id=ana")).hasSize(1);
            assertThat(storage.events().totals(project, clock.instant()).adds()).isEqualTo(4);
            assertThat(storage.work().claim(HOUR)).isPresent();
            assertThat(storage.memories().apply(project, Samples.changes(clock.instant(), added())))
                    .isEqualTo(new Mark(7));
        }
        assertThat(count("PRAGMA user_version")).isEqualTo(Schema.CURRENT.newest());
        open().close();
    }

    @Test
    void theAccountsOfAnOlderFileAreBroughtUpAndKeepTheRulesOfToday() throws Exception {
        writeFileOfTheFirstLayout();

        try (var storage = open()) {
            var accounts = storage.accounts();
            var ana = accounts.accountByEmail("ana@example.com").orElseThrow();
            var ben = accounts.accountByUsername("ben").orElseThrow();
            var home = accounts.memberships(ana.id()).getFirst().organization();
            assertThat(ana.agent()).isNull();
            assertThat(ben.disabledAt()).isEqualTo(clock.instant());
            assertThat(accounts.projects(home))
                    .extracting(Project::name)
                    .containsExactly("default-project", "side");
            assertThat(accounts.memberships(ben.id()))
                    .as("the role in the project was alone before")
                    .extracting(Membership::project, Membership::role)
                    .containsExactlyInAnyOrder(
                            tuple(accounts.projects(home).getFirst().id(), Role.READER),
                            tuple(null, Role.READER));
            var key = accounts.key(new KeyHash("hash of ana")).orElseThrow();
            assertThat(key.kind()).isEqualTo(ApiKey.Kind.STANDARD);
            assertThat(key.lastUsedAt()).isEqualTo(clock.instant().truncatedTo(MINUTES));
            assertThat(accounts.keys(ben.id()))
                    .singleElement()
                    .matches(ApiKey::isRevoked)
                    .matches(ApiKey::restricted);
        }
    }

    @Test
    void removedProjectsAreNotedInOrderToBeErased() throws SQLException {
        var ana = Samples.founding("ana", clock.instant());
        var ben = Samples.founding("ben", clock.instant());
        var home = ana.organization().id();
        var side = Samples.project(home, "side", false, clock.instant());
        var successor = Samples.project(home, "successor", true, clock.instant());
        try (var storage = open()) {
            var accounts = storage.accounts();
            accounts.settle(ana);
            accounts.settle(ben);
            accounts.create(side);
            accounts.remove(side.id(), successor, clock.instant());
            accounts.remove(home, ben.account().id());
        }

        assertThat(doomed("1")).isEqualTo(side.id().toString());
        assertThat(doomed("2")).isEqualTo(ana.project().id().toString());
        assertThat(count("SELECT count(*) FROM doomed_project")).isEqualTo(2);
    }

    private String doomed(String position) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT project FROM doomed_project WHERE rowid = " + position)) {
            row.next();
            return Columns.uuid(row, 1).toString();
        }
    }

    private void writeFileOfTheFirstLayout() throws Exception {
        var first = new Schema(Schema.CURRENT.folder(), Schema.CURRENT.scripts().subList(0, 1));
        var url = "jdbc:sqlite:" + file();
        try (var content = getClass().getResourceAsStream("content-of-the-first-layout.sql");
                var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            first.bringUp(url, connection);
            statement.executeUpdate(new String(content.readAllBytes(), UTF_8));
        }
        assertThat(count("PRAGMA user_version")).isEqualTo(1);
    }

    @Test
    void anIndexAheadOfTheTruthStartsAgain() throws IOException {
        try (var storage = open()) {
            var mark = storage.memories().apply(PROJECT, Samples.changes(clock.instant(), added()));
            storage.index().reset(Samples.fingerprint(storage.index()));
            storage.index().write(new SearchIndex.Batch(List.of(), List.of(), mark));
        }
        try (var storage = open()) {
            assertThat(storage.index().applied()).isEqualTo(storage.memories().head());
        }

        Files.delete(folder.resolve("keepsake.db"));

        try (var storage = open()) {
            assertThat(storage.index().applied()).isEqualTo(Mark.START);
            assertThat(storage.index().fingerprint()).isEmpty();
        }
    }

    @Test
    void closingLeavesOneFileOfTruth() {
        var storage = open();
        storage.memories().apply(PROJECT, Samples.changes(clock.instant(), added()));
        storage.close();

        assertThat(folder.resolve("keepsake.db-wal")).doesNotExist();
        storage.close();
        assertThatThrownBy(() ->
                        storage.memories().list(PROJECT, Filter.EVERYTHING, Page.Ask.first(1)))
                .isInstanceOf(Failure.StorageFailed.class);
        assertThatThrownBy(() -> storage.memories().find(PROJECT, MemoryId.random()))
                .isInstanceOf(Failure.StorageFailed.class);
        assertThatThrownBy(() -> storage.work().backlog())
                .isInstanceOf(Failure.StorageFailed.class);
    }

    private void onFile(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private Path file() {
        return folder.resolve("keepsake.db");
    }
}
