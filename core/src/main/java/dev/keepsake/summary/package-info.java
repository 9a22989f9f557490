/// A short account of what is known about somebody. Enters: a filter. Leaves: one text for each
/// user, agent, app or run that it finds, told from their memories and kept as long as these do not
/// change. What was superseded is told as past, never as present.
@NullMarked
package dev.keepsake.summary;

import org.jspecify.annotations.NullMarked;
