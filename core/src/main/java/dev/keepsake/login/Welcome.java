package dev.keepsake.login;

import dev.keepsake.account.EmailForm;
import dev.keepsake.account.Invitations;
import dev.keepsake.account.Registrar;
import dev.keepsake.account.Registrar.Person;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.time.Duration;
import java.time.InstantSource;

/// Following the link of an invitation: with a new account, or into the one that the address has.
/// Safe for many threads.
public final class Welcome {

    private static final int TRIES_A_MINUTE_FROM_ONE_PLACE = 10;

    private final Accounts accounts;
    private final Registrar registrar;
    private final PasswordHashing hashing;
    private final Invitations invitations;
    private final PasswordLogin login;
    private final Throttle visitors;

    public Welcome(
            Accounts accounts,
            Registrar registrar,
            PasswordHashing hashing,
            Invitations invitations,
            PasswordLogin login,
            InstantSource clock) {
        this.accounts = accounts;
        this.registrar = registrar;
        this.hashing = hashing;
        this.invitations = invitations;
        this.login = login;
        this.visitors =
                Throttle.pausing(TRIES_A_MINUTE_FROM_ONE_PLACE, Duration.ofMinutes(1), clock);
    }

    /// Accepts an invitation and logs in. Where the address has an account, the password must be
    /// that account's: the link alone opens nothing that exists. A link proves no address, as
    /// whoever invites has it too; so a new account takes up this invitation and no other.
    ///
    /// @param name of a new account
    /// @throws Failure.Missing when the link is wrong or too old
    /// @throws Failure.Invalid when the password of a new account breaks its rule
    /// @throws Failure.Unauthenticated when the password is not that of the account
    public Sessions.Opened accept(String token, String name, String password, Visitor visitor) {
        visitors.admit(visitor.network());
        var invitation =
                invitations
                        .find(token)
                        .orElseThrow(() ->
                                new Failure.Missing(
                                        "This invitation does not exist or has expired."));
        var email = EmailForm.parse(invitation.email());
        if (accounts.accountByEmail(email).isPresent()) {
            var opened = login.in(email, password, visitor);
            // a first login has accepted it already
            invitations
                    .find(token)
                    .ifPresent(each -> invitations.accept(each, opened.session().account()));
            return opened;
        }
        var hash = hashing.hash(new Password(password).text());
        var account = registrar.admit(new Person(email, Names.checked(name), hash, false));
        invitations.accept(invitation, account.id());
        return login.in(email, password, visitor);
    }
}
