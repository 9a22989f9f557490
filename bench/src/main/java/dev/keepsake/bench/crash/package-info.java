/// Whether the server keeps its word when it is killed: clients write down what they were told, and
/// after each restart everything is compared with that.
@NullMarked
package dev.keepsake.bench.crash;

import org.jspecify.annotations.NullMarked;
