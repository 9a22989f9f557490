package dev.keepsake.fact;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One thing that a statement says, in a form in which two statements can be compared (engine
/// contract 16.4). All words are [folded][Word#stem].
///
/// @param relation the main verb
/// @param object the words of its object
/// @param head the noun that the object is about; empty without an object
/// @param slot what place of the subject's it fills; null when none that is known
/// @param value what fills the slot
/// @param replaced what the statement itself says was there before
/// @param kind how it holds
/// @param positive false for what is denied, and for dislikes
/// @param isChange whether it tells of the change rather than of the state
/// @param context what narrows it down: where, with whom, for what
record FactFrame(
        Subject subject,
        String relation,
        Set<String> object,
        String head,
        @Nullable SlotKey slot,
        Set<String> value,
        Set<String> replaced,
        Kind kind,
        boolean positive,
        boolean isChange,
        Set<String> context) {

    /// A slot, and which one of its kind.
    ///
    /// @param about the class of a favourite, the medicine of a dosage, …; empty for other slots
    record SlotKey(Slot slot, String about) {}

    /// How a fact holds.
    enum Kind {
        /// So now.
        STATE,
        /// So no more.
        OVER,
        /// Happened once.
        EVENT,
        /// So for a while, to see.
        TRIAL,
        /// Planned, wished or supposed.
        UNCERTAIN
    }

    FactFrame {
        object = Set.copyOf(object);
        value = Set.copyOf(value);
        replaced = Set.copyOf(replaced);
        context = Set.copyOf(context);
    }

    boolean isState() {
        return kind == Kind.STATE;
    }

    boolean fills(Slot... slots) {
        for (var each : slots) {
            if (slot != null && slot.slot == each) {
                return true;
            }
        }
        return false;
    }
}
