package dev.keepsake.models.embedding;

/// Vectors of length one, whose dot product is their cosine.
final class UnitLength {

    private UnitLength() {}

    /// Scales the vector in place and returns it. The vector of zeros, which has no direction,
    /// stays as it is.
    static float[] of(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        if (squares > 0) {
            var scale = (float) (1 / Math.sqrt(squares));
            for (int i = 0; i < vector.length; i++) {
                vector[i] *= scale;
            }
        }
        return vector;
    }

    static double cosine(float[] left, float[] right) {
        double dot = 0;
        for (int i = 0; i < left.length; i++) {
            dot += (double) left[i] * right[i];
        }
        return dot;
    }
}
