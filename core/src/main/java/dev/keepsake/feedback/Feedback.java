package dev.keepsake.feedback;

import dev.keepsake.account.AccountId;
import dev.keepsake.memory.MemoryId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is thought of one memory now; there is one for each memory at most.
///
/// @param id stays when a later feedback takes the place of this one
/// @param verdict null when only a reason was given
/// @param reason in the user's own words; null for none
/// @param account who gave it
public record Feedback(
        UUID id,
        MemoryId memory,
        @Nullable Verdict verdict,
        @Nullable String reason,
        AccountId account,
        Instant at) {

    public Feedback {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /// What the memory's base score is multiplied by.
    public double weight() {
        return verdict == null ? 1 : verdict.weight();
    }
}
