@NullMarked
package dev.keepsake.search;

import org.jspecify.annotations.NullMarked;
