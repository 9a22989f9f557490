package dev.keepsake.server.observe;

import dev.keepsake.failure.Failure;
import dev.keepsake.server.http.RequestId;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/// What a log line tells, before it is written as text or JSON.
///
/// The message of an exception may quote anything: a memory, a query, a key. So only those messages
/// are told that come from disk and network and those that Keepsake worded itself; of any other
/// exception its class and where it was thrown. The weight `debug` tells them all.
final class LogLines {

    private static final Formatter PLAIN = new SimpleFormatter();
    private static final int MOST_CAUSES = 20;

    /// A collector that is away is told again and again; where in the exporter that was found out
    /// helps nobody.
    private static final String EXPORTER = "io.opentelemetry.";

    private final boolean traced;
    private final boolean everything;

    LogLines(boolean traced, boolean everything) {
        this.traced = traced;
        this.everything = everything;
    }

    /// @param logger the last part of its name
    record Line(
            Instant at,
            String weight,
            String logger,
            String message,
            Optional<String> request,
            Optional<String> trace,
            @Nullable String fault) {}

    Line line(LogRecord logRecord) {
        var thrown = logRecord.getThrown();
        var name = logRecord.getLoggerName() == null ? "" : logRecord.getLoggerName();
        var message = PLAIN.formatMessage(logRecord);
        var isBrief = thrown != null && name.startsWith(EXPORTER);
        return new Line(
                logRecord.getInstant().truncatedTo(ChronoUnit.MILLIS),
                weight(logRecord.getLevel()),
                name.substring(name.lastIndexOf('.') + 1),
                isBrief ? message + " " + title(root(thrown)) : message,
                RequestId.current(),
                traced ? Traces.currentId() : Optional.empty(),
                thrown == null || isBrief ? null : fault(thrown));
    }

    private static String weight(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    /// The stack trace, as the JDK writes it but for the messages.
    private String fault(Throwable thrown) {
        var text = new StringBuilder();
        Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var each = thrown;
                each != null && told.size() < MOST_CAUSES && told.add(each);
                each = each.getCause()) {
            text.append(told.size() == 1 ? "" : "Caused by: ").append(title(each)).append('\n');
            for (var frame : each.getStackTrace()) {
                text.append("\tat ").append(frame).append('\n');
            }
        }
        return text.toString();
    }

    private String title(Throwable thrown) {
        var name = thrown.getClass().getName();
        var message = thrown.getMessage();
        if (message == null) {
            return name;
        }
        return name + ": " + (isHarmless(thrown) ? message : "(message withheld)");
    }

    private static Throwable root(Throwable thrown) {
        var root = thrown;
        for (var depth = 0; root.getCause() != null && depth < MOST_CAUSES; depth++) {
            root = root.getCause();
        }
        return root;
    }

    private boolean isHarmless(Throwable thrown) {
        return everything
                || switch (thrown) {
                    case IOException _, SQLException _ -> true;
                    case Failure.StorageFailed _, Failure.ModelFailed _, Failure.Busy _ -> true;
                    default -> false;
                };
    }
}
