/// What the dashboard asks for, under `/console/api`: first run, login, keys, people, logs,
/// settings, and every route of the memory API again with a session instead of a key (management
/// contract 18). Bodies are read and written here; what may be done and how is the core's to say.
@NullMarked
package dev.keepsake.server.console;

import org.jspecify.annotations.NullMarked;
