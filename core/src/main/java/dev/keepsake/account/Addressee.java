package dev.keepsake.account;

import dev.keepsake.storage.Accounts;
import java.util.Optional;

/// Whom a request about members means.
sealed interface Addressee {

    /// @param email lower case
    record ByEmail(String email) implements Addressee {}

    record ByUsername(String username) implements Addressee {}

    default Optional<Account> account(Accounts accounts) {
        return switch (this) {
            case ByEmail(var email) -> accounts.accountByEmail(email);
            case ByUsername(var username) -> accounts.accountByUsername(username);
        };
    }

    /// The field that names them.
    default String field() {
        return switch (this) {
            case ByEmail _ -> "email";
            case ByUsername _ -> "username";
        };
    }

    /// The name that they go by in messages.
    default String spelled() {
        return switch (this) {
            case ByEmail(var email) -> email;
            case ByUsername(var username) -> username;
        };
    }
}
