package dev.keepsake.graph;

import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of the graph to look at: names, the memories that mention them, and how often two names
/// share a memory (engine contract 4.3).
public record GraphView(List<Name> names, List<Mentioning> memories, List<Edge> edges) {

    public GraphView {
        names = List.copyOf(names);
        memories = List.copyOf(memories);
        edges = List.copyOf(edges);
    }

    /// @param memories how many memories that match mention it, shown or not
    public record Name(NodeId id, String text, NodeType type, int memories) {}

    /// @param names how many of the names that are shown it mentions
    public record Mentioning(Memory memory, int names) {}

    /// Between a name and a memory, with weight 1, or between two names, with the number of
    /// memories that they share.
    ///
    /// @param source the id of a name
    /// @param target the id of a name or memory
    public record Edge(String source, String target, int weight) {}

    /// What somebody wants to see.
    ///
    /// @param filter positively scoped
    /// @param part only names that contain this, whatever their case; null for all
    /// @param type only names of this kind; null for all
    /// @param mostNames at most [#MOST]
    /// @param mostMemories at most [#MOST]
    public record Ask(
            Filter filter,
            @Nullable String part,
            @Nullable NodeType type,
            int mostNames,
            int mostMemories) {

        public static final int MOST = 2_000;

        public Ask {
            if (mostNames < 1 || mostNames > MOST || mostMemories < 1 || mostMemories > MOST) {
                throw new IllegalArgumentException("limits are 1 to " + MOST);
            }
        }

        /// Whether only some names are wanted.
        boolean isSelective() {
            return part != null || type != null;
        }

        boolean wants(Node node) {
            return (type == null || node.type() == type)
                    && (part == null || node.norm().contains(Mention.norm(part)));
        }
    }
}
