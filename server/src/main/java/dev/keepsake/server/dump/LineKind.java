package dev.keepsake.server.dump;

import dev.keepsake.failure.Failure;
import java.util.Locale;

/// What a line of a dump tells; the lower-case name is its `kind`.
enum LineKind {
    /// First: what the file is, of which version, made when.
    DUMP,
    /// Name, description and settings of the project, categories among them.
    PROJECT,
    /// A user, agent, app or run.
    ENTITY,
    /// The vector and terms of the state after the change in the next line.
    ENCODING,
    /// One step of a memory's history, annotations included, in the order in which they happened.
    CHANGE,
    /// A memory as it is now; what the changes must lead to.
    MEMORY,
    /// What a user thinks of a memory.
    FEEDBACK,
    /// Last: how many lines of each kind there are, and their hashes.
    END;

    String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws Failure.Invalid for a kind that this version does not know
    static LineKind named(String kind) {
        for (var each : values()) {
            if (each.spelled().equals(kind)) {
                return each;
            }
        }
        throw new Failure.Invalid("unknown kind of line: " + kind);
    }
}
