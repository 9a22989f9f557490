package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.ingest.MediaReader.Reading;
import dev.keepsake.memory.Message;
import dev.keepsake.model.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TranscriptionTest {

    private static final Purpose PURPOSE = Purpose.trial();
    private static final Media PHOTO = new Media(Media.Kind.IMAGE, "https://example.org/a.png");
    private static final Media PAPER = new Media(Media.Kind.PDF, "https://example.org/a.pdf");

    @Test
    void aPhotoBecomesALineOfItsMessage() {
        var transcript =
                transcript(
                        (_, _) -> new Reading.Photo("a harbour at dusk"),
                        turn("I painted this", PHOTO),
                        turn(null, PHOTO));

        assertThat(transcript.messages())
                .extracting(Message::content)
                .containsExactly(
                        "I painted this\n[Shared photo: a harbour at dusk]",
                        "[Shared photo: a harbour at dusk]");
        assertThat(transcript.remembered()).isEqualTo(transcript.messages());
        assertThat(transcript.mediaErrors()).isEmpty();
    }

    @Test
    void aDocumentBecomesAMessageOfTheSameSpeaker() {
        var transcript =
                transcript((_, _) -> new Reading.Text("Pump P2", false), turn("The specs", PAPER));

        assertThat(transcript.messages())
                .containsExactly(
                        new Message("user", "Ana", "The specs"),
                        new Message("user", "Ana", "For reference:\n\nPump P2"));
    }

    @Test
    void notesInTheFirstPersonAreReadLikeWhatIsSaid() {
        var transcript =
                transcript((_, _) -> new Reading.Text("I live in Graz", false), turn(null, PAPER));

        assertThat(transcript.messages())
                .containsExactly(new Message("user", "Ana", "I live in Graz"));
    }

    @Test
    void ofALongDocumentOnlyTheBeginningIsRemembered() {
        var text = "😀".repeat(5_000);

        var transcript = transcript((_, _) -> new Reading.Text(text, false), turn(null, PAPER));

        assertThat(transcript.messages().getFirst().content()).endsWith(text);
        assertThat(transcript.remembered().getFirst().content())
                .isEqualTo("For reference:\n\n" + "😀".repeat(1_000) + " …");
    }

    @Test
    void whatCannotBeReadIsNotedAndTheRestStays() {
        MediaReader reader =
                (_, media) ->
                        media.kind() == Media.Kind.PDF
                                ? new Reading.Text("Pump P2", true)
                                : new Reading.Unreadable("vision unavailable");

        var transcript =
                transcript(reader, turn("Hello"), turn("Look", PHOTO, PAPER), turn(null, PHOTO));

        assertThat(transcript.messages()).hasSize(3);
        assertThat(transcript.mediaErrors())
                .containsExactly(
                        "messages[1] image_url: vision unavailable",
                        "messages[1] pdf_url: only its beginning was read, it is too long",
                        "messages[2] image_url: vision unavailable");
        assertThat(transcript.isLost()).isFalse();
    }

    @Test
    void aReaderThatBreaksBreaksNothingElse() {
        MediaReader reader =
                (_, _) -> {
                    throw new IllegalStateException("bug");
                };

        var transcript = transcript(reader, turn(null, PHOTO));

        assertThat(transcript.isLost()).isTrue();
        assertThat(transcript.mediaErrors())
                .containsExactly("messages[0] image_url: could not be read");
    }

    @Test
    void whatTakesTooLongIsGivenUpAndWhatWasReadIsKept() {
        var never = new CountDownLatch(1);
        MediaReader reader =
                (_, media) -> {
                    if (media.kind() == Media.Kind.PDF) {
                        await(never);
                    }
                    return new Reading.Photo("a harbour");
                };

        var transcript =
                new Transcription(reader, Duration.ofMillis(500))
                        .of(PURPOSE, List.of(turn(null, PHOTO, PAPER)));

        assertThat(transcript.messages()).hasSize(1);
        assertThat(transcript.mediaErrors()).containsExactly("messages[0] pdf_url: took too long");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Transcript transcript(MediaReader reader, Turn... turns) {
        return new Transcription(reader, Duration.ofSeconds(30)).of(PURPOSE, List.of(turns));
    }

    private static Turn turn(String text, Media... media) {
        return new Turn("user", "Ana", text, List.of(media));
    }
}
