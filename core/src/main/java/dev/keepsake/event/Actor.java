package dev.keepsake.event;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.KeyId;
import org.jspecify.annotations.Nullable;

/// Who had an operation done.
///
/// @param key null when it was asked for in the dashboard
public record Actor(AccountId account, @Nullable KeyId key) {}
