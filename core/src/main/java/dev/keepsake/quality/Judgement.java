package dev.keepsake.quality;

import dev.keepsake.memory.MemoryId;
import org.jspecify.annotations.Nullable;

/// A verdict with its reason.
///
/// @param reason one sentence for whoever looks into the quarantine; it repeats nothing that was
///   said
/// @param related the memory that the proposal repeats; null when there is none
/// @param news what is kept of a proposal that echoes in part; null for all of it
public record Judgement(
        Verdict verdict, String reason, @Nullable MemoryId related, @Nullable String news) {

    public static final Judgement KEPT = new Judgement(Verdict.KEPT, "", null);

    public Judgement(Verdict verdict, String reason, @Nullable MemoryId related) {
        this(verdict, reason, related, null);
    }

    /// Kept, but for the sentences that are echoes.
    static Judgement keptOnly(String news) {
        return new Judgement(Verdict.KEPT, "", null, news);
    }

    static Judgement of(Verdict verdict, String reason) {
        return new Judgement(verdict, reason, null);
    }

    public boolean isKept() {
        return verdict == Verdict.KEPT;
    }
}
