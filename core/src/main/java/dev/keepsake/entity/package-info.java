/// Users, agents, apps and runs as things of their own.
///
/// An entity is there as soon as a memory names its id, or when somebody creates it
/// ([EntityDirectory]). Deleting one is another matter than deleting memories: the memories go at
/// once, as in the edit room, and then everything that still speaks of them is erased
/// ([EntityDeletion], [Eraser]), where an ordinary deletion leaves a history.
@NullMarked
package dev.keepsake.entity;

import org.jspecify.annotations.NullMarked;
