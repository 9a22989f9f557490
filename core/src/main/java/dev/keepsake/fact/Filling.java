package dev.keepsake.fact;

import dev.keepsake.fact.FactFrame.SlotKey;
import java.util.List;
import java.util.Set;

/// What a clause puts into a slot.
///
/// @param replaced what it says was there before
/// @param isChange whether the clause tells that it came about
/// @param used the prepositions whose words are part of the fact
record Filling(
        SlotKey key, Set<String> value, Set<String> replaced, boolean isChange, List<String> used) {

    static Filling of(Slot slot, Set<String> value, String... used) {
        return about(slot, "", value, used);
    }

    static Filling about(Slot slot, String about, Set<String> value, String... used) {
        return new Filling(new SlotKey(slot, about), value, Set.of(), false, List.of(used));
    }

    Filling changed(boolean change) {
        return new Filling(key, value, replaced, change, used);
    }

    Filling insteadOf(Set<String> former) {
        return new Filling(key, value, former, isChange, used);
    }
}
