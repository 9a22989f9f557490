package dev.keepsake.server.config;

import dev.keepsake.account.Quotas;
import dev.keepsake.server.http.RateLimit;
import org.jspecify.annotations.Nullable;

/// How much may be asked.
///
/// @param perKey null for no limit
/// @param perAddress null for no limit
/// @param quotas of every project
public record LimitConfig(
        @Nullable RateLimit perKey, @Nullable RateLimit perAddress, Quotas.Limits quotas) {

    private static final int MOST = 1_000_000;

    static LimitConfig from(Values values) {
        return new LimitConfig(
                rate(
                        values,
                        "rate-limit.per-key",
                        "Requests a minute with one API key; more are answered with 429."),
                rate(
                        values,
                        "rate-limit.per-address",
                        "Requests a minute from one address, counted before any key is checked; more are answered with 429."),
                new Quotas.Limits(
                        quota(values, "quota.memories", "Memories that a project may hold."),
                        quota(
                                values,
                                "quota.adds-per-month",
                                "Adds that a project may make in a calendar month (UTC) with API keys."),
                        quota(
                                values,
                                "quota.retrievals-per-month",
                                "Searches and lists that a project may make in a calendar month (UTC) with API keys.")));
    }

    private static long quota(Values values, String name, String meaning) {
        return values.read(
                name,
                Kind.wholeNumber(0, Integer.MAX_VALUE),
                "0",
                meaning + " What exceeds it is answered with 413; `0` for no limit.");
    }

    private static @Nullable RateLimit rate(Values values, String name, String meaning) {
        var perMinute = values.find(name, Kind.wholeNumber(1, MOST), "no limit", meaning);
        var burst =
                values.find(
                        name + "-burst",
                        Kind.wholeNumber(1, MOST),
                        "those of a minute",
                        "How many of these may come at once.");
        Rules.require(
                burst == null || perMinute != null, "%s-burst is given, but %s is not", name, name);
        if (perMinute == null) {
            return null;
        }
        return new RateLimit(perMinute, burst == null ? perMinute : burst);
    }
}
