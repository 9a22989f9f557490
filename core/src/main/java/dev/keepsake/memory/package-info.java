@NullMarked
package dev.keepsake.memory;

import org.jspecify.annotations.NullMarked;
