/// Delivers letters: by a mail server, or into the log.
@NullMarked
package dev.keepsake.server.mail;

import org.jspecify.annotations.NullMarked;
