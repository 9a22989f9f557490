@NullMarked
package dev.keepsake.models.text;

import org.jspecify.annotations.NullMarked;
