package dev.keepsake.models.chat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long a refusal asks to wait: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3),
/// OpenAI's `retry-after-ms`, or Google's `retryDelay` in the body. Pure.
final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
    private static final Pattern RETRY_DELAY =
            Pattern.compile("\"retryDelay\"\\s*:\\s*\"(\\d{1,9}(?:\\.\\d{1,9})?)s\"");

    private RetryAfter() {}

    static @Nullable Duration of(HttpResponse<byte[]> refusal, Instant now) {
        var headers = refusal.headers();
        var millis = headers.firstValue("retry-after-ms").filter(RetryAfter::isNumber);
        if (millis.isPresent()) {
            return Duration.ofMillis((long) Double.parseDouble(millis.get()));
        }
        var header = headers.firstValue("Retry-After");
        if (header.isPresent()) {
            return told(header.get().strip(), now);
        }
        var delay = RETRY_DELAY.matcher(new String(refusal.body(), StandardCharsets.UTF_8));
        return delay.find() ? seconds(delay.group(1)) : null;
    }

    private static @Nullable Duration told(String header, Instant now) {
        if (isNumber(header)) {
            return seconds(header);
        }
        try {
            var at = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static boolean isNumber(String text) {
        return SECONDS.matcher(text).matches();
    }

    private static Duration seconds(String number) {
        return Duration.ofMillis((long) (Double.parseDouble(number) * 1000));
    }
}
