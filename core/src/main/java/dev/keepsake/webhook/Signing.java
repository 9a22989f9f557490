package dev.keepsake.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The secrets that a webhook's deliveries are signed with: one, and for a day after a rotation the
/// one before too, so that a receiver can change over without missing a delivery.
///
/// @param former null when there was no rotation
/// @param formerUntil when `former` ends; null without one
public record Signing(
        SealedSecret current, @Nullable SealedSecret former, @Nullable Instant formerUntil) {

    public static final Duration OVERLAP = Duration.ofHours(24);

    public Signing {
        if ((former == null) != (formerUntil == null)) {
            throw new IllegalArgumentException("a former secret has an end");
        }
    }

    public static Signing with(SealedSecret secret) {
        return new Signing(secret, null, null);
    }

    Signing rotatedTo(SealedSecret secret, Instant now) {
        return new Signing(secret, current, now.plus(OVERLAP));
    }

    /// Those to sign with, the older one first.
    List<SealedSecret> at(Instant now) {
        List<SealedSecret> secrets = new ArrayList<>(2);
        if (former != null && formerUntil != null && now.isBefore(formerUntil)) {
            secrets.add(former);
        }
        secrets.add(current);
        return secrets;
    }
}
