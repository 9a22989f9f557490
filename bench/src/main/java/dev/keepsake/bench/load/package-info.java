/// How fast the server is, against the embedding model that it spends most of its time in.
@NullMarked
package dev.keepsake.bench.load;

import org.jspecify.annotations.NullMarked;
