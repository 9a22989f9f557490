/// What stored statements say, as far as plain patterns can tell.
///
/// Enters: the text of a memory in the third person ("User lives in Graz") or in the first. English
/// only; a sentence that nothing here knows says nothing, never a wrong guess on purpose. There are
/// two ways out:
///
/// - [FactReader] gives facts that a table could hold, for exports and summaries. It is generous: a
///   doubtful value is better than an empty cell.
/// - [DuplicateLadder] tells how a statement stands to an older one: the same, fuller, a
///   contradiction, related. It is strict, because what it decides hides memories. It works on
///   [StatedFacts], which are made in the order of [Word], [ClauseReader] ([Clause]),
///   [SlotRules] ([Filling]), [FrameReader] ([FactFrame]) and [Ending]; [Contradiction] holds the
///   guards.
@NullMarked
package dev.keepsake.fact;

import org.jspecify.annotations.NullMarked;
