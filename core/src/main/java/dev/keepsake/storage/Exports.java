package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.export.Export;
import dev.keepsake.export.ExportId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.MemoryId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Exports, from their order to what came of them. An order is durable when it is accepted. Who
/// makes it claims it for a while; a claim that ran out, or whose process is gone, is handed out
/// again.
///
/// [Erasure] takes those of an entity along: what was made from one of its memories, and what was
/// ordered with a filter that names it.
public interface Exports {

    /// Takes an order on durably, as `PENDING`.
    ///
    /// @throws Failure.Conflict when the id is taken
    /// @throws Failure.Missing when the project was removed
    void create(ProjectId project, Export export);

    Optional<Export> find(ProjectId project, ExportId id);

    /// The finished exports whose filter has this key, newest order first.
    List<Done> done(ProjectId project, String filterKey);

    /// Hands out the oldest export of any project that is unfinished and that nobody holds, as
    /// `RUNNING`.
    Optional<Claim> claim(Duration hold);

    /// Ends a claim.
    ///
    /// @return false when the claim is lost, and then nothing changes; also when a memory that the
    ///   result was made from is gone by now: then the export waits again, so that nothing that was
    ///   erased comes back in a result
    boolean finish(Claim claim, Outcome outcome);

    /// Forgets exports that were ordered before an instant.
    ///
    /// @return how many
    int expire(Instant before);

    /// A finished export without what came of it.
    record Done(ExportId id, Instant created, Instant finished) {}

    /// The right to make an export.
    ///
    /// @param token differs for every claim ever given
    /// @param attempt 1 for the first
    record Claim(ProjectId project, Export export, String token, int attempt) {}

    /// How a claim ends.
    sealed interface Outcome {

        /// @param madeFrom the memories that it tells of
        record Made(Map<String, @Nullable Object> result, List<MemoryId> madeFrom)
                implements Outcome {
            public Made {
                result = Collections.unmodifiableMap(new LinkedHashMap<>(result));
                madeFrom = List.copyOf(madeFrom);
            }
        }

        record Failed(String error) implements Outcome {}

        /// Back in line.
        record Retry() implements Outcome {}
    }
}
