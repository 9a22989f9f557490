package dev.keepsake.memory;

/// Where a memory stands in its life (engine contract 7.1). The lower-case name is its wire form.
public enum Lifecycle {
    /// Current.
    ACTIVE,
    /// An outdated fact, kept as history; `replacedBy` names the newer memory.
    SUPERSEDED,
    /// A barer duplicate folded into the memory that `replacedBy` names.
    MERGED
}
