package dev.keepsake.quality;

import dev.keepsake.memory.Scope;
import org.jspecify.annotations.Nullable;

/// Which refused proposals are meant.
///
/// @param verdict null for any
/// @param scope entity ids that the add must have carried; none for any
public record QuarantineQuery(@Nullable Verdict verdict, Scope scope) {

    public static final QuarantineQuery ALL = new QuarantineQuery(null, Scope.NONE);

    public boolean fits(Quarantined entry) {
        var asked = entry.asked();
        return (verdict == null || verdict == entry.judgement().verdict())
                && (scope.user() == null || scope.user().equals(asked.user()))
                && (scope.agent() == null || scope.agent().equals(asked.agent()))
                && (scope.app() == null || scope.app().equals(asked.app()))
                && (scope.run() == null || scope.run().equals(asked.run()));
    }
}
