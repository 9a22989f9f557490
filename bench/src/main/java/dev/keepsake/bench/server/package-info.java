/// The server under test: a process of its own, and the calls that a client makes.
@NullMarked
package dev.keepsake.bench.server;

import org.jspecify.annotations.NullMarked;
