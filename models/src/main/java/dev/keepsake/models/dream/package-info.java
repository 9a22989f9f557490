/// Synthesis by a language model: [LlmDreamer] puts into words what a cluster of memories shows.
@NullMarked
package dev.keepsake.models.dream;

import org.jspecify.annotations.NullMarked;
