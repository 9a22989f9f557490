/// The whole engine in memory, for tests: everything is real except the models and the clock.
@NullMarked
package dev.keepsake.engine;

import org.jspecify.annotations.NullMarked;
