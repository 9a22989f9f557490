package dev.keepsake.server.observe;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// Lines for people: `2026-11-22T15:43:44.123Z WARN RequestLog: … [request 5f… trace 0a…]`.
final class TextLog extends Formatter {

    private final LogLines lines;

    TextLog(LogLines lines) {
        this.lines = lines;
    }

    @Override
    public String format(LogRecord logRecord) {
        var line = lines.line(logRecord);
        var text =
                new StringBuilder()
                        .append(line.at())
                        .append(' ')
                        .append("%-5s".formatted(line.weight()))
                        .append(' ')
                        .append(line.logger())
                        .append(": ")
                        .append(oneLine(line.message()));
        line.request().ifPresent(id -> text.append(" [request ").append(id).append(']'));
        line.trace().ifPresent(id -> text.append(" [trace ").append(id).append(']'));
        text.append('\n');
        if (line.fault() != null) {
            text.append(line.fault());
        }
        return text.toString();
    }

    /// Nobody writes a line of their own by putting a break into what is told about them.
    private static String oneLine(String message) {
        return message.replace("\r", "\\r").replace("\n", "\\n");
    }
}
