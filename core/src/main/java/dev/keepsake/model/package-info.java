@NullMarked
package dev.keepsake.model;

import org.jspecify.annotations.NullMarked;
