package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.WorkQueue;
import dev.keepsake.storage.testkit.FixedClock;
import dev.keepsake.storage.testkit.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A process of its own that uses a folder until it is killed. It prints one line for each write
/// that was acknowledged: `direct MEMORY`, `accepted EVENT`, `settled EVENT MEMORY`.
final class OtherProcess {

    static final ProjectId PROJECT = ProjectId.parse("00000000-0000-4000-8000-00000000000a");

    private static final int WRITERS = 6;
    private static final Duration HOLD = Duration.ofMinutes(1);

    private final EmbeddedStorage storage;
    private final FixedClock clock = new FixedClock();

    private OtherProcess(Path folder) {
        storage = EmbeddedStorage.open(folder, clock);
    }

    static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] arguments) {
        OtherProcess process;
        try {
            process = new OtherProcess(Path.of(arguments[0]));
        } catch (Failure.Busy refusal) {
            say("refused: " + refusal.reason());
            return;
        }
        for (var writer = 0; writer < WRITERS; writer++) {
            var name = "writer-" + writer;
            Thread.ofPlatform().start(() -> process.writeForEver(name));
        }
    }

    private void writeForEver(String name) {
        var own = ProcessHandle.current().pid();
        for (var round = 0; ; round++) {
            var sample = Samples.memory(name + " in round " + round + " of " + own).forUser(name);
            if (round % 2 == 0) {
                var event = Samples.finished(EventType.ADD, Scope.ofUser(name), clock.instant());
                storage.memories().apply(PROJECT, ChangeSet.of(List.of(sample.added()), event));
                say("direct " + sample.id());
            } else {
                var work =
                        new WorkQueue.Work(
                                Samples.pending(EventType.ADD, Scope.ofUser(name), clock.instant()),
                                Set.of(name),
                                Map.of());
                storage.work().accept(PROJECT, work);
                say("accepted " + work.event().id());
                // with six at it, somebody else may have claimed this one
                claimed().ifPresent(this::settle);
            }
        }
    }

    private Optional<WorkQueue.Lease> claimed() {
        return storage.work().claim(HOLD);
    }

    private void settle(WorkQueue.Lease lease) {
        var sample = Samples.memory("of event " + lease.work().event().id());
        var finished = lease.work().event().succeeded(List.of(), Map.of(), clock.instant());
        storage.memories()
                .apply(
                        PROJECT,
                        new ChangeSet(
                                clock.instant(),
                                List.of(sample.added()),
                                null,
                                new ChangeSet.Settlement.Leased(lease, finished)));
        say("settled " + finished.id() + " " + sample.id());
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
