package dev.keepsake.feedback;

/// How good somebody finds a memory, and what that does to its score (engine contract 10).
public enum Verdict {
    POSITIVE(1.05),
    NEGATIVE(0.85),
    VERY_NEGATIVE(0.50);

    private final double weight;

    Verdict(double weight) {
        this.weight = weight;
    }

    /// What the base score of the memory is multiplied by.
    public double weight() {
        return weight;
    }
}
