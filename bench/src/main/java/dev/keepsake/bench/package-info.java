/// Measures a running server from outside: how well it finds things, how fast it is, how soon it
/// answers after a start, and whether it keeps its word when it is killed. Everything goes through
/// the public REST API; only the speed of the bare embedding model, with which the server's is
/// compared, is taken from the model itself.
///
/// Results go to standard output, progress to standard error. Exit status 0: done; 1: something
/// failed or a promise was broken; 2: called wrongly.
@NullMarked
package dev.keepsake.bench;

import org.jspecify.annotations.NullMarked;
