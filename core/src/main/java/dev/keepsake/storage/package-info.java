@NullMarked
package dev.keepsake.storage;

import org.jspecify.annotations.NullMarked;
