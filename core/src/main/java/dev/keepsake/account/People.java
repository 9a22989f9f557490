package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.util.function.UnaryOperator;

/// Changes accounts and keys, one change after another: of two changes at the same time neither
/// undoes the other, so nobody who was just shut out comes back by renaming themselves. What was
/// remembered of keys is forgotten, so a change holds at once. Safe for many threads.
public final class People {

    private final Accounts accounts;
    private final Callers callers;

    public People(Accounts accounts, Callers callers) {
        this.accounts = accounts;
        this.callers = callers;
    }

    /// @return the account as it is afterwards
    /// @throws Failure.Missing when there is no such account
    /// @throws Failure.Conflict as [Accounts#change(Account)]
    public synchronized Account change(AccountId id, UnaryOperator<Account> edit) {
        var changed = edit.apply(require(id));
        accounts.change(changed);
        callers.forget();
        return changed;
    }

    /// @return the key as it is afterwards
    /// @throws Failure.Missing when there is no such key
    public synchronized ApiKey change(KeyId id, UnaryOperator<ApiKey> edit) {
        var changed = edit.apply(accounts.key(id).orElseThrow(People::noSuchKey));
        accounts.change(changed);
        callers.forget();
        return changed;
    }

    /// @throws Failure.Missing when there is no such account
    public Account require(AccountId id) {
        return accounts.account(id).orElseThrow(() -> new Failure.Missing("Account not found."));
    }

    static Failure.Missing noSuchKey() {
        return new Failure.Missing("Key not found.");
    }
}
