package dev.keepsake.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.edit.MemoryEdit;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.Until;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Scope;
import dev.keepsake.model.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When a profile is told, and when the one that is there is thrown away.
class ProfilesTest {

    private static final Scope ALICE = Scope.ofUser("alice");
    private static final Filter OF_ALICE = Filter.exactly(ALICE);

    private final Engine engine = new Engine();
    private final List<Summarizer.Task> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayTell = new CountDownLatch(1);
    private volatile boolean fails;
    private final Profiles profiles =
            new Profiles(engine.memories, engine.storage.accounts(), new Telling(), engine.clock);

    /// Tells how many memories it was given, when it may.
    private final class Telling implements Summarizer {

        @Override
        public String name() {
            return "telling";
        }

        @Override
        public String summarize(Task task) {
            try {
                mayTell.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            told.add(task);
            if (fails) {
                throw new Failure.ModelFailed("down", true);
            }
            return "of " + task.rows().size();
        }
    }

    @AfterEach
    void close() {
        mayTell.countDown();
        profiles.close();
        engine.close();
    }

    @Test
    void nobodyWaitsForATextAndItIsThereLater() {
        add(20);

        assertThat(profile()).isEmpty();
        assertThat(profile()).isEmpty();
        mayTell.countDown();

        Until.holds(() -> profile().isPresent());
        assertThat(profile()).contains("of 20");
        var task = told.getFirst();
        assertThat(task.maxTokens()).isEqualTo(200);
        assertThat(task.rows().size()).isLessThanOrEqualTo(task.batch());
        assertThat(task.purpose().operation()).isEqualTo(Operation.SUMMARY);
        assertThat(task.purpose().project()).isEqualTo(engine.project());
    }

    @Test
    void fewMemoriesNeedNoProfile() {
        mayTell.countDown();
        add(19);

        assertThat(profile()).isEmpty();
        add(1);

        Until.holds(() -> profile().isPresent());
        assertThat(told).hasSize(1);
    }

    @Test
    void twentyMoreMemoriesGetANewText() {
        settled(20);

        add(19);
        assertThat(profile()).contains("of 20");
        add(1);

        Until.holds(() -> profile().equals(Optional.of("of 40")));
        assertThat(told).hasSize(2);
    }

    @Test
    void aDayGetsANewText() {
        settled(20);
        add(1);

        engine.clock.advance(Duration.ofHours(25));

        Until.holds(() -> profile().equals(Optional.of("of 21")));
    }

    @Test
    void whatWasToldFromADeletedMemoryIsNotToldOn() {
        var memories = settled(20);

        engine.editor.delete(engine.caller, memories.getFirst().id(), false, Engine.NO_PAYLOAD);

        assertThat(profile()).isEmpty();
    }

    @Test
    void whatWasToldFromAnotherTextIsNotToldOn() {
        var memories = settled(20);
        engine.clock.advance(Duration.ofSeconds(1));

        engine.editor.update(
                engine.caller,
                new MemoryEdit(memories.getFirst().id(), "now else", null, null, null),
                Engine.NO_PAYLOAD);

        assertThat(profile()).isEmpty();
    }

    @Test
    void aModelThatIsDownIsNotAskedWithEveryAdd() {
        fails = true;
        mayTell.countDown();
        add(20);
        profile();
        Until.holds(() -> told.size() == 1);

        for (var i = 0; i < 50; i++) {
            assertThat(profile()).isEmpty();
        }
        fails = false;
        engine.clock.advance(Duration.ofMinutes(11));

        Until.holds(() -> profile().isPresent());
        assertThat(told).hasSize(2);
    }

    @Test
    void anotherProjectHasAnotherProfile() {
        settled(20);

        assertThat(profiles.of(ProjectId.random(), OF_ALICE)).isEmpty();
        assertThat(profiles.of(engine.project(), Filter.exactly(Scope.ofUser("bo")))).isEmpty();
    }

    @Test
    void afterTheCloseThereIsWhatThereWas() {
        settled(20);
        profiles.close();

        assertThat(profile()).contains("of 20");
    }

    private List<Memory> settled(int count) {
        mayTell.countDown();
        var memories = add(count);
        Until.holds(() -> profile().isPresent());
        return memories;
    }

    private List<Memory> add(int count) {
        var memories =
                IntStream.range(0, count)
                        .mapToObj(n -> Engine.memory(ALICE, "fact " + n + " " + Math.random()))
                        .toArray(Memory[]::new);
        engine.put(memories);
        return List.of(memories);
    }

    private Optional<String> profile() {
        return profiles.of(engine.project(), OF_ALICE);
    }
}
