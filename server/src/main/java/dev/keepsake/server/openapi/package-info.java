/// Keepsake's own description of everything that it serves, written by hand in OpenAPI, and the
/// page that shows it. Tests hold it against the routes and against real replies.
@NullMarked
package dev.keepsake.server.openapi;

import org.jspecify.annotations.NullMarked;
