package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.engine.Engine;
import dev.keepsake.event.EventResult.Effect;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Origin;
import dev.keepsake.memory.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which drafts become memories of a direct import (engine contract 1.13).
class ReconcilerTest {

    private static final Scope U = Scope.ofUser("u");
    private static final Scope RUN = new Scope("u", null, null, "r");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "User likes tea | user  likes TEA!?",
                "User likes tea | 'User likes\ttea . '",
                "the ﬁsh | The fish",
                "Größe 40 | GRÖSSE 40"
            })
    void spellingsOfOneTextAreOne(String one, String other) {
        var same = Reconciler.normalised(one).equals(Reconciler.normalised(other));

        // full case folding would join the last pair; lower case does not
        assertThat(same).isEqualTo(!one.contains("ß"));
    }

    @Test
    void aDirectImportDropsExactRepeatsOfAnyStateOnly() {
        var newer = Engine.memory(U, "User lives in Graz");
        var older =
                Engine.replaced(
                        Engine.memory(U, "User lives in Bergen"), Lifecycle.SUPERSEDED, newer);
        var drafts =
                List.of(
                        draft(U, "User lives in Bergen"),
                        draft(U, "user lives in Bergen"),
                        draft(RUN, "User lives in Bergen"),
                        draft(U, "user lives in Bergen"));

        var verdict = Reconciler.forDirectImport(drafts, List.of(older, newer));

        assertThat(verdict.kept()).containsExactly(1, 2);
        assertThat(verdict.repeats()).containsOnlyKeys(0, 3);
        var first = MemoryId.random();
        var kept = List.of(older.id(), first, MemoryId.random());
        var results = verdict.repeats();
        assertThat(results.get(0).result(kept, drafts.get(0)).id()).isEqualTo(older.id());
        assertThat(results.get(3).result(kept, drafts.get(3)).id()).isEqualTo(first);
        assertThat(results.get(3).result(kept, drafts.get(3)).effect()).isEqualTo(Effect.NOOP);
    }

    private static Draft draft(Scope scope, String text) {
        return Draft.of(text, scope, Origin.UNKNOWN, List.of());
    }
}
