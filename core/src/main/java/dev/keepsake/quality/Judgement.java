package dev.keepsake.quality;

import dev.keepsake.memory.MemoryId;
import org.jspecify.annotations.Nullable;

/// A verdict with its reason.
///
/// @param reason one sentence for whoever looks into the quarantine; it repeats nothing that was
///   said
/// @param related the memory that the proposal repeats; null when there is none
public record Judgement(Verdict verdict, String reason, @Nullable MemoryId related) {

    public static final Judgement KEPT = new Judgement(Verdict.KEPT, "", null);

    static Judgement of(Verdict verdict, String reason) {
        return new Judgement(verdict, reason, null);
    }

    public boolean isKept() {
        return verdict == Verdict.KEPT;
    }
}
