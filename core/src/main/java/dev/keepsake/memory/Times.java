package dev.keepsake.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The instants of a memory, kept to the microsecond because that is what the wire can say.
///
/// @param created may be backdated by the caller
/// @param updated the last change of text, metadata or expiry
/// @param timestamp equals `created` unless an update moved it
public record Times(Instant created, Instant updated, Instant timestamp) {

    public Times {
        created = created.truncatedTo(ChronoUnit.MICROS);
        updated = updated.truncatedTo(ChronoUnit.MICROS);
        timestamp = timestamp.truncatedTo(ChronoUnit.MICROS);
    }

    public static Times at(Instant instant) {
        return new Times(instant, instant, instant);
    }

    public Times touched(Instant now) {
        return new Times(created, now, timestamp);
    }

    /// Moved in time by the caller: creation and timestamp become `moment`, the update happens now.
    public Times moved(Instant moment, Instant now) {
        return new Times(moment, now, moment);
    }
}
