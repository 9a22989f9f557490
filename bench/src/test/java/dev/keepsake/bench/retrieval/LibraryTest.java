package dev.keepsake.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LibraryTest {

    private final Library library = new Library("ana");

    @Test
    void hitsBecomeTurnsInRankOrderEachOnce() {
        library.keep("m1", "t1", true);
        library.keep("m2", "t1", true);
        library.keep("m3", "t2", true);

        assertThat(library.turns(List.of("m3", "m2", "m1"))).containsExactly("t2", "t1");
    }

    @Test
    void aRepeatedTextStandsForEveryTurnThatSaidIt() {
        library.keep("m1", "t1", true);
        library.keep("m1", "t5", false);

        assertThat(library.turns(List.of("m1"))).containsExactly("t1", "t5");
        assertThat(library.storedTurns()).isEqualTo(2);
        assertThat(library.memories()).isEqualTo(1);
        assertThat(library.repeats()).isEqualTo(1);
    }

    @Test
    void aHitThatWasNeverStoredIsAFailure() {
        assertThatThrownBy(() -> library.turns(List.of("m9")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("m9");
    }
}
