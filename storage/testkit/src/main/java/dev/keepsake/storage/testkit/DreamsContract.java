package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.dream.DreamRun;
import dev.keepsake.dream.DreamRun.Found;
import dev.keepsake.dream.DreamRun.Trigger;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventStatus;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Dreams;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [Dreams] promises.
public interface DreamsContract extends TestedStorage {

    private Dreams dreams() {
        return storage().dreams();
    }

    @Test
    default void aRunComesBackEqualAndIsReplacedByWhatIsWrittenLater() {
        known("ana \"☕\" O'Neil");
        var running = run("ana \"☕\" O'Neil", now(), EventStatus.RUNNING, null);
        var done =
                new DreamRun(
                        running.id(),
                        running.user(),
                        Trigger.MANUAL,
                        EventStatus.FAILED,
                        running.started(),
                        now().plusSeconds(2),
                        new Found(20, 3, 1, 1, 1),
                        "llm",
                        "the model said \"no\"");

        dreams().put(PROJECT, running);
        assertThat(runs(null)).containsExactly(running);
        dreams().put(PROJECT, done);

        assertThat(runs(null)).containsExactly(done);
    }

    @Test
    default void runsComeNewestFirstAndByUser() {
        known("ana", "ben");
        var first = put(PROJECT, run("ana", now(), EventStatus.SUCCEEDED, null));
        var second = put(PROJECT, run("ben", now().plusSeconds(1), EventStatus.SUCCEEDED, null));
        var third = put(PROJECT, run("ana", now().plusSeconds(2), EventStatus.FAILED, "why"));

        assertThat(runs(null)).containsExactly(third, second, first);
        assertThat(runs("ana")).containsExactly(third, first);
        assertThat(runs("nobody")).isEmpty();
        var page = dreams().runs(PROJECT, null, new Page.Ask(2, 2));
        assertThat(page.items()).containsExactly(first);
        assertThat(page.total()).isEqualTo(3);
    }

    @Test
    default void nothingIsKeptOfUsersThatTheProjectDoesNotHave() {
        known("ana");

        dreams().put(PROJECT, run("ben", now(), EventStatus.SUCCEEDED, null));
        dreams().note(PROJECT, "ben", MemoryId.random(), List.of(MemoryId.random()), now());

        assertThat(runs(null)).isEmpty();
        assertThat(dreams().evidence(PROJECT, "ben")).isEmpty();
    }

    @Test
    default void evidenceStaysAndIsReplacedByWhatIsWrittenLater() {
        known("ana", "ben");
        var pattern = MemoryId.random();
        var other = MemoryId.random();
        var sources = List.of(MemoryId.random(), MemoryId.random(), MemoryId.random());

        dreams().note(PROJECT, "ana", pattern, sources.subList(0, 2), now());
        dreams().note(PROJECT, "ana", pattern, sources, now());
        dreams().note(PROJECT, "ana", other, List.of(), now());
        dreams().note(PROJECT, "ben", pattern, sources.subList(0, 1), now());

        assertThat(dreams().evidence(PROJECT, "ana"))
                .isEqualTo(Map.of(pattern, Set.copyOf(sources), other, Set.of()));
        assertThat(dreams().evidence(PROJECT, "ben"))
                .isEqualTo(Map.of(pattern, Set.of(sources.getFirst())));
    }

    @Test
    default void eachProjectHasItsOwn() {
        var there = ProjectId.random();
        known("ana");
        apply(there, Samples.memory("likes tea").forUser("ana").added());
        var run = run("ana", now(), EventStatus.SUCCEEDED, null);
        var pattern = MemoryId.random();

        dreams().put(PROJECT, run);
        dreams().note(PROJECT, "ana", pattern, List.of(MemoryId.random()), now());

        assertThat(dreams().runs(there, null, Page.Ask.first(10)).items()).isEmpty();
        assertThat(dreams().evidence(there, "ana")).isEmpty();
    }

    @Test
    default void oldRunsAreForgottenButNeverTheLastOfAUser() {
        known("ana", "ben");
        var old = put(PROJECT, run("ana", now().minusSeconds(100), EventStatus.SUCCEEDED, null));
        var last = put(PROJECT, run("ana", now().minusSeconds(50), EventStatus.SUCCEEDED, null));
        var only = put(PROJECT, run("ben", now().minusSeconds(90), EventStatus.SUCCEEDED, null));

        assertThat(dreams().expire(now().minusSeconds(200))).isZero();
        assertThat(dreams().expire(now())).isEqualTo(1);

        assertThat(runs(null)).containsExactly(last, only).doesNotContain(old);
    }

    @Test
    default void patternsOfUsersAreFound() {
        var plain = Samples.memory("likes tea").forUser("ana");
        var pattern = Samples.memory("always tea").forUser("ana").patternOf(plain.id());
        var others = Samples.memory("always rum").forUser("ben").patternOf(plain.id());
        apply(PROJECT, plain.added(), pattern.added(), others.added());
        apply(ProjectId.random(), pattern.added());

        assertThat(storage().memories().patternsOf(PROJECT, Set.of("ana", "nobody")))
                .containsExactly(pattern.memory());
        assertThat(storage().memories().patternsOf(PROJECT, Set.of())).isEmpty();
        apply(PROJECT, pattern.deleted());
        assertThat(storage().memories().patternsOf(PROJECT, Set.of("ana"))).isEmpty();
    }

    private void known(String... users) {
        for (var user : users) {
            apply(PROJECT, Samples.memory("likes tea").forUser(user).added());
        }
    }

    private List<DreamRun> runs(@Nullable String user) {
        return dreams().runs(PROJECT, user, Page.Ask.first(100)).items();
    }

    private DreamRun put(ProjectId project, DreamRun run) {
        dreams().put(project, run);
        return run;
    }

    private static DreamRun run(
            String user, Instant started, EventStatus status, @Nullable String error) {
        return new DreamRun(
                EventId.random(),
                user,
                Trigger.SCHEDULE,
                status,
                started,
                status == EventStatus.RUNNING ? null : started.plusSeconds(1),
                status == EventStatus.SUCCEEDED ? new Found(20, 2, 1, 0, 1) : Found.NOTHING,
                "rules",
                error);
    }
}
