package dev.keepsake.server.config;

/// How log lines look and which are written.
///
/// @param weight the least that is told
/// @param traced whether lines tell the trace that they belong to
public record LogConfig(Format format, Weight weight, boolean traced) {

    /// Before the settings are read.
    public static final LogConfig STANDARD = new LogConfig(Format.TEXT, Weight.INFO, false);

    /// For people, or for machines.
    public enum Format {
        TEXT,
        JSON
    }

    /// From the heaviest.
    public enum Weight {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    static LogConfig from(Values values, boolean traced) {
        return new LogConfig(
                values.read(
                        "log.format",
                        Kind.choice(Format.class),
                        "text",
                        "Log lines for people, or one JSON object each."),
                values.read(
                        "log.level",
                        Kind.choice(Weight.class),
                        "info",
                        "Least weight of what is logged. `debug` tells every request, and messages of faults, which may quote what users sent."),
                traced);
    }
}
