/// Passwords and the first account. Accounts themselves are kept by the storage; keys are minted
/// and hashed in core.
@NullMarked
package dev.keepsake.server.account;

import org.jspecify.annotations.NullMarked;
