package dev.keepsake.model;

/// The last hidden state of a text's word pieces, special tokens left out, each row of unit length.
///
/// @param pieces the vocabulary id of each word piece
/// @param vectors one row of model dimensions per piece
@SuppressWarnings("ArrayRecordComponent")
public record TokenVectors(int[] pieces, float[][] vectors) {

    public TokenVectors {
        if (pieces.length != vectors.length) {
            throw new IllegalArgumentException(
                    pieces.length + " pieces, " + vectors.length + " vectors");
        }
    }

    public int count() {
        return pieces.length;
    }
}
