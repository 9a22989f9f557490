/// The server process: [dev.keepsake.server.Main] is its door, `Wiring` puts the parts together.
@NullMarked
package dev.keepsake.server;

import org.jspecify.annotations.NullMarked;
