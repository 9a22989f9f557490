package dev.keepsake.server.config;

import org.jspecify.annotations.Nullable;

/// A setting with the value that holds.
///
/// @param value as it was given; null when it is the default, or a secret
/// @param standard the default, a literal in back quotes or words
/// @param secret whether the value must not be shown
public record Effective(
        String name,
        @Nullable String value,
        Source source,
        String standard,
        String rule,
        String meaning,
        boolean secret) {

    /// Who decided on a value; a later one wins over an earlier one.
    public enum Source {
        DEFAULT,
        FILE,
        /// The dashboard.
        CONSOLE,
        ENVIRONMENT
    }
}
