@NullMarked
package dev.keepsake.event;

import org.jspecify.annotations.NullMarked;
