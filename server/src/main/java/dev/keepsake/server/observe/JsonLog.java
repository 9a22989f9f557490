package dev.keepsake.server.observe;

import dev.keepsake.server.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// Lines for machines: one JSON object each, with `time`, `level`, `logger`, `message` and, where
/// they apply, `request_id`, `trace_id` and `error` (the stack trace).
final class JsonLog extends Formatter {

    private final LogLines lines;

    JsonLog(LogLines lines) {
        this.lines = lines;
    }

    @Override
    public String format(LogRecord logRecord) {
        var line = lines.line(logRecord);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("time", line.at().toString());
        members.put("level", line.weight());
        members.put("logger", line.logger());
        members.put("message", line.message());
        line.request().ifPresent(id -> members.put("request_id", id));
        line.trace().ifPresent(id -> members.put("trace_id", id));
        if (line.fault() != null) {
            members.put("error", line.fault());
        }
        return Json.text(members) + "\n";
    }
}
