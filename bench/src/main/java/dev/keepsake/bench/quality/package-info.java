/// Whether the engine makes good memories: the fixtures of `bench/fixtures` against the whole
/// product. Every fixture goes through the REST API as a client's words would, so nothing here
/// knows how the engine comes to its answers.
@NullMarked
package dev.keepsake.bench.quality;

import org.jspecify.annotations.NullMarked;
