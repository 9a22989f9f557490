package dev.keepsake.storage.embedded;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.AuditLog;
import dev.keepsake.storage.Dreams;
import dev.keepsake.storage.Entities;
import dev.keepsake.storage.Erasure;
import dev.keepsake.storage.EventLog;
import dev.keepsake.storage.Exports;
import dev.keepsake.storage.Feedbacks;
import dev.keepsake.storage.Graph;
import dev.keepsake.storage.Logins;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.Quarantine;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.UsageLog;
import dev.keepsake.storage.Webhooks;
import dev.keepsake.storage.WorkQueue;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

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

    private final @Nullable FolderLock lock;
    private final Database database;
    private final InstantSource clock;
    private final SqliteMemories memories;
    private final SqliteWork work;
    private final SqliteEvents events;
    private final SqliteAccounts accounts;
    private final @Nullable LuceneIndex index;
    private final SqliteWebhooks webhooks;
    private final SqliteEntities entities;
    private final SqliteFeedbacks feedback;
    private final SqliteExports exports;
    private final SqliteGraph graph;
    private final SqliteUsage usage;
    private final SqliteQuarantine quarantine;
    private final SqliteDreams dreams;
    private final SqliteLogins logins;
    private final SqliteAudit audit;
    private final SqliteErasure erasure;

    private EmbeddedStorage(
            @Nullable FolderLock lock,
            Database database,
            InstantSource clock,
            SqliteWork work,
            SqliteMemories memories,
            @Nullable LuceneIndex index) {
        this.lock = lock;
        this.database = database;
        this.clock = clock;
        this.work = work;
        this.memories = memories;
        this.events = new SqliteEvents(database);
        this.accounts = new SqliteAccounts(database, clock);
        this.webhooks =
                lock == null
                        ? SqliteWebhooks.reading(database, clock)
                        : SqliteWebhooks.takeOver(database, clock);
        this.entities = new SqliteEntities(database);
        this.feedback = new SqliteFeedbacks(database);
        this.quarantine = new SqliteQuarantine(database);
        this.exports =
                lock == null
                        ? SqliteExports.reading(database, clock)
                        : SqliteExports.takeOver(database, clock);
        this.graph = new SqliteGraph(database);
        this.usage = new SqliteUsage(database);
        this.dreams = new SqliteDreams(database);
        this.logins = new SqliteLogins(database);
        this.audit = new SqliteAudit(database);
        this.erasure = new SqliteErasure(database, work);
        this.index = index;
    }

    /// Opens a folder, and makes it if there is none.
    ///
    /// @param clock tells when leases end, events start, and keys lose what they opened
    /// @throws Failure.Busy when another process uses the folder
    /// @throws Failure.StorageFailed when a newer version wrote it, or the disk does not let it
    public static EmbeddedStorage open(Path folder, InstantSource clock) {
        var lock = FolderLock.take(folder);
        try {
            return open(lock, folder, clock);
        } catch (RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    /// As [#open], with the search index erased first, be it damaged or not: what a rebuild begins
    /// with.
    public static EmbeddedStorage openWithoutIndex(Path folder, InstantSource clock) {
        var lock = FolderLock.take(folder);
        try {
            LuceneIndex.erase(folder.resolve("index"));
            return open(lock, folder, clock);
        } catch (RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    /// Opens the truth of a folder beside the process that uses it, or alone. It answers questions;
    /// every write, and everything about the index, is refused with [Failure.StorageFailed].
    ///
    /// @throws Failure.StorageFailed when the folder holds nothing of this version
    public static EmbeddedStorage openForReading(Path folder, InstantSource clock) {
        var database = Database.openForReading(folder.resolve("keepsake.db"));
        try {
            var work = SqliteWork.reading(database, clock);
            return new EmbeddedStorage(
                    null, database, clock, work, SqliteMemories.open(database, work), null);
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    private static EmbeddedStorage open(FolderLock lock, Path folder, InstantSource clock) {
        var database = Database.open(folder.resolve("keepsake.db"));
        try {
            var work = SqliteWork.takeOver(database, clock);
            var memories = SqliteMemories.open(database, work);
            var index = indexOf(folder.resolve("index"), memories.head());
            return new EmbeddedStorage(lock, database, clock, work, memories, index);
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /// An index that is ahead of the truth followed another one (somebody put an older file in its
    /// place) and would never catch up; it starts again from nothing.
    private static LuceneIndex indexOf(Path folder, Mark head) {
        var index = LuceneIndex.open(folder);
        if (head.reaches(index.applied())) {
            return index;
        }
        index.close();
        LuceneIndex.erase(folder);
        return LuceneIndex.open(folder);
    }

    @Override
    public MemoryStore memories() {
        return memories;
    }

    @Override
    public SearchIndex index() {
        if (index == null) {
            throw new Failure.StorageFailed("the storage was opened for reading");
        }
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

    @Override
    public Logins logins() {
        return logins;
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public Erasure erasure() {
        return erasure;
    }

    @Override
    public Dreams dreams() {
        return dreams;
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
    public Entities entities() {
        return entities;
    }

    @Override
    public Webhooks webhooks() {
        return webhooks;
    }

    @Override
    public Quarantine quarantine() {
        return quarantine;
    }

    @Override
    public Exports exports() {
        return exports;
    }

    @Override
    public Feedbacks feedback() {
        return feedback;
    }

    @Override
    public Graph graph() {
        return graph;
    }

    @Override
    public UsageLog usage() {
        return usage;
    }

    @Override
    public void close() {
        try (lock;
                database;
                index) {
            // in reverse: the index, which can only know less than the truth, goes first
        }
    }
}
