package dev.keepsake.graph;

import dev.keepsake.memory.Scope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A name that memories of one owner mention.
///
/// @param owner the owner scope that it belongs to
/// @param text the form in which it was first met
/// @param vector of the text, of unit length; owned by this value, nobody changes it
/// @param firstSeen creation of the earliest memory that was ever linked
/// @param lastSeen creation of the latest
/// @param links how many memories are linked
@SuppressWarnings("ArrayRecordComponent")
public record Node(
        NodeId id,
        Scope owner,
        String text,
        NodeType type,
        float[] vector,
        Instant firstSeen,
        Instant lastSeen,
        int links) {

    public Node {
        firstSeen = firstSeen.truncatedTo(ChronoUnit.MICROS);
        lastSeen = lastSeen.truncatedTo(ChronoUnit.MICROS);
    }

    /// One that no memory is linked to yet.
    static Node of(Scope owner, Mention mention, float[] vector, Instant seen) {
        return new Node(
                NodeId.random(), owner, mention.text(), mention.type(), vector, seen, seen, 0);
    }

    /// Under which equal names are one node of an owner.
    public String norm() {
        return Mention.norm(text);
    }

    /// The cosine with another vector of the same model.
    double cosine(float[] other) {
        var sum = 0.0;
        for (var i = 0; i < vector.length; i++) {
            sum += (double) vector[i] * other[i];
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Node node && node.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Node[" + text + ", " + type + ", " + links + " links]";
    }
}
