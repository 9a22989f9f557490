package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.category.Catalog;
import dev.keepsake.engine.Add;
import dev.keepsake.memory.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What survives in the queue, and in which lanes it stands.
class AddCommandTest {

    @Test
    void aFullCommandComesBackFromTheQueueAsItWas() {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("z", null);
        metadata.put("a", List.of(1, Map.of("deep", true)));
        var command =
                new AddCommand(
                        new Scope("u=&%", "a", "p", "r"),
                        List.of(
                                new Turn(
                                        "user",
                                        "Ana",
                                        "hi \ud83d\ude00",
                                        List.of(
                                                new Media(Media.Kind.IMAGE, "https://x.org/a.png"),
                                                new Media(
                                                        Media.Kind.PDF,
                                                        "data:application/pdf;base64,JVBE"))),
                                new Turn("observer", null, null, List.of())),
                        metadata,
                        false,
                        List.of("deduced"),
                        List.of(),
                        new AddCommand.Wishes(
                                "i",
                                "ai",
                                "in",
                                "ex",
                                Instant.parse("2023-05-24T08:00:00.123456Z"),
                                ZoneId.of("Asia/Kathmandu"),
                                "procedural_memory",
                                Catalog.of(List.of(Map.of("leaks", "Water"), "food"))
                                        .orElseThrow()),
                        new AddCommand.Terms(
                                true,
                                LocalDate.parse("2099-02-28"),
                                Instant.ofEpochSecond(-1),
                                Map.of("type", "object", "properties", Map.of("n", Map.of()))),
                        List.of("a warning"));

        var back = AddCommand.fromJob(command.toJob());

        assertThat(back).isEqualTo(command);
        assertThat(back.metadata().keySet()).containsExactly("z", "a");
    }

    @Test
    void aBareCommandComesBackFromTheQueueAsItWas() {
        var command = Add.inferred(Scope.ofUser("u"), "hi");

        assertThat(AddCommand.fromJob(command.toJob())).isEqualTo(command);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "u, -, -, -, true,  user_id=u",
                "u, -, -, r, true,  user_id=u",
                "u, -, p, r, false, app_id=p&user_id=u",
                "-, a, -, r, true,  agent_id=a",
                "-, -, p, r, true,  app_id=p&run_id=r",
                "-, -, -, r, false, run_id=r",
                "u, a, p, r, false, agent_id=a&app_id=p&user_id=u",
                "u, a, p, r, true,  app_id=p&user_id=u agent_id=a&app_id=p",
            })
    void anAddStandsInTheLanesOfTheOwnersItWritesTo(
            String user, String agent, String app, String run, boolean infer, String lanes) {
        assertThat(Intake.lanes(new Scope(user, agent, app, run), infer))
                .containsExactlyInAnyOrder(Arrays.stream(lanes.split(" ")).toArray(String[]::new));
    }
}
