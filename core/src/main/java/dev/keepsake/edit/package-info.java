@NullMarked
package dev.keepsake.edit;

import org.jspecify.annotations.NullMarked;
