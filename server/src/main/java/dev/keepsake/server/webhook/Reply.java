package dev.keepsake.server.webhook;

import dev.keepsake.server.outbound.CheckedNames;
import dev.keepsake.webhook.Carrier.Answer;
import dev.keepsake.webhook.Carrier.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/// What came back from a receiver so far. Once the status is there it counts, even if the body
/// breaks off or never ends.
final class Reply {

    private static final int MOST_READ = 64 * 1024;
    private static final int MOST_SHOWN = 1024;

    private final Instant sentAt;
    private volatile @Nullable Answer answer;

    Reply(Instant sentAt) {
        this.sentAt = sentAt;
    }

    /// Reads on to the end of the body within limits, so that the connection can be used again.
    ///
    /// @return whether the end was reached
    boolean read(ClassicHttpResponse response) throws IOException {
        var status = response.getCode();
        var verdict = verdict(status, header(response, "Retry-After"));
        answer = new Answer(verdict, status, "");
        var entity = response.getEntity();
        if (entity == null) {
            return true;
        }
        var body = entity.getContent();
        var shown = body.readNBytes(MOST_SHOWN);
        answer = new Answer(verdict, status, printable(shown));
        return body.readNBytes(MOST_READ - MOST_SHOWN).length < MOST_READ - MOST_SHOWN;
    }

    private static @Nullable String header(ClassicHttpResponse response, String name) {
        var header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /// Of all refusals only those that blame the request are final. A receiver that redirects is
    /// not followed, but may be back in its place later.
    private Verdict verdict(int status, @Nullable String retryAfter) {
        if (status >= 200 && status < 300) {
            return new Verdict.Taken();
        }
        if (status == 410) {
            return new Verdict.Gone();
        }
        if (status >= 400 && status < 500 && status != 408 && status != 429) {
            return new Verdict.Refused();
        }
        return new Verdict.Later(retryAfter == null ? null : wait(retryAfter.strip()));
    }

    /// Seconds, or an instant.
    private @Nullable Duration wait(String retryAfter) {
        try {
            return retryAfter.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(retryAfter))
                    : Duration.between(
                            sentAt,
                            ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static String printable(byte[] start) {
        var text = new StringBuilder();
        new String(start, StandardCharsets.UTF_8)
                .codePoints()
                .map(each -> Character.isISOControl(each) ? ' ' : each)
                .forEach(text::appendCodePoint);
        return text.toString().strip();
    }

    Answer answer() {
        return answerOr(new IOException("the connection ended without an answer"));
    }

    /// What the receiver said, or that something went wrong before it could.
    Answer answerOr(@Nullable Throwable wrong) {
        var said = answer;
        if (said != null) {
            return said;
        }
        if (wrong instanceof CheckedNames.Forbidden forbidden) {
            return new Answer(new Verdict.Refused(), null, String.valueOf(forbidden.getMessage()));
        }
        return new Answer(new Verdict.Later(null), null, reason(wrong));
    }

    private static String reason(@Nullable Throwable wrong) {
        if (wrong == null) {
            return "unknown";
        }
        var message = wrong.getMessage();
        var name = wrong.getClass().getSimpleName().replaceFirst("(Exception)?$", "");
        var text = message == null ? name : name + ": " + message;
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN);
    }
}
