package dev.keepsake.model;

/// What the rest of Keepsake knows of an embedding model.
///
/// @param id names model and calibration; stored with every vector
/// @param dimensions length of the pooled vector
/// @param floor the cosine of unrelated texts, see [#calibrated]
public record EmbeddingModel(String id, int dimensions, double floor) {

    /// Maps a cosine to a similarity in [0,1] where unrelated texts are near 0, so that thresholds
    /// mean the same for every model (engine contract 16.1): `clamp((cos - floor) / (1 - floor))`.
    public double calibrated(double cosine) {
        return Math.clamp((cosine - floor) / (1 - floor), 0.0, 1.0);
    }
}
