package dev.keepsake.summary;

import dev.keepsake.memory.EntityKind;
import java.time.Instant;

/// What is known about one user, agent, app or run.
///
/// @param memories how many there are, also beyond those that it was told from
/// @param generated when the text was made
/// @param by `rules` or `llm`
public record Summary(
        EntityKind kind, String entity, String text, long memories, Instant generated, String by) {}
