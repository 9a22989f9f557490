@NullMarked
package dev.keepsake.failure;

import org.jspecify.annotations.NullMarked;
