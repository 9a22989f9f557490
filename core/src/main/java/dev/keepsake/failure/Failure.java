package dev.keepsake.failure;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The root of everything Keepsake throws on purpose, split by what the caller can do about it. One
/// exhaustive switch at each door (REST, MCP, command line) turns these into replies. Messages name
/// the value and the rule that it broke; they never hold a key or a password.
public abstract sealed class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private Failure(String message) {
        super(message);
    }

    private Failure(String message, Throwable cause) {
        super(message, cause);
    }

    /// The message, never null.
    public String reason() {
        var message = getMessage();
        return message == null ? getClass().getSimpleName() : message;
    }

    /// The request itself is wrong; sending it again unchanged cannot help.
    public static final class Invalid extends Failure {
        private static final long serialVersionUID = 1L;
        private final transient Map<String, List<String>> fields;

        public Invalid(String message) {
            super(message);
            this.fields = Map.of();
        }

        /// @param fields what is wrong with each field, in the order to tell it; at least one. The
        ///   first makes the message
        public Invalid(Map<String, List<String>> fields) {
            super(first(fields));
            this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /// What is wrong with each field; empty when the message says it all.
        public Map<String, List<String>> fields() {
            return fields;
        }

        private static String first(Map<String, List<String>> fields) {
            var first = fields.entrySet().iterator().next();
            return first.getKey() + ": " + first.getValue().getFirst();
        }
    }

    /// No key, or one that is unknown, revoked or expired.
    public static final class Unauthenticated extends Failure {
        private static final long serialVersionUID = 1L;

        public Unauthenticated(String message) {
            super(message);
        }
    }

    /// A known caller that may not do this.
    public static final class Forbidden extends Failure {
        private static final long serialVersionUID = 1L;

        public Forbidden(String message) {
            super(message);
        }
    }

    /// The thing named does not exist in the caller's project.
    public static final class Missing extends Failure {
        private static final long serialVersionUID = 1L;

        public Missing(String message) {
            super(message);
        }
    }

    /// Somebody else changed it first; read again and retry.
    public static final class Conflict extends Failure {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super(message);
        }
    }

    /// The request is larger than a limit of this server or project.
    public static final class TooLarge extends Failure {
        private static final long serialVersionUID = 1L;

        public TooLarge(String message) {
            super(message);
        }
    }

    /// Not now; the same request may succeed after the given time.
    public static final class Busy extends Failure {
        private static final long serialVersionUID = 1L;
        private final Duration retryAfter;

        public Busy(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// This caller asks too often; the same request may succeed after the given time.
    public static final class TooMany extends Failure {
        private static final long serialVersionUID = 1L;
        private final Duration retryAfter;

        public TooMany(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// A language or embedding model did not answer, or not usably.
    public static final class ModelFailed extends Failure {
        private static final long serialVersionUID = 1L;
        private final boolean retriable;
        private final transient @Nullable Duration wait;

        public ModelFailed(String message, boolean retriable) {
            super(message);
            this.retriable = retriable;
            this.wait = null;
        }

        /// One that may pass.
        ///
        /// @param wait how long to wait, as the model asked for; null when it did not
        public ModelFailed(String message, @Nullable Duration wait) {
            super(message);
            this.retriable = true;
            this.wait = wait;
        }

        public ModelFailed(String message, boolean retriable, Throwable cause) {
            super(message, cause);
            this.retriable = retriable;
            this.wait = null;
        }

        /// Whether the same call may succeed later (time-out, 429, 5xx).
        public boolean retriable() {
            return retriable;
        }

        /// How long the model asked to be left alone; null when it did not say.
        public @Nullable Duration retryAfter() {
            return wait;
        }
    }

    /// The storage could not do its work: disk full, file damaged, folder in use, closed.
    public static final class StorageFailed extends Failure {
        private static final long serialVersionUID = 1L;

        public StorageFailed(String message) {
            super(message);
        }

        public StorageFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
