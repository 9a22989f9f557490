package dev.keepsake.search;

/// The keyword score of one memory for one question (engine contract 2.3): `sum over terms t of
/// idf(t) * tf * (k1+1) / (tf + k1 * (1-b + b*length/averageLength))` with `idf = ln(1 + (N - df +
/// 0.5) / (df + 0.5))`, the Robertson and Sparck Jones weight as Lucene rounds it off. `N`, `df`
/// and the average length are those of the memories that the question's filter matches.
///
/// @param k1 saturation of repeated terms
/// @param b how much long texts are held back, 0 to 1
public record Bm25(double k1, double b) {

    public static final Bm25 STANDARD = new Bm25(1.2, 0.75);

    /// The weight of a term that `frequency` of `count` memories have.
    public static double idf(long count, long frequency) {
        return Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5));
    }

    /// One term's share of the score.
    ///
    /// @param idf of the term
    /// @param occurrences of the term in the memory; 0 gives 0
    /// @param length of the memory in terms
    /// @param averageLength over the memories that the filter matches
    public double part(double idf, int occurrences, int length, double averageLength) {
        if (occurrences == 0) {
            return 0;
        }
        var norm = averageLength == 0 ? 1 : 1 - b + b * length / averageLength;
        return idf * occurrences * (k1 + 1) / (occurrences + k1 * norm);
    }
}
