package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Revision;
import org.jspecify.annotations.Nullable;

/// One entry of the change log as the index reads it.
///
/// @param encoding of the state after the change, or of a later one if there is one; null when the
///   memory is gone by now, in which case a later change in the log says so and this one may be
///   skipped
public record LoggedChange(
        Mark mark, ProjectId project, Revision revision, @Nullable Encoding encoding) {}
