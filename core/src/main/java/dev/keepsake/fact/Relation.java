package dev.keepsake.fact;

/// How a statement stands to an older one (engine contract 16.5).
public sealed interface Relation {

    /// It says nothing new.
    ///
    /// @param rule what decided it, as the history names it
    record Duplicate(String rule) implements Relation {}

    /// It says everything that the older one says, and more.
    ///
    /// @param rule what decided it, as the history names it
    record Merge(String rule) implements Relation {}

    /// The older one is outdated by it.
    ///
    /// @param rule what decided it, as the history names it
    /// @param isChange whether it says itself that something changed or ended
    record Supersede(String rule, boolean isChange) implements Relation {}

    /// Both are about the same thing.
    record Link() implements Relation {}

    /// They have nothing to do with each other.
    record Independent() implements Relation {}
}
