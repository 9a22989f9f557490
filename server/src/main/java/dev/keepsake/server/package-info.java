@NullMarked
package dev.keepsake.server;

import org.jspecify.annotations.NullMarked;
