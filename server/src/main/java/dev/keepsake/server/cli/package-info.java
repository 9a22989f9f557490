/// The commands of the `keepsake` program. Arguments, environment and two streams enter, an exit
/// status leaves; no command knows how the product is put together.
@NullMarked
package dev.keepsake.server.cli;

import org.jspecify.annotations.NullMarked;
