/// Synthesis: in the background, and only where a project wants it, the memories of one user are
/// looked over for what keeps coming back, and what is found becomes a *pattern*, a memory that
/// names its sources (engine contract 7.5). Nothing that it reads ever changes by it.
///
/// [DreamSchedule] decides who is due, [DreamWork] does one run with a lease of the user's lane,
/// [Clusters] and a [Dreamer] find the statements, [Dreams][dev.keepsake.storage.Dreams] keeps what
/// runs did. Rules here need no language model; one replaces only the words.
@NullMarked
package dev.keepsake.dream;

import org.jspecify.annotations.NullMarked;
