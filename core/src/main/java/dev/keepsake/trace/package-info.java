/// Lets others watch what the engine does. The engine tells of its steps and knows nothing of who
/// listens; what it tells holds no text, key or query.
@NullMarked
package dev.keepsake.trace;

import org.jspecify.annotations.NullMarked;
