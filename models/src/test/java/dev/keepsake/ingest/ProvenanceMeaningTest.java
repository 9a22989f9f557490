package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Message;
import dev.keepsake.models.embedding.OnnxEmbedder;
import dev.keepsake.models.embedding.OnnxModel;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Statements in a language model's own words, traced with the embedder that ships.
class ProvenanceMeaningTest {

    private static final List<Message> CHAT =
            List.of(
                    said("user", "I can't stand being around lots of people, it makes me nervous."),
                    said("assistant", "That sounds hard. I put together a breathing routine."),
                    said("user", "We finally tied the knot on Saturday, on the beach!"),
                    said("user", "Work is fine. They made me head of the lab in March."),
                    said("assistant", "Congratulations! Shall I look for flights to Lisbon?"),
                    said(
                            "user",
                            "Yes please. And nothing with peanuts, I swell up like a balloon."));

    private static OnnxEmbedder embedder;

    @BeforeAll
    static void open() {
        embedder = new OnnxEmbedder(OnnxModel.MINILM, new OnnxEmbedder.Settings(1, null));
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0, USER, User feels anxious in crowds",
        "1, ASSISTANT, Assistant drew up relaxation exercises for the user",
        "2, USER, User got married at the seaside",
        "3, USER, User was promoted to lead a laboratory",
        "4, ASSISTANT, Assistant offered to search for a trip to Portugal's capital",
        "5, USER, User has a peanut allergy that causes swelling"
    })
    void otherWordsForTheSameThingFindTheirMessage(int message, Attribution by, String text) {
        var candidate = Candidate.of(text, by, List.of());

        assertThat(new Provenance(embedder).traced(List.of(candidate), CHAT).getFirst().sources())
                .containsExactly(message);
    }

    private static Message said(String role, String text) {
        return new Message(role, null, text);
    }
}
