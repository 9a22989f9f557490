package dev.keepsake.server.wire;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The one form of instants in replies: UTC, six fraction digits, explicit offset (wire contract
/// 5.1).
public final class Stamp {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Stamp() {}

    public static String of(Instant instant) {
        return FORM.format(instant);
    }

    public static @Nullable String orNull(@Nullable Instant instant) {
        return instant == null ? null : of(instant);
    }

    static @Nullable String orNull(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }
}
