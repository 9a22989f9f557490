package dev.keepsake.bench.crash;

import dev.keepsake.bench.Progress;
import dev.keepsake.bench.server.RunningServer;
import dev.keepsake.bench.server.ServerProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Round after round on one folder: clients work on the server, it is killed at a random moment,
/// started again, and everything is compared with what the clients were told. Now and then it is
/// also killed while it starts, because recovery must survive that too.
public final class CrashRun {

    private static final int CLIENTS = 4;
    private static final int MOST_OPERATIONS = 60;
    private static final int MOST_ANSWERS = 100;
    private static final int MOST_MICROS_MORE = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ServerProgram program;
    private final Path folder;
    private final long seed;
    private final SplittableRandom random;
    private final List<Client> clients;
    private final List<String> problems = new ArrayList<>();
    private int kills;

    /// @param kills how often the server was killed
    /// @param acknowledged answers that the clients got
    /// @param problems words that the server did not keep
    public record Result(int kills, int acknowledged, List<String> problems) {}

    /// @param folder empty, or left by an earlier run that is of no interest any more
    public CrashRun(ServerProgram program, Path folder, long seed) {
        this.program = program;
        this.folder = folder;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.clients = IntStream.range(0, CLIENTS).mapToObj(i -> new Client(i, seed)).toList();
    }

    /// Stops after the first round with a problem: what follows it would only be more of the same.
    ///
    /// @throws IllegalStateException when the server does not start any more
    public Result run(int rounds) throws InterruptedException {
        for (int round = 1; round <= rounds && problems.isEmpty(); round++) {
            if (random.nextInt(5) == 0) {
                killWhileStarting();
            }
            var server = RunningServer.start(program, folder);
            try (server) {
                audit(server, round - 1);
                if (problems.isEmpty()) {
                    workAndKill(server, round);
                }
            }
        }
        var server = RunningServer.start(program, folder);
        try (server) {
            audit(server, rounds);
            server.stop();
        }
        return new Result(kills, acknowledged(), List.copyOf(problems));
    }

    private void killWhileStarting() throws InterruptedException {
        try (var server = RunningServer.launch(program, folder)) {
            Thread.sleep(random.nextInt(100, 2000));
            server.kill();
            kills++;
        }
    }

    private void workAndKill(RunningServer server, int round) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> working = new ArrayList<>();
            for (var client : clients) {
                working.add(
                        threads.submit(() -> {
                            client.work(server.api(), round, MOST_OPERATIONS);
                            return null;
                        }));
            }
            awaitMoment(working);
            server.kill();
            kills++;
            for (var each : working) {
                each.get();
            }
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException(unexpected.getCause());
        }
    }

    /// The moment of death goes by answers, so that as much happens before it on a slow machine,
    /// and then by the clock, so that it falls anywhere in an operation.
    private void awaitMoment(List<Future<?>> working) throws InterruptedException {
        var enough = acknowledged() + random.nextInt(MOST_ANSWERS);
        var micros = random.nextInt(MOST_MICROS_MORE);
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (acknowledged() < enough
                && System.nanoTime() < deadline
                && !working.stream().allMatch(Future::isDone)) {
            Thread.sleep(1);
        }
        TimeUnit.MICROSECONDS.sleep(micros);
    }

    private int acknowledged() {
        return clients.stream().mapToInt(client -> client.ledger().acknowledged()).sum();
    }

    private void audit(RunningServer server, int round) throws InterruptedException {
        clients.forEach(client -> problems.addAll(client.ledger().takeProblems()));
        try {
            var ledgers = clients.stream().map(Client::ledger).toList();
            problems.addAll(new Audit(server.api(), ledgers).run());
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "seed " + seed + ", audit after round " + round + "\n" + server.logTail(),
                    failure);
        }
        Progress.say("after round %d: %d problems", round, problems.size());
        problems.stream().limit(20).forEach(problem -> Progress.say("  %s", problem));
    }
}
