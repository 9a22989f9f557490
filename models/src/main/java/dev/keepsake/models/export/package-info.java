/// Exports filled by a language model.
@NullMarked
package dev.keepsake.models.export;

import org.jspecify.annotations.NullMarked;
