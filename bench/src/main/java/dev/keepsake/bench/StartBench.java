package dev.keepsake.bench;

import dev.keepsake.bench.server.Add;
import dev.keepsake.bench.server.Memory;
import dev.keepsake.bench.server.Message;
import dev.keepsake.bench.server.Refused;
import dev.keepsake.bench.server.RunningServer;
import dev.keepsake.bench.server.ServerProgram;
import dev.keepsake.bench.server.Target;
import dev.keepsake.bench.server.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// `bench start`: how long from the start of the process, on a folder with memories, to the first
/// search that finds one. Time spent in the launcher counts.
public final class StartBench {

    public static final Set<String> OPTIONS = Set.of("--runs");

    private static final int MEMORIES = 200;
    private static final String USER = "ana";

    private final Options options;
    private final PrintStream out;

    private record Start(double millis, Memory memory) {}

    /// @param memory that of the median by size
    /// @param all milliseconds of every start
    private record Median(double millis, Memory memory, List<Double> all) {
        static Median of(List<Start> starts) {
            var millis = starts.stream().map(Start::millis).sorted().toList();
            var memory =
                    starts.stream()
                            .map(Start::memory)
                            .sorted(Comparator.comparingLong(Memory::resident))
                            .toList();
            return new Median(
                    millis.get(millis.size() / 2),
                    memory.get(memory.size() / 2),
                    starts.stream().map(start -> Rounded.tenth(start.millis())).toList());
        }

        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("first_search_ms", Rounded.tenth(millis));
            json.put("rss_mib", memory.residentMib());
            json.put("rss_own_mib", memory.ownMib());
            json.put("runs_ms", all);
            return json;
        }

        String toText(String name) {
            return "%-20s first search after %.0f ms, %s  %s%n"
                    .formatted(name, millis, memory, all);
        }
    }

    public StartBench(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /// @return true; what fails is thrown
    public boolean run() throws InterruptedException {
        Map<String, ServerProgram> programs = new LinkedHashMap<>();
        var program = Target.program(options);
        programs.put("as started", program);
        if (options.find("--server-lib").isEmpty()) {
            programs.put("without class cache", program.withoutClassCache());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        var text = new StringBuilder();
        try (var folder = new TemporaryFolder()) {
            prepare(program, folder.path());
            for (var each : programs.entrySet()) {
                var median = Median.of(starts(each.getValue(), folder.path()));
                json.put(each.getKey(), median.toJson());
                text.append(median.toText(each.getKey()));
            }
        }
        out.print(
                options.has("--json") ? JsonMapper.shared().writeValueAsString(json) + "\n" : text);
        return true;
    }

    private static void prepare(ServerProgram program, Path folder) throws InterruptedException {
        Progress.say("preparing a folder of %d memories", MEMORIES);
        var server = RunningServer.start(program, folder);
        try (server) {
            var messages =
                    IntStream.range(0, MEMORIES)
                            .mapToObj(i -> Message.byUser("On day " + i + " I drank green tea"))
                            .toList();
            server.api().add(Add.of(USER, messages));
            server.stop();
        } catch (IOException failure) {
            throw new IllegalStateException(server.logTail(), failure);
        }
    }

    private List<Start> starts(ServerProgram program, Path folder) throws InterruptedException {
        List<Start> starts = new ArrayList<>();
        for (int run = 0; run < options.count("--runs", 5); run++) {
            var start = System.nanoTime();
            try (var server = RunningServer.launch(program, folder)) {
                awaitHit(server);
                var millis = (System.nanoTime() - start) / 1e6;
                starts.add(new Start(millis, server.memory().orElse(new Memory(0, 0))));
                Progress.say("%.0f ms", millis);
                server.stop();
            }
        }
        return starts;
    }

    private static void awaitHit(RunningServer server) throws InterruptedException {
        while (true) {
            try {
                var hits = server.api().search("Which tea?", Map.of("user_id", USER), 1);
                if (hits.isEmpty()) {
                    throw new IllegalStateException("the first search found nothing");
                }
                return;
            } catch (IOException | Refused notYet) {
                if (!server.isAlive()) {
                    throw new IllegalStateException(
                            "the server ended\n" + server.logTail(), notYet);
                }
                Thread.sleep(5);
            }
        }
    }
}
