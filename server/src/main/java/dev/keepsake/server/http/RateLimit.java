package dev.keepsake.server.http;

/// How often somebody may ask: a bucket of `burst` requests that fills up evenly, `perMinute`
/// requests in each minute.
public record RateLimit(int perMinute, int burst) {

    public RateLimit {
        if (perMinute < 1 || burst < 1) {
            throw new IllegalArgumentException("a limit lets at least one request pass");
        }
    }
}
