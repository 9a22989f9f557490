/// What stored statements say, as far as plain patterns can tell: who, which slot, what value.
/// Enters: the text of a memory in the third person ("User lives in Graz") or in the first. Leaves:
/// facts that a table could hold. English only; a sentence that no pattern knows gives no fact,
/// never a wrong guess on purpose.
@NullMarked
package dev.keepsake.fact;

import org.jspecify.annotations.NullMarked;
