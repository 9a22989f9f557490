package dev.keepsake.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.event.EventId;
import dev.keepsake.event.EventStatus;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.testkit.FixedClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that are killed while they write, again and again in one folder. More rounds:
/// `-Dkeepsake.kill.rounds=200`.
class KilledProcessTest {

    private static final int ROUNDS = Integer.getInteger("keepsake.kill.rounds", 4);
    private static final int MAX_LINES = 400;

    @TempDir Path folder;

    private final FixedClock clock = new FixedClock();
    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void nothingAcknowledgedIsLostAndNothingIsThereTwice() throws Exception {
        var random = new Random(42);
        for (var round = 0; round < ROUNDS; round++) {
            runAndKill(1 + random.nextInt(MAX_LINES));

            try (var storage = EmbeddedStorage.open(folder, clock)) {
                requireWhole(storage);
            }
        }
    }

    private void runAndKill(int lines) throws IOException, InterruptedException {
        var process = OtherProcess.start(folder);
        try (var said = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = 0; line < lines; line++) {
                acknowledge(said.readLine());
            }
            // unlike the process itself, its handle leaves the stream open
            process.toHandle().destroyForcibly();
            drain(said);
        }
        process.waitFor();
    }

    /// What it said before it died was acknowledged too; only the very last line may be half a
    /// line.
    private void drain(BufferedReader said) throws IOException {
        var whole = said.readLine();
        for (var next = said.readLine(); next != null; next = said.readLine()) {
            acknowledge(whole);
            whole = next;
        }
    }

    private void acknowledge(String line) {
        assertThat(line).matches("(direct|accepted|settled) .*");
        acknowledged.add(line);
    }

    private void requireWhole(EmbeddedStorage storage) {
        var memories =
                storage.memories()
                        .list(
                                OtherProcess.PROJECT,
                                Filter.EVERYTHING,
                                Page.Ask.first(Page.Ask.MAX_SIZE))
                        .items();
        var ids = memories.stream().map(Memory::id).toList();

        for (var line : acknowledged) {
            var words = line.split(" ");
            switch (words[0]) {
                case "direct" -> assertThat(ids).contains(MemoryId.parse(words[1]));
                case "accepted" ->
                        assertThat(storage.events().find(OtherProcess.PROJECT, event(words[1])))
                                .as(line)
                                .isPresent();
                default -> {
                    assertThat(ids).contains(MemoryId.parse(words[2]));
                    assertThat(
                                    storage.events()
                                            .find(OtherProcess.PROJECT, event(words[1]))
                                            .orElseThrow()
                                            .status())
                            .isEqualTo(EventStatus.SUCCEEDED);
                }
            }
        }
        assertThat(memories.stream().map(Memory::text)).doesNotHaveDuplicates();
        requireLogOf(storage, memories);
    }

    private static EventId event(String text) {
        return EventId.parse(text);
    }

    private void requireLogOf(EmbeddedStorage storage, List<Memory> memories) {
        var log = storage.memories().changesAfter(Mark.START, Integer.MAX_VALUE);

        assertThat(log.stream().map(LoggedChange::revision).map(Revision::after))
                .containsExactlyInAnyOrderElementsOf(memories);
        assertThat(log.stream().map(change -> change.mark().value()))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, log.size()).boxed().toList());
        assertThat(log).allMatch(change -> change.encoding() != null);
        assertThat(storage.memories().head()).isEqualTo(new Mark(log.size()));
    }
}
