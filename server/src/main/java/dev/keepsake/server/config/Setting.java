package dev.keepsake.server.config;

import java.util.Locale;

/// One setting as the documentation tells it.
///
/// @param standard the default as shown: a literal in back quotes, or words
/// @param rule what a value must be
record Setting(String name, String standard, String rule, String meaning) {

    static final String PREFIX = "KEEPSAKE_";

    String environmentName() {
        return environmentName(name);
    }

    /// `search.top_k` is `KEEPSAKE_SEARCH_TOP_K`.
    static String environmentName(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// The setting's row in `docs/configuration.md`.
    String row() {
        return "| `%s` | %s | %s | %s |".formatted(name, standard, rule, meaning);
    }
}
