package dev.keepsake.fact;

/// One thing that a statement says.
///
/// @param subject `User`, a name, or somebody told through another (`User's sister`)
/// @param about the class of a [Slot#FAVOURITE]; empty for other slots
/// @param value as it is written
/// @param holds false for what has ended or is denied: `no longer works at …`
public record Fact(String subject, Slot slot, String about, String value, boolean holds) {}
