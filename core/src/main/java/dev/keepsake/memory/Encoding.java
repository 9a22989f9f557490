package dev.keepsake.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the engine computed from a memory's text and keeps with the row, so that an index can be
/// rebuilt without calling a model.
///
/// Equality compares the vector's numbers. The array is owned by this record: neither giver nor
/// reader changes it.
///
/// @param terms the analysed keyword terms in text order, repeats kept
/// @param modelId the embedding model that made the vector
/// @param vector unit length
public record Encoding(List<String> terms, String modelId, float[] vector) {

    public Encoding {
        terms = List.copyOf(terms);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Encoding(var otherTerms, var otherModel, var otherVector)
                && terms.equals(otherTerms)
                && modelId.equals(otherModel)
                && Arrays.equals(vector, otherVector);
    }

    @Override
    public int hashCode() {
        return Objects.hash(terms, modelId, Arrays.hashCode(vector));
    }

    @Override
    public String toString() {
        return "Encoding["
                + terms.size()
                + " terms, "
                + modelId
                + ", "
                + vector.length
                + " dimensions]";
    }
}
