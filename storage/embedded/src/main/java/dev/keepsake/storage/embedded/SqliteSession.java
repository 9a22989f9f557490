package dev.keepsake.storage.embedded;

import dev.keepsake.memory.Filter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One connection with the statements that were prepared on it. Values are always bound: `byte[]`,
/// `String`, `Integer`, `Long`, `Boolean` (as 0 and 1) or null. For one thread at a time.
final class SqliteSession implements AutoCloseable {

    private static final int STATEMENTS_KEPT = 128;

    private final Connection connection;
    private final ReferenceFunctions functions;
    private final SequencedMap<String, PreparedStatement> statements =
            new LinkedHashMap<>(STATEMENTS_KEPT * 2, 0.75f, true);

    SqliteSession(Connection connection) throws SQLException {
        this.connection = connection;
        this.functions = ReferenceFunctions.registeredOn(connection);
    }

    /// What one result row means.
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /// Makes leaves of a filter known to the SQL function that judges them, under the numbers that
    /// the filter's SQL names; forgets those of the filter before.
    void judgeBy(List<Filter> leaves) {
        functions.judgeBy(leaves);
    }

    /// Runs a statement that gives no rows.
    ///
    /// @return how many rows it changed
    int run(String sql, @Nullable Object... values) throws SQLException {
        return with(sql, values, PreparedStatement::executeUpdate);
    }

    <T> List<T> list(String sql, Reading<T> reading, @Nullable Object... values)
            throws SQLException {
        return with(
                sql,
                values,
                statement -> {
                    List<T> found = new ArrayList<>();
                    try (var rows = statement.executeQuery()) {
                        while (rows.next()) {
                            found.add(reading.of(rows));
                        }
                    }
                    return found;
                });
    }

    /// The first row, if there is one.
    <T> Optional<T> first(String sql, Reading<T> reading, @Nullable Object... values)
            throws SQLException {
        return with(
                sql,
                values,
                statement -> {
                    try (var rows = statement.executeQuery()) {
                        return rows.next() ? Optional.of(reading.of(rows)) : Optional.empty();
                    }
                });
    }

    /// The number in the first column of the one row that the statement gives, such as a count or a
    /// `RETURNING` id.
    long number(String sql, @Nullable Object... values) throws SQLException {
        return with(
                sql,
                values,
                statement -> {
                    try (var rows = statement.executeQuery()) {
                        rows.next();
                        return rows.getLong(1);
                    }
                });
    }

    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T with(String sql, @Nullable Object[] values, Use<T> use) throws SQLException {
        try {
            var statement = prepared(sql);
            for (var at = 0; at < values.length; at++) {
                bind(statement, at + 1, values[at]);
            }
            return use.of(statement);
        } catch (SQLException failure) {
            // the driver finalizes some statements that failed; none is used again
            drop(sql);
            throw failure;
        }
    }

    /// Runs statements for which no other may be open, not even one that was prepared and read.
    void runAlone(List<String> all) throws SQLException {
        for (var statement : statements.values()) {
            statement.close();
        }
        statements.clear();
        for (var sql : all) {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate(sql);
            }
        }
    }

    private void drop(String sql) throws SQLException {
        var statement = statements.remove(sql);
        if (statement != null) {
            statement.close();
        }
    }

    private static void bind(PreparedStatement statement, int at, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setObject(at, null);
            case String text -> statement.setString(at, text);
            case byte[] bytes -> statement.setBytes(at, bytes);
            case Long number -> statement.setLong(at, number);
            case Integer number -> statement.setInt(at, number);
            case Boolean flag -> statement.setInt(at, flag ? 1 : 0);
            default -> throw new IllegalArgumentException("cannot bind " + value.getClass());
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        var known = statements.get(sql);
        if (known != null) {
            return known;
        }
        if (statements.size() >= STATEMENTS_KEPT) {
            statements.pollFirstEntry().getValue().close();
        }
        var statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
