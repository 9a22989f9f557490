package dev.keepsake.edit;

import dev.keepsake.memory.MemoryId;
import java.util.List;

/// What a batch did.
///
/// @param changed how many memories changed or went
/// @param notFound ids that the project does not have
public record Outcome(int changed, List<MemoryId> notFound) {}
