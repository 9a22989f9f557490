package dev.keepsake.graph;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.Graph;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The nodes of owners, kept in memory as long as nothing of the owner changes, because a search
/// compares its names with all of them. The least used go first. Safe for many threads.
public final class OwnerNodes {

    /// Together; each takes about two kilobytes.
    private static final int MOST = 20_000;

    private final Graph graph;
    private final SequencedMap<Key, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);
    private int size;

    public OwnerNodes(Graph graph) {
        this.graph = graph;
    }

    private record Key(ProjectId project, Scope owner) {}

    private record Kept(long version, Names names) {}

    Names of(ProjectId project, Graph.Owner owner) {
        var key = new Key(project, owner.scope());
        synchronized (kept) {
            var found = kept.get(key);
            if (found != null && found.version == owner.version()) {
                return found.names;
            }
        }
        // read after the version: what is newer than it is read again the next time
        var names = new Names(graph.nodes(project, owner.scope()));
        keep(key, new Kept(owner.version(), names));
        return names;
    }

    private void keep(Key key, Kept fresh) {
        synchronized (kept) {
            remove(key);
            if (fresh.names.all().size() <= MOST / 2) {
                kept.put(key, fresh);
                size += fresh.names.all().size();
            }
            while (size > MOST) {
                remove(kept.firstEntry().getKey());
            }
        }
    }

    private void remove(Key key) {
        var gone = kept.remove(key);
        if (gone != null) {
            size -= gone.names.all().size();
        }
    }

    /// The nodes of one owner, by name too.
    static final class Names {
        private final List<Node> all;
        private final Map<String, Node> byNorm;

        Names(List<Node> all) {
            this.all = List.copyOf(all);
            this.byNorm = new HashMap<>();
            all.forEach(node -> byNorm.putIfAbsent(node.norm(), node));
        }

        List<Node> all() {
            return all;
        }

        boolean has(String norm) {
            return byNorm.containsKey(norm);
        }

        @Nullable Node find(String norm) {
            return byNorm.get(norm);
        }
    }
}
