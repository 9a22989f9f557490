package dev.keepsake.server.observe;

import dev.keepsake.server.config.LogConfig;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Where log lines go: to one stream, one line each, as text or JSON. Everything in the process
/// logs through the JDK's logging, Keepsake by `System.Logger`, libraries by SLF4J or directly, so
/// this is the one place that decides.
///
/// Libraries speak up only when something is wrong, whatever level is asked for: on their own, some
/// would tell headers and with them keys.
public final class Logs implements AutoCloseable {

    private static final String MANAGER = "java.util.logging.manager";

    private final Logger root = Logger.getLogger("");

    /// Held here, because loggers that nobody holds are collected and forget their level.
    private final Logger own = Logger.getLogger("dev.keepsake");

    private final Level rootBefore = root.getLevel();
    private final List<Handler> before = List.of(root.getHandlers());
    private final Handler handler;

    private Logs(Handler handler) {
        this.handler = handler;
    }

    /// To be called before anything is logged.
    public static void prepare() {
        if (System.getProperty(MANAGER) == null) {
            System.setProperty(MANAGER, LastingLogManager.class.getName());
        }
    }

    /// Takes over the logging of this process, until closed.
    public static Logs to(PrintStream stream, LogConfig settings) {
        var lines = new LogLines(settings.traced(), settings.weight() == LogConfig.Weight.DEBUG);
        Formatter formatter =
                switch (settings.format()) {
                    case TEXT -> new TextLog(lines);
                    case JSON -> new JsonLog(lines);
                };
        var logs = new Logs(new StreamHandler(stream, formatter));
        logs.begin(level(settings.weight()));
        return logs;
    }

    private static Level level(LogConfig.Weight weight) {
        return switch (weight) {
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
        };
    }

    private void begin(Level level) {
        before.forEach(root::removeHandler);
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(level.intValue() > Level.WARNING.intValue() ? level : Level.WARNING);
        own.setLevel(level);
    }

    /// Gives the logging back to whoever had it.
    @Override
    public void close() {
        root.removeHandler(handler);
        before.forEach(root::addHandler);
        root.setLevel(rootBefore);
        own.setLevel(null);
    }

    /// Writes whole lines at once, so that those of two threads do not mix.
    private static final class StreamHandler extends Handler {

        private final PrintStream stream;

        StreamHandler(PrintStream stream, Formatter formatter) {
            this.stream = stream;
            setFormatter(formatter);
        }

        @Override
        public void publish(LogRecord logRecord) {
            if (isLoggable(logRecord)) {
                var line = getFormatter().format(logRecord).getBytes(StandardCharsets.UTF_8);
                stream.write(line, 0, line.length);
                stream.flush();
            }
        }

        @Override
        public void flush() {
            stream.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }
}
