/// A whole project as a file, and back: nothing is lost, and both sides count and hash to prove it.
@NullMarked
package dev.keepsake.server.dump;

import org.jspecify.annotations.NullMarked;
