package dev.keepsake.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.bench.retrieval.Corpus.Turn;
import dev.keepsake.bench.retrieval.ImportCall.Piece;
import dev.keepsake.bench.server.MemoryApi.Revision;
import dev.keepsake.bench.server.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcesTest {

    private static final ImportCall SESSION =
            call(
                    new Turn("1", "Ana", "user", "May", "I live in Graz."),
                    new Turn("2", "Ben", "assistant", "May", "Me too!"),
                    new Turn("3", "Ana", "user", "May", "Me too!"),
                    new Turn("4", "Ben", "assistant", "May", "Since when?"));

    private static ImportCall call(Turn... turns) {
        return new ImportCall(
                1,
                "May",
                List.of(turns).stream().map(turn -> new Piece(turn, turn.text())).toList());
    }

    private static Sources trace(ImportCall call, Message... input) {
        return Sources.of(List.of(new Revision("ADD", List.of(input))), call);
    }

    @Test
    void aMessageOfTheHistoryIsTheTurnWithExactlyItsWords() {
        var sources = trace(SESSION, Message.byUser("I live in Graz."));

        assertThat(sources.turns()).containsExactly("1");
        assertThat(sources.strangers()).isZero();
    }

    @Test
    void anotherSpellingIsNoTurn() {
        var sources = trace(SESSION, Message.byUser("I live in Graz"));

        assertThat(sources.turns()).isEmpty();
        assertThat(sources.strangers()).isEqualTo(1);
    }

    @Test
    void wordsSaidTwiceStandForBothTurns() {
        assertThat(trace(SESSION, Message.byUser("Me too!")).turns()).containsExactly("2", "3");
    }

    @Test
    void theSameWordsInAnotherRoleAreAnotherTurn() {
        var chat =
                call(
                        new Turn("1", "user", "user", "May", "Yes."),
                        new Turn("2", "assistant", "assistant", "May", "Yes."));

        assertThat(trace(chat, new Message("assistant", null, "Yes.")).turns())
                .containsExactly("2");
    }

    @Test
    void laterChangesAddWhatTheyCameFrom() {
        var history =
                List.of(
                        new Revision("ADD", List.of(Message.byUser("I live in Graz."))),
                        new Revision("UPDATE", List.of(Message.byUser("Since when?"))));

        assertThat(Sources.of(history, SESSION).turns()).containsExactly("1", "4");
    }
}
