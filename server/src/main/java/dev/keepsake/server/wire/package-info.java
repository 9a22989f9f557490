@NullMarked
package dev.keepsake.server.wire;

import org.jspecify.annotations.NullMarked;
