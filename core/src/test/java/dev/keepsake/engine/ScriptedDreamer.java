package dev.keepsake.engine;

import dev.keepsake.dream.Cluster;
import dev.keepsake.dream.Dreamer;
import dev.keepsake.memory.Memory;
import dev.keepsake.model.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A dreamer that says what the test says and remembers the clusters. By default every cluster of
/// three or more is a pattern.
public final class ScriptedDreamer implements Dreamer {

    private final List<Cluster> clusters = new CopyOnWriteArrayList<>();
    private volatile Function<Cluster, Optional<Statement>> script = ScriptedDreamer::count;

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Optional<Statement> statement(Purpose purpose, Cluster cluster) {
        clusters.add(cluster);
        return script.apply(cluster);
    }

    public void behaves(Function<Cluster, Optional<Statement>> behaviour) {
        script = behaviour;
    }

    public List<Cluster> clusters() {
        return clusters;
    }

    public static Optional<Statement> count(Cluster cluster) {
        return Optional.of(
                new Statement(
                        "pattern of " + cluster.rows().size(),
                        cluster.memories().stream().map(Memory::id).toList()));
    }
}
