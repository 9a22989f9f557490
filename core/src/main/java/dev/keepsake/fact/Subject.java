package dev.keepsake.fact;

import java.util.Set;

/// Whom or what a clause is about.
///
/// @param owner `user`, or a name in lower case; empty for a thing of nobody's (`the deadline`)
/// @param role what of the owner's it is, folded (`wif`, `parrot`, `standup`); empty for the owner
/// @param names the names that it is called by, in lower case
record Subject(String owner, String role, Set<String> names) {

    static final Subject USER = new Subject("user", "", Set.of());

    Subject {
        names = Set.copyOf(names);
    }

    boolean isOwner() {
        return role.isEmpty();
    }

    /// Whether both are certainly the same one. Two sons need names to be told apart; there is one
    /// wife at a time, whatever she is called.
    boolean isSame(Subject other) {
        if (role.isEmpty() && other.role.isEmpty()) {
            return isSameName(owner, other.owner);
        }
        if (role.isEmpty() || other.role.isEmpty()) {
            var named = role.isEmpty() ? owner : other.owner;
            var roled = role.isEmpty() ? other : this;
            return roled.names.contains(named);
        }
        if (!owner.equals(other.owner) || !role.equals(other.role)) {
            return false;
        }
        if (!names.isEmpty() && !other.names.isEmpty()) {
            return names.stream().anyMatch(other.names::contains);
        }
        return Lexicon.UNIQUE_ROLES.contains(lastWord(role)) || !Lexicon.HAD.contains(role);
    }

    /// Whether they may be the same one: nothing tells them apart.
    boolean isCompatible(Subject other) {
        return isSame(other)
                || owner.equals(other.owner)
                        && role.equals(other.role)
                        && !role.isEmpty()
                        && (names.isEmpty() || other.names.isEmpty());
    }

    /// `Priya` is `Priya Nair`.
    private static boolean isSameName(String name, String other) {
        return name.equals(other)
                || !name.isEmpty()
                        && !other.isEmpty()
                        && (name.startsWith(other + " ") || other.startsWith(name + " "));
    }

    private static String lastWord(String text) {
        return text.substring(text.lastIndexOf(' ') + 1);
    }
}
