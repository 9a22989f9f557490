package dev.keepsake.storage.embedded;

import dev.keepsake.failure.Failure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConfig.TransactionMode;

/// The SQLite file: a [SqliteWriter] and a few reading connections. In WAL mode readers neither
/// wait for the writer nor hold it up, and each read sees the last commit before it began; with
/// `synchronous = FULL` a commit is on the disk when it returns.
final class Database implements AutoCloseable {

    /// Reads are short and mostly from memory; more connections than this only cost caches.
    private static final int READERS = 4;

    private static final int CACHE_KIB = 16 * 1024;

    /// Each waits up to the busy timeout.
    private static final int CHECKPOINTS = 3;

    private static final int WAL_KEPT_BYTES = 64 * 1024 * 1024;

    private final Path folder;
    private final SqliteWriter writer;
    private final BlockingQueue<SqliteSession> idle = new ArrayBlockingQueue<>(READERS);
    private final AtomicBoolean closed = new AtomicBoolean();

    private Database(Path folder, SqliteSession writing, List<SqliteSession> reading) {
        this.folder = folder;
        this.writer = new SqliteWriter(writing);
        this.idle.addAll(reading);
    }

    /// @throws Failure.StorageFailed when it cannot be used or is of a newer version
    static Database open(Path file) {
        var url = "jdbc:sqlite:" + file.toAbsolutePath();
        try {
            var connection = connection(url, false);
            try {
                Schema.CURRENT.bringUp(url, connection);
                takeTransactionsOver(connection);
                return new Database(
                        file.toAbsolutePath().resolveSibling(""),
                        new SqliteSession(connection),
                        readers(url));
            } catch (SQLException | RuntimeException failure) {
                connection.close();
                throw failure;
            }
        } catch (SQLException failure) {
            throw new Failure.StorageFailed(file + " cannot be opened: " + failure, failure);
        }
    }

    private static List<SqliteSession> readers(String url) throws SQLException {
        List<SqliteSession> readers = new ArrayList<>(READERS);
        for (var at = 0; at < READERS; at++) {
            readers.add(new SqliteSession(connection(url, true)));
        }
        return readers;
    }

    private static Connection connection(String url, boolean onlyReads) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setTempStore(TempStore.MEMORY);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(10_000);
        config.setCacheSize(-CACHE_KIB);
        config.setJournalSizeLimit(WAL_KEPT_BYTES);
        var connection = config.createConnection(url);
        try (var statement = connection.createStatement()) {
            // what is deleted is overwritten, so that compaction is for copies alone
            statement.execute(onlyReads ? "PRAGMA query_only = ON" : "PRAGMA secure_delete = ON");
        }
        return connection;
    }

    /// As long as the driver commits by itself, it tries to begin and end a transaction around
    /// every statement, also inside those that the writer begins with SQL. Telling it not to makes
    /// it begin one, which ends here; from then on it leaves transactions alone.
    private static void takeTransactionsOver(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("COMMIT");
        }
    }

    SqliteWriter writer() {
        return writer;
    }

    /// What a caller wants to know.
    interface Question<T> {
        T ask(SqliteSession session) throws SQLException;
    }

    /// Answers from the state of the last commit.
    ///
    /// @throws Failure.StorageFailed when it cannot, or after [#close]
    <T> T read(Question<T> question) {
        var session = taken();
        try {
            return question.ask(session);
        } catch (SQLException failure) {
            throw new Failure.StorageFailed("a read failed: " + failure, failure);
        } finally {
            idle.add(session);
        }
    }

    /// As [#read], with all statements of the question seeing the same state.
    <T> T readAtOnce(Question<T> question) {
        return read(session -> {
            session.run("BEGIN");
            try {
                return question.ask(session);
            } finally {
                session.run("COMMIT");
            }
        });
    }

    /// Rewrites the file and empties the log, so that what was deleted is in neither. Writes wait
    /// for it. The copy on the way is a file in the same folder, not in memory, as it may be large.
    ///
    /// @throws Failure.StorageFailed when reads did not let go of the log
    void compact() {
        writer.alone(session -> {
            try {
                session.runAlone(
                        List.of(
                                // the driver has no other way to say where, nor to bind it
                                "PRAGMA temp_store_directory = '"
                                        + folder.toString().replace("'", "''")
                                        + "'",
                                "PRAGMA temp_store = FILE",
                                "VACUUM"));
            } finally {
                session.runAlone(List.of("PRAGMA temp_store = MEMORY"));
            }
            emptyLog(session);
            return true;
        });
    }

    /// A read that began before keeps the log from being emptied; reads are short.
    private static void emptyLog(SqliteSession session) throws SQLException {
        for (var tried = 0; session.number("PRAGMA wal_checkpoint(TRUNCATE)") != 0; tried++) {
            if (tried == CHECKPOINTS) {
                throw new Failure.StorageFailed("the log could not be emptied");
            }
        }
    }

    /// @throws Failure.StorageFailed after [#close]
    void requireOpen() {
        if (closed.get()) {
            throw new Failure.StorageFailed("the storage is closed");
        }
    }

    /// Looks up now and then because closing takes the connections away for good.
    private SqliteSession taken() {
        while (true) {
            requireOpen();
            var session = Uninterrupted.of(() -> idle.poll(100, TimeUnit.MILLISECONDS));
            if (session != null) {
                return session;
            }
        }
    }

    /// Finishes waiting writes and running reads, then moves the log into the file. Twice is fine.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            for (var at = 0; at < READERS; at++) {
                Uninterrupted.of(idle::take).close();
            }
            // with no reader left, the log moves over as a whole
            writer.close();
        } catch (SQLException failure) {
            throw new Failure.StorageFailed("the storage did not close: " + failure, failure);
        }
    }
}
