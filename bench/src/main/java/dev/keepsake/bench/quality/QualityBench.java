package dev.keepsake.bench.quality;

import dev.keepsake.bench.BadUsage;
import dev.keepsake.bench.Options;
import dev.keepsake.bench.quality.Fixtures.Half;
import dev.keepsake.bench.server.Target;
import dev.keepsake.bench.server.TemporaryFolder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// `bench quality`: the gates of the fixtures, against a server of its own.
public final class QualityBench {

    public static final Set<String> OPTIONS = Set.of("--half", "--fixtures");
    public static final Set<String> FLAGS = Set.of("--json", "--failures");

    private final Options options;
    private final PrintStream out;

    public QualityBench(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /// @return whether every gate that could be measured is met
    public boolean run() throws InterruptedException {
        var half = half();
        if (half == Half.HELD && options.has("--failures")) {
            throw new BadUsage("the held half only yields figures, or it would not stay unseen");
        }
        try (var folder = new TemporaryFolder()) {
            var report =
                    new QualityRun(Target.program(options), fixtures(), folder.path()).run(half);
            out.print(
                    options.has("--json")
                            ? JsonMapper.shared().writeValueAsString(report.toJson()) + "\n"
                            : report.toText(options.has("--failures")));
            return report.isMet();
        }
    }

    private Half half() {
        var name = options.find("--half").orElse("dev");
        return switch (name) {
            case "dev" -> Half.DEV;
            case "held" -> Half.HELD;
            default -> throw new BadUsage("--half is dev or held, not " + name);
        };
    }

    private Path fixtures() {
        return options.path("--fixtures")
                .or(() ->
                        Optional.ofNullable(System.getProperty("keepsake.home"))
                                .map(home -> Path.of(home, "bench", "fixtures")))
                .orElseThrow(() -> new BadUsage("where are the fixtures? Give --fixtures FOLDER"));
    }
}
