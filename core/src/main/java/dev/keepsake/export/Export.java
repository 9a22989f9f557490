package dev.keepsake.export;

import dev.keepsake.account.AccountId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One export: what was ordered, how far it is, what came of it.
///
/// @param result the object that was made, as plain JSON values; null until [State#DONE]
/// @param error why it failed; null otherwise
/// @param finished null until it is done or failed
public record Export(
        ExportId id,
        Order order,
        State state,
        @Nullable Map<String, @Nullable Object> result,
        @Nullable String error,
        Instant created,
        @Nullable Instant finished) {

    public Export {
        result = result == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(result));
        created = created.truncatedTo(ChronoUnit.MICROS);
        finished = finished == null ? null : finished.truncatedTo(ChronoUnit.MICROS);
    }

    /// A new export that waits.
    public static Export pending(ExportId id, Order order, Instant now) {
        return new Export(id, order, State.PENDING, null, null, now, null);
    }

    /// `PENDING` to `RUNNING` to one of the two ends; back to `PENDING` when it was cut short.
    public enum State {
        PENDING,
        RUNNING,
        DONE,
        FAILED
    }

    /// What somebody wants exported.
    ///
    /// @param schema what the result must look like: a JSON Schema as plain JSON values
    /// @param filter which memories it is made from, in the filter language, as plain JSON values
    /// @param filterKey equal for filters that mean the same, see [dev.keepsake.memory.FilterKey]
    /// @param instructions how to fill it, in the caller's own words; null for none
    /// @param account who ordered it
    public record Order(
            Map<String, @Nullable Object> schema,
            Map<String, @Nullable Object> filter,
            String filterKey,
            @Nullable String instructions,
            AccountId account) {

        public Order {
            schema = Collections.unmodifiableMap(new LinkedHashMap<>(schema));
            filter = Collections.unmodifiableMap(new LinkedHashMap<>(filter));
        }
    }
}
