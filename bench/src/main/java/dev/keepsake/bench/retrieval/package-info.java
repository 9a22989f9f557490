/// How well the right memories are found: conversations with questions whose evidence is known.
@NullMarked
package dev.keepsake.bench.retrieval;

import org.jspecify.annotations.NullMarked;
