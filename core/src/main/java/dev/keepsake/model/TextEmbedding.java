package dev.keepsake.model;

import org.jspecify.annotations.Nullable;

/// One text as a model sees it.
///
/// @param vector pooled, of unit length; owned by this value, nobody changes it
/// @param tokens the vectors of its word pieces from the same pass; null where a provider gives
///   none
@SuppressWarnings("ArrayRecordComponent")
public record TextEmbedding(float[] vector, @Nullable TokenVectors tokens) {}
