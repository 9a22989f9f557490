package dev.keepsake.models.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.keepsake.failure.Failure;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sorts what a chat endpoint or the way to it threw by whether asking again may help.
final class ChatFailures {

    /// Error codes are identifiers; whatever does not look like one may be a key or a prompt.
    private static final Pattern CODE =
            Pattern.compile("\"(?:code|type)\"\\s*:\\s*\"([a-z][a-z0-9_.]{2,40})\"");

    /// As the providers call it, in lower case.
    private static final Pattern ABOUT_SCHEMA =
            Pattern.compile("response_?format|output_?(?:format|config)|schema|\"format\"");

    private ChatFailures() {}

    static Failure.ModelFailed of(RuntimeException failed, Duration timeout) {
        if (find(failed, InterruptedException.class) != null) {
            Thread.currentThread().interrupt();
            return new Failure.ModelFailed("waiting for the chat endpoint was interrupted", false);
        }
        var refused = find(failed, HttpException.class);
        if (refused != null) {
            return refusal(refused);
        }
        if (find(failed, TimeoutException.class) != null
                || find(failed, HttpTimeoutException.class) != null) {
            return new Failure.ModelFailed(
                    "the chat endpoint did not answer within " + timeout.toMillis() + " ms", true);
        }
        // the client reads answers with its own Jackson, whose errors are I/O errors too
        if (find(failed, JsonProcessingException.class) != null) {
            return unusable();
        }
        var broken = find(failed, IOException.class);
        if (broken != null || find(failed, UnresolvedAddressException.class) != null) {
            return new Failure.ModelFailed(
                    "the chat endpoint cannot be reached: " + kind(broken), true, failed);
        }
        return unusable();
    }

    private static Failure.ModelFailed unusable() {
        return new Failure.ModelFailed(
                "the chat endpoint sent an answer that is no chat completion", false);
    }

    /// Whether an endpoint says that it does not know structured output, or not this schema.
    static boolean isAboutSchema(RuntimeException failed) {
        var refused = find(failed, HttpException.class);
        if (refused == null || (refused.statusCode() != 400 && refused.statusCode() != 422)) {
            return false;
        }
        var body = body(refused).toLowerCase(Locale.ROOT);
        return ABOUT_SCHEMA.matcher(body).find();
    }

    private static Failure.ModelFailed refusal(HttpException refused) {
        int status = refused.statusCode();
        var code = CODE.matcher(body(refused));
        var reason = code.find() ? " (" + code.group(1) + ")" : "";
        var message = "the chat endpoint answered " + status + reason;
        return isPassing(status)
                ? new Failure.ModelFailed(message, wait(refused))
                : new Failure.ModelFailed(message, false);
    }

    private static @Nullable Duration wait(HttpException refused) {
        var wait = refused instanceof ChatTransport.Refused told ? told.retryAfter() : null;
        // whoever limits the rate is alive, and wants time even when it does not say how much
        return wait == null && refused.statusCode() == 429 ? Duration.ZERO : wait;
    }

    private static boolean isPassing(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private static String body(HttpException refused) {
        var message = refused.getMessage();
        return message == null ? "" : message;
    }

    private static String kind(@Nullable IOException broken) {
        return broken == null ? "unknown host" : broken.getClass().getSimpleName();
    }

    private static <T extends Throwable> @Nullable T find(Throwable failed, Class<T> type) {
        for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
