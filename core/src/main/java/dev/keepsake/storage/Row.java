package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Stored;

/// A living row on its way into an index.
///
/// @param position grows from row to row; only good for asking for the next rows of the same
///   storage
public record Row(long position, ProjectId project, Stored stored) {

    public static final long BEFORE_FIRST = 0;
}
