package dev.keepsake.server.config;

import dev.keepsake.account.Organizations;
import org.jspecify.annotations.Nullable;

/// How API keys are kept, and what people may do beside using them.
///
/// @param keyPepper mixed into the hash of every key; null to make one and keep it in the data
///   folder
/// @param organizationCreation who may create organizations
public record AccountConfig(
        @Nullable Secret keyPepper, Organizations.Creation organizationCreation) {

    static AccountConfig from(Values values) {
        return new AccountConfig(
                values.find(
                        "key-pepper",
                        Rules.PEPPER,
                        "made on the first start, kept in the data folder",
                        "Secret mixed into the stored hash of every API key; it also seals the secrets of webhooks. Changing it invalidates all keys, and webhooks need new secrets."),
                values.read(
                        "orgs.creation",
                        Kind.choice(Organizations.Creation.class),
                        "anyone",
                        "Who may create organizations: anyone with an account, or only administrators of the server."));
    }
}
