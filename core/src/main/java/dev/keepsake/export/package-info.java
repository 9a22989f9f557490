/// From memories to one structured object. Enters: a JSON Schema and a filter. Leaves: an object
/// that the schema accepts, made from what the matching memories say and nothing else, kept for a
/// while. An export is durable from the moment it is accepted; a process that dies over it leaves
/// it to be taken up again. Nothing that does not fit the schema ever leaves this room: an export
/// that cannot be made to fit fails.
@NullMarked
package dev.keepsake.export;

import org.jspecify.annotations.NullMarked;
