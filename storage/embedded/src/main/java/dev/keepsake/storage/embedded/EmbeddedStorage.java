package dev.keepsake.storage.embedded;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.EventLog;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.WorkQueue;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;

/// Everything in one folder, for one process:
///
/// | name | holds |
/// |---|---|
/// | `keepsake.lock` | the lock of the process that uses the folder |
/// | `keepsake.db`, `-wal`, `-shm` | the truth, in SQLite; tables are told in the schema files |
/// | `index/` | the search index; may be deleted while nobody uses the folder |
///
/// What a write acknowledged survives the end of the process and of the machine. Opening takes a
/// moment after a crash, too: SQLite replays its log, and what a dead process had in hand goes back
/// in line. Safe for many threads.
public final class EmbeddedStorage implements Storage {

    private final FolderLock lock;
    private final Database database;
    private final InstantSource clock;
    private final SqliteMemories memories;
    private final SqliteWork work;
    private final SqliteEvents events;
    private final SqliteAccounts accounts;
    private final SearchIndex index;

    private EmbeddedStorage(
            FolderLock lock, Database database, InstantSource clock, SearchIndex index) {
        this.lock = lock;
        this.database = database;
        this.clock = clock;
        this.index = index;
        this.work = SqliteWork.takeOver(database, clock);
        this.memories = SqliteMemories.open(database, work);
        this.events = new SqliteEvents(database);
        this.accounts = new SqliteAccounts(database);
    }

    /// Opens a folder, and makes it if there is none.
    ///
    /// @param clock tells when leases end and when events start
    /// @throws Failure.StorageFailed when another process uses the folder, a newer version wrote
    ///   it, or the disk does not let it
    public static EmbeddedStorage open(Path folder, InstantSource clock) {
        return open(folder, clock, LuceneIndex::open);
    }

    /// @param indexIn opens the index in a folder of its own; closed with the storage
    /// @throws Failure.StorageFailed when another process uses the folder, a newer version wrote
    ///   it, or the disk does not let it
    static EmbeddedStorage open(
            Path folder, InstantSource clock, Function<Path, SearchIndex> indexIn) {
        var lock = FolderLock.take(folder);
        try {
            var database = Database.open(folder.resolve("keepsake.db"));
            try {
                return new EmbeddedStorage(
                        lock, database, clock, indexIn.apply(folder.resolve("index")));
            } catch (RuntimeException failure) {
                database.close();
                throw failure;
            }
        } catch (RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    @Override
    public MemoryStore memories() {
        return memories;
    }

    @Override
    public SearchIndex index() {
        return index;
    }

    @Override
    public WorkQueue work() {
        return work;
    }

    @Override
    public EventLog events() {
        return events;
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    /// Writes for real, because a full disk still reads well.
    @Override
    public void check() {
        var now = Columns.micros(clock.instant());
        database.writer()
                .write(session ->
                        session.run(
                                "INSERT INTO pulse (row_id, at) VALUES (1, ?)"
                                        + " ON CONFLICT DO UPDATE SET at = excluded.at",
                                now));
        database.read(session -> session.number("SELECT at FROM pulse"));
    }

    @Override
    public void close() {
        try {
            database.close();
        } finally {
            lock.close();
        }
    }
}
