package dev.keepsake.bench.crash;

import dev.keepsake.bench.Options;
import dev.keepsake.bench.Progress;
import dev.keepsake.bench.server.Target;
import dev.keepsake.bench.server.TemporaryFolder;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// `bench crash`: kills the server over and over and counts broken promises.
public final class CrashBench {

    public static final Set<String> OPTIONS = Set.of("--rounds", "--seed");

    private final Options options;
    private final PrintStream out;

    public CrashBench(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /// @return whether the server kept its word
    public boolean run() throws InterruptedException {
        var seed = options.number("--seed", System.nanoTime() % 1_000_000);
        var rounds = options.count("--rounds", 20);
        Progress.say("%d rounds, seed %d", rounds, seed);
        try (var folder = new TemporaryFolder()) {
            var result = new CrashRun(Target.program(options), folder.path(), seed).run(rounds);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("seed", seed);
            json.put("kills", result.kills());
            json.put("acknowledged", result.acknowledged());
            json.put("problems", result.problems());
            out.print(
                    options.has("--json")
                            ? JsonMapper.shared().writeValueAsString(json) + "\n"
                            : "seed %d: killed %d times, %d acknowledged operations, %d problems%n"
                                    .formatted(
                                            seed,
                                            result.kills(),
                                            result.acknowledged(),
                                            result.problems().size()));
            return result.problems().isEmpty();
        }
    }
}
