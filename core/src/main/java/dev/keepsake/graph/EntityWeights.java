package dev.keepsake.graph;

/// The constants of the entity signal (engine contract 2.3 and 18). The standard ones are measured:
/// see RATIONALE.
///
/// @param weight the most that a name adds to a memory's score
/// @param minSimilarity from which on a node is the name that a question uses
/// @param spread how fast the weight falls with the number of linked memories
/// @param mostNames of a question that are looked up
/// @param minActive the signal counts only if some candidate reaches this; 0 for always
/// @param secondHop whether memories of nodes that share a memory with a matched one get a quarter
public record EntityWeights(
        double weight,
        double minSimilarity,
        double spread,
        int mostNames,
        double minActive,
        boolean secondHop) {

    public static final EntityWeights STANDARD = new EntityWeights(0.2, 0.85, 0.01, 8, 0.05, false);

    /// What a node adds to each of its memories.
    ///
    /// @param similarity of the question's name, in [0,1]
    double boost(double similarity, int links) {
        var others = links - 1.0;
        return similarity * weight / (1 + spread * others * others);
    }
}
