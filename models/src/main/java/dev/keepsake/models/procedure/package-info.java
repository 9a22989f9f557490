/// How an agent did something, written down by a language model. What enters: the messages of a
/// run. What leaves: the text of one memory.
@NullMarked
package dev.keepsake.models.procedure;

import org.jspecify.annotations.NullMarked;
