package dev.keepsake.storage.embedded;

import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.document.MemoryDocument;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;

/// The two SQL functions through which a statement asks core for what SQLite cannot say the same
/// way: `fold_case(text)`, and `judge(body, n)`, which lets leaf `n` of the filter at hand look at
/// a memory. So metadata and labels are compared by the very code that is their reference.
final class ReferenceFunctions {

    /// Leaves that look at terms are answered in SQL, so nothing here reads an encoding.
    private static final Encoding NONE = new Encoding(List.of(), "", new float[0]);

    private List<Filter> leaves = List.of();

    private ReferenceFunctions() {}

    static ReferenceFunctions registeredOn(Connection connection) throws SQLException {
        var functions = new ReferenceFunctions();
        Function.create(connection, "fold_case", new FoldCase(), 1, Function.FLAG_DETERMINISTIC);
        Function.create(connection, "judge", functions.new Judge(), 2, 0);
        return functions;
    }

    void judgeBy(List<Filter> leaves) {
        this.leaves = leaves;
    }

    private static final class FoldCase extends Function {
        @Override
        protected void xFunc() throws SQLException {
            result(Filter.foldCase(value_text(0)));
        }
    }

    private final class Judge extends Function {
        private @Nullable String lastBody;
        private @Nullable Stored last;

        @Override
        protected void xFunc() throws SQLException {
            var leaf = leaves.get(value_int(1));
            result(leaf.matches(row(value_text(0))) ? 1 : 0);
        }

        /// Several leaves look at the same row one after the other.
        private Stored row(String body) {
            var row = last;
            if (row == null || !body.equals(lastBody)) {
                row = new Stored(MemoryDocument.read(body), NONE);
                last = row;
                lastBody = body;
            }
            return row;
        }
    }
}
