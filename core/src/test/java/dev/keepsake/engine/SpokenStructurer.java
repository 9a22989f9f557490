package dev.keepsake.engine;

import dev.keepsake.export.Structurer;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Fills every schema with all statements under `said`; refuses and fails on demand.
public final class SpokenStructurer implements Structurer {

    private volatile boolean fails;

    public void fail(boolean on) {
        fails = on;
    }

    @Override
    public void require(Map<String, @Nullable Object> schema) {
        if (!"object".equals(schema.get("type"))) {
            throw new Failure.Invalid("schema: must be of an object");
        }
    }

    @Override
    public Optional<Map<String, @Nullable Object>> fill(
            Purpose purpose,
            Map<String, @Nullable Object> schema,
            List<Stored> statements,
            Instant now) {
        if (fails) {
            throw new Failure.ModelFailed("no answer", false);
        }
        return Optional.of(
                Map.of("said", statements.stream().map(each -> each.memory().text()).toList()));
    }
}
