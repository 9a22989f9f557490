package dev.keepsake.storage.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Lineage;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Origin;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Times;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryDocumentTest {

    private static final Memory PLAIN =
            Memory.of(
                    MemoryId.random(),
                    "Mag Tee",
                    Scope.ofUser("änne/🙂"),
                    Times.at(Instant.parse("1931-02-03T04:05:06.789012Z")));

    private static final Memory FULL =
            new Memory(
                    MemoryId.random(),
                    "line\nfeed \u0000 \ud83d half, 日本語",
                    new Scope("u", "a", "p", "r"),
                    new Origin("Ana", "user", Attribution.ASSISTANT, "procedural_memory"),
                    metadata(),
                    List.of("Füße", ""),
                    new Times(
                            Instant.parse("2020-01-01T00:00:00Z"),
                            Instant.parse("2021-01-01T00:00:00.000001Z"),
                            Instant.EPOCH),
                    LocalDate.of(2099, 12, 31),
                    true,
                    new Lineage(
                            Lifecycle.MERGED,
                            MemoryId.random(),
                            true,
                            List.of(MemoryId.random(), MemoryId.random()),
                            List.of(MemoryId.random())),
                    new Temporal(
                            Temporal.Type.PLAN,
                            Temporal.Status.FUTURE,
                            Instant.parse("2030-05-06T07:08:09.123456789Z"),
                            null,
                            Temporal.Precision.DAY));

    private static Map<String, Object> metadata() {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("nothing", null);
        metadata.put("list", Arrays.asList(1, 2L, 3.5, null, Map.of("x", false)));
        metadata.put("\"key\" with . and $", "v");
        return metadata;
    }

    @Test
    void memoriesComeBackEqual() {
        assertThat(MemoryDocument.read(MemoryDocument.write(PLAIN))).isEqualTo(PLAIN);
        assertThat(MemoryDocument.read(MemoryDocument.write(FULL))).isEqualTo(FULL);
    }

    @Test
    void unclassifiedIsNotWithoutClass() {
        var classified = PLAIN.withCategories(List.of());

        assertThat(MemoryDocument.read(MemoryDocument.write(PLAIN)).categories()).isNull();
        assertThat(MemoryDocument.read(MemoryDocument.write(classified)).categories()).isEmpty();
    }

    @Test
    void keysOfALaterVersionArePassedOver() {
        var later = MemoryDocument.write(FULL).replaceFirst("\\{", "{\"mood\":{\"is\":[1,{}]},");

        assertThat(MemoryDocument.read(later)).isEqualTo(FULL);
    }

    @Test
    void messagesComeBackEqual() {
        var messages =
                List.of(
                        new Message("user", null, "hi"),
                        new Message("assistant", "Bo", ""),
                        new Message("tool", "", "🙂"));

        assertThat(MemoryDocument.readMessages(MemoryDocument.writeMessages(messages)))
                .isEqualTo(messages);
        assertThat(MemoryDocument.readMessages(MemoryDocument.writeMessages(List.of()))).isEmpty();
    }
}
