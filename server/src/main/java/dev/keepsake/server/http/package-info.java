@NullMarked
package dev.keepsake.server.http;

import org.jspecify.annotations.NullMarked;
