package dev.keepsake.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.bench.BadUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

    @TempDir Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("corpus.json"), content);
    }

    @Test
    void readsStoresTurnsAndQuestions() throws IOException {
        var corpus =
                Corpus.read(
                        file(
                                """
                                {"name": "tiny", "stores": [{"id": "s1",
                                  "messages": [{"id": "1", "speaker": "Ana", "role": "user",
                                                "time": "2023-05-08T13:56:00Z", "text": "I like tea"}],
                                  "questions": [{"id": "q1", "category": 4, "question": "Tea?",
                                                 "answer": "yes", "evidence": ["1", "1", "7"]}]}]}
                                """));

        assertThat(corpus)
                .isEqualTo(
                        new Corpus(
                                "tiny",
                                List.of(
                                        new Corpus.Store(
                                                "s1",
                                                List.of(
                                                        new Corpus.Turn(
                                                                "1",
                                                                "Ana",
                                                                "user",
                                                                "2023-05-08T13:56:00Z",
                                                                "I like tea")),
                                                List.of(
                                                        new Corpus.Question(
                                                                "q1",
                                                                "4",
                                                                "Tea?",
                                                                Set.of("1", "7")))))));
    }

    @Test
    void aMissingFileIsNamed() {
        var missing = folder.resolve("nowhere.json");

        assertThatThrownBy(() -> Corpus.read(missing))
                .isInstanceOf(BadUsage.class)
                .hasMessageContaining("nowhere.json");
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        var text = file("tea, milk");
        assertThatThrownBy(() -> Corpus.read(text)).hasMessageContaining("is not JSON");

        var otherJson = file("{\"name\": \"x\"}");
        assertThatThrownBy(() -> Corpus.read(otherJson)).hasMessageContaining("list of stores");
    }
}
