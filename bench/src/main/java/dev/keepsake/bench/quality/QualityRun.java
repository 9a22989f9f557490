package dev.keepsake.bench.quality;

import dev.keepsake.bench.Progress;
import dev.keepsake.bench.quality.Fixtures.Half;
import dev.keepsake.bench.server.RunningServer;
import dev.keepsake.bench.server.ServerProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Puts one half of the fixtures through a server of its own, and what must be the same every time
/// through a second one.
public final class QualityRun {

    private final ServerProgram program;
    private final Path fixtures;
    private final Path folder;

    /// @param fixtures the folder of the frozen files
    /// @param folder empty, for the data
    public QualityRun(ServerProgram program, Path fixtures, Path folder) {
        this.program = program;
        this.fixtures = fixtures;
        this.folder = folder;
    }

    /// The half that may be looked at.
    public QualityReport runDev() throws InterruptedException {
        return run(Half.DEV);
    }

    QualityReport run(Half half) throws InterruptedException {
        var read = Fixtures.read(fixtures, half);
        List<Gate> gates = new ArrayList<>();
        Map<String, List<String>> first;
        Progress.say("starting the server");
        try (var server = RunningServer.start(program, folder.resolve("one"))) {
            gates.addAll(measure(read, server));
            first = DeterminismGate.account(new Product(server.api()), read);
            server.stop();
        }
        Progress.say("once more in another process");
        try (var server = RunningServer.start(program, folder.resolve("other"))) {
            var product = new Product(server.api());
            new FindingGates(product).stock(read.memories());
            gates.add(DeterminismGate.compare(first, DeterminismGate.account(product, read)));
            server.stop();
        }
        return QualityReport.of(half, gates);
    }

    private List<Gate> measure(Fixtures fixtures, RunningServer server)
            throws InterruptedException {
        var product = new Product(server.api());
        List<Gate> gates = new ArrayList<>();
        Progress.say("conversations");
        gates.addAll(new ExtractionGates(product).measure(fixtures.conversations()));
        Progress.say("pairs");
        var changes = new ChangeGates(product);
        gates.addAll(changes.compatible(fixtures.pairs()));
        gates.add(changes.contradictions(fixtures.contradictions()));
        gates.add(changes.restatements(fixtures.restatements()));
        Progress.say("categories");
        gates.add(new CategoryGate(product).measure(fixtures.categories()));
        Progress.say("questions");
        var finding = new FindingGates(product);
        finding.stock(fixtures.memories());
        gates.addAll(finding.measure(fixtures.memories(), fixtures.queries()));
        Progress.say("dates");
        var dates = new DateGates(product, server);
        gates.add(dates.phrases(fixtures.dated(), folder));
        gates.add(dates.queries(fixtures.timeQueries()));
        return gates;
    }
}
