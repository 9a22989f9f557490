package dev.keepsake.graph;

import java.util.UUID;

/// Names a node of the graph.
public record NodeId(UUID value) {

    public static NodeId random() {
        return new NodeId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
