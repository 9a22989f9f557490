/// Summaries told by a language model.
@NullMarked
package dev.keepsake.models.summary;

import org.jspecify.annotations.NullMarked;
