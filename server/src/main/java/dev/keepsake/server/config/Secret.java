package dev.keepsake.server.config;

/// A value that must not reach a log, an error message or a screen by accident.
public record Secret(String value) {

    @Override
    public String toString() {
        return "(hidden)";
    }
}
