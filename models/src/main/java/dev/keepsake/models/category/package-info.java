/// Labels by a language model: [LlmClassifier] asks for those of memories that came without.
@NullMarked
package dev.keepsake.models.category;

import org.jspecify.annotations.NullMarked;
