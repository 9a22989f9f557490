package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.model.Bill.Spent;
import dev.keepsake.model.Operation;
import dev.keepsake.storage.UsageLog;
import dev.keepsake.usage.Prices;
import dev.keepsake.usage.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `usage` table.
final class SqliteUsage implements UsageLog {

    private final Database database;

    SqliteUsage(Database database) {
        this.database = database;
    }

    @Override
    public void add(ProjectId project, Usage usage) {
        var spent = usage.spent();
        var values =
                new @Nullable Object[] {
                    Columns.bytes(project.value()),
                    usage.day().toEpochDay(),
                    usage.operation().name(),
                    usage.model(),
                    spent.calls(),
                    spent.inputTokens(),
                    spent.outputTokens(),
                    billionths(spent.cost())
                };
        database.writer()
                .write(session -> {
                    Application.requireLiving(session, project);
                    return session.run(
                            """
                            INSERT INTO usage AS u
                                (project, day, operation, model,
                                 calls, input_tokens, output_tokens, cost)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                            ON CONFLICT (project, day, operation, model) DO UPDATE SET
                                calls = u.calls + excluded.calls,
                                input_tokens = u.input_tokens + excluded.input_tokens,
                                output_tokens = u.output_tokens + excluded.output_tokens,
                                cost = coalesce(u.cost + excluded.cost, u.cost, excluded.cost)
                            """,
                            values);
                });
    }

    private static @Nullable Long billionths(@Nullable BigDecimal cost) {
        return cost == null
                ? null
                : cost.setScale(Prices.DIGITS, RoundingMode.HALF_UP)
                        .unscaledValue()
                        .longValueExact();
    }

    @Override
    public List<Usage> list(ProjectId project, LocalDate first, LocalDate last) {
        return database.read(session ->
                session.list(
                        """
                        SELECT day, operation, model, calls, input_tokens, output_tokens, cost
                        FROM usage WHERE project = ? AND day BETWEEN ? AND ?
                        ORDER BY day, operation, model
                        """,
                        SqliteUsage::usage,
                        Columns.bytes(project.value()),
                        first.toEpochDay(),
                        last.toEpochDay()));
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static Usage usage(ResultSet row) throws SQLException {
        var cost = row.getLong(7);
        var isPriced = !row.wasNull();
        return new Usage(
                LocalDate.ofEpochDay(row.getLong(1)),
                Operation.valueOf(row.getString(2)),
                row.getString(3),
                new Spent(
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        isPriced ? BigDecimal.valueOf(cost, Prices.DIGITS) : null));
    }
}
