package dev.keepsake.server.config;

import org.jspecify.annotations.Nullable;

/// How API keys are kept.
///
/// @param keyPepper mixed into the hash of every key; null to make one and keep it in the data
///   folder
public record AccountConfig(@Nullable Secret keyPepper) {

    static AccountConfig from(Values values) {
        return new AccountConfig(
                values.find(
                        "key-pepper",
                        Rules.PEPPER,
                        "made on the first start, kept in the data folder",
                        "Secret mixed into the stored hash of every API key. Changing it invalidates all keys."));
    }
}
