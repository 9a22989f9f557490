package dev.keepsake.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.bench.retrieval.Corpus.Turn;
import dev.keepsake.bench.retrieval.ImportCall.Limits;
import dev.keepsake.bench.retrieval.ImportCall.Piece;
import dev.keepsake.bench.server.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportCallTest {

    private static final Limits WIDE = new Limits(100, 1000, 10_000);

    private static Turn turn(String id, String time, String text) {
        return new Turn(id, "Ana", "user", time, text);
    }

    private static List<String> texts(ImportCall call) {
        return call.pieces().stream().map(Piece::text).toList();
    }

    @Test
    void consecutiveTurnsOfEqualTimeAreOneSession() {
        var calls =
                ImportCall.plan(
                        List.of(
                                turn("1", "May", "a"),
                                turn("2", "May", "b"),
                                turn("3", "June", "c"),
                                turn("4", "May", "d")),
                        WIDE);

        assertThat(calls).extracting(ImportCall::session).containsExactly(1, 2, 3);
        assertThat(calls).extracting(ImportCall::time).containsExactly("May", "June", "May");
        assertThat(calls.getFirst().pieces())
                .extracting(piece -> piece.turn().id())
                .containsExactly("1", "2");
    }

    @Test
    void tooManyTurnsTakeSeveralCallsOfTheSameSession() {
        var calls =
                ImportCall.plan(
                        List.of(
                                turn("1", "May", "a"),
                                turn("2", "May", "b"),
                                turn("3", "May", "c")),
                        new Limits(2, 1000, 10_000));

        assertThat(calls).extracting(ImportCall::session).containsExactly(1, 1);
        assertThat(calls)
                .extracting(ImportCallTest::texts)
                .containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void textIsCountedInBytes() {
        // two bytes each: the third does not fit
        var calls =
                ImportCall.plan(
                        List.of(
                                turn("1", "May", "ä"),
                                turn("2", "May", "ö"),
                                turn("3", "May", "ü")),
                        new Limits(100, 1000, 5));

        assertThat(calls)
                .extracting(ImportCallTest::texts)
                .containsExactly(List.of("ä", "ö"), List.of("ü"));
    }

    @Test
    void blankTurnsAreLeftOut() {
        var calls =
                ImportCall.plan(
                        List.of(
                                turn("1", "May", " \n"),
                                turn("2", "June", "a"),
                                turn("3", "June", "")),
                        WIDE);

        assertThat(calls).hasSize(1);
        assertThat(texts(calls.getFirst())).containsExactly("a");
    }

    @Test
    void aLongTurnBecomesSeveralTextsOfTheSameTurnWithoutItsBlankParts() {
        var calls =
                ImportCall.plan(
                        List.of(turn("1", "May", "abcdefg" + " ".repeat(20) + "hij")),
                        new Limits(100, 10, 10_000));

        assertThat(texts(calls.getFirst())).containsExactly("abcdefg   ", "       hij");
        assertThat(calls.getFirst().pieces())
                .extracting(piece -> piece.turn().id())
                .containsExactly("1", "1");
    }

    @Test
    void cutsFallAfterWhiteSpaceWhereThatIsNear() {
        assertThat(ImportCall.cut("one two three", 8)).containsExactly("one two ", "three");
        assertThat(ImportCall.cut("on abcdefghij", 8)).containsExactly("on abcde", "fghij");
        assertThat(ImportCall.cut("short", 8)).containsExactly("short");
    }

    @Test
    void cutsNeverSplitACharacter() {
        assertThat(ImportCall.cut("abc😀d", 4)).containsExactly("abc", "😀d");
    }

    @Test
    void aCallSaysWhoSpokeWhenAndWhichTurnsItHolds() {
        var call =
                ImportCall.plan(
                                List.of(
                                        new Turn("D1:1", "Ana", "user", "May", "a"),
                                        new Turn("D1:2", "Ben", "assistant", "May", "b")),
                                WIDE)
                        .getFirst();

        var add = call.toAdd("user-7");

        assertThat(add.user()).isEqualTo("user-7");
        assertThat(add.run()).isEqualTo("session-1");
        assertThat(add.time()).isEqualTo("May");
        assertThat(add.messages())
                .containsExactly(
                        new Message("user", "Ana", "a"), new Message("assistant", "Ben", "b"));
        assertThat(add.metadata()).isEqualTo(Map.of("message_ids", List.of("D1:1", "D1:2")));
    }

    @Test
    void peopleWithNamesSpeakAsUsersAndRolesAsThemselves() {
        var call =
                ImportCall.plan(
                                List.of(
                                        new Turn("1", "Ana", "user", "May", "a"),
                                        new Turn("2", "Ben", "assistant", "May", "b"),
                                        new Turn("3", "assistant", "assistant", "May", "c")),
                                WIDE)
                        .getFirst();

        var add = call.toInferredAdd("user-7");

        assertThat(add.messages())
                .containsExactly(
                        new Message("user", "Ana", "a"),
                        new Message("user", "Ben", "b"),
                        new Message("assistant", null, "c"));
        assertThat(add.observed()).isEqualTo("May");
        assertThat(add.time()).isNull();
        assertThat(add.run()).isNull();
    }
}
