package dev.keepsake.storage.embedded;

import dev.keepsake.memory.Encoding;
import dev.keepsake.storage.document.Micros;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How single values lie in columns: ids as 16 bytes in the order of their text, instants as
/// microseconds, vectors as little-endian 32-bit floats, terms between line feeds.
final class Columns {

    private Columns() {}

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    static UUID uuid(ResultSet row, int column) throws SQLException {
        var bytes = ByteBuffer.wrap(row.getBytes(column));
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    static long micros(Instant instant) {
        return Micros.of(instant);
    }

    static @Nullable Long microsOrNull(@Nullable Instant instant) {
        return instant == null ? null : micros(instant);
    }

    /// The first stored instant that is not before this one; a bound in `[from, until)` compares
    /// the same after it as before. Bounds beyond what a column can hold become its ends.
    static long boundary(Instant instant) {
        if (instant.isBefore(instant(Long.MIN_VALUE + 1_000_000))) {
            return Long.MIN_VALUE;
        }
        if (instant.isAfter(instant(Long.MAX_VALUE - 1_000_000))) {
            return Long.MAX_VALUE;
        }
        return micros(instant) + (instant.getNano() % 1_000 == 0 ? 0 : 1);
    }

    static Instant instant(long micros) {
        return Micros.instant(micros);
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return instant(row.getLong(column));
    }

    static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        var micros = row.getLong(column);
        return row.wasNull() ? null : instant(micros);
    }

    static byte[] vector(float[] numbers) {
        var bytes =
                ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }

    static float[] vector(byte[] bytes) {
        var numbers = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
        return numbers;
    }

    /// `\nfirst\nsecond\n`, so that one whole term can be searched for; empty for none.
    static String terms(List<String> terms) {
        return terms.isEmpty() ? "" : "\n" + String.join("\n", terms) + "\n";
    }

    private static List<String> terms(String column) {
        return column.isEmpty()
                ? List.of()
                : List.of(column.substring(1, column.length() - 1).split("\n", -1));
    }

    /// From the columns `model`, `terms` and `vector`, in this order.
    static Encoding encoding(ResultSet row, int firstColumn) throws SQLException {
        return new Encoding(
                terms(row.getString(firstColumn + 1)),
                row.getString(firstColumn),
                vector(row.getBytes(firstColumn + 2)));
    }
}
