package dev.keepsake.login;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.AuditTrail;
import dev.keepsake.account.EmailForm;
import dev.keepsake.account.Identity;
import dev.keepsake.account.OneTimeCode.Purpose;
import dev.keepsake.account.People;
import dev.keepsake.account.Permission;
import dev.keepsake.account.SessionId;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.Logins.Use;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What people change about themselves (management contract 18.3). Safe for many threads.
public final class Profile {

    private final Accounts accounts;
    private final People people;
    private final PasswordHashing hashing;
    private final PasswordLogin login;
    private final Sessions sessions;
    private final Codes codes;
    private final Mailer mailer;
    private final AuditTrail audit;

    public Profile(
            Accounts accounts,
            People people,
            PasswordHashing hashing,
            PasswordLogin login,
            Sessions sessions,
            Codes codes,
            Mailer mailer,
            AuditTrail audit) {
        this.accounts = accounts;
        this.people = people;
        this.hashing = hashing;
        this.login = login;
        this.sessions = sessions;
        this.codes = codes;
        this.mailer = mailer;
        this.audit = audit;
    }

    /// @throws Failure.Invalid when the name is blank or too long
    public Account rename(Identity who, String name) {
        who.require(Permission.MANAGE_ACCOUNT);
        var checked = Names.checked(name);
        return people.change(who.account(), account -> account.withName(checked));
    }

    /// Changes the address. Where letters can be sent, the new address must be proven: without a
    /// code, one is sent there and nothing changes.
    ///
    /// @return whether it was changed
    /// @throws Failure.Invalid when the address is none, or the code is wrong
    /// @throws Failure.Conflict when it is somebody else's
    /// @throws Failure.TooMany when there were too many codes lately
    public boolean changeEmail(
            Identity who, String address, @Nullable String code, Visitor visitor) {
        who.require(Permission.MANAGE_ACCOUNT);
        var email = EmailForm.parse(address);
        if (email.equals(who.email())) {
            return true;
        }
        requireFree(email, who.account());
        if (mailer.isOn()) {
            if (code == null) {
                var issued = codes.ask(email, Purpose.EMAIL_CHANGE, visitor);
                mailer.send(Letters.code(email, issued.text()));
                return false;
            }
            requireRight(codes.use(email, Purpose.EMAIL_CHANGE, code, visitor));
        }
        people.change(who.account(), account -> account.withEmail(email));
        audit.note(who.account(), "account.email", "account " + who.account());
        return true;
    }

    /// Changes the password and ends all other sessions.
    ///
    /// @param current null when the account has none yet
    /// @throws Failure.Forbidden when the current one is wrong
    /// @throws Failure.Invalid when the new one breaks its rule
    public void changePassword(
            Identity who, @Nullable String current, String next, Optional<SessionId> keep) {
        who.require(Permission.MANAGE_ACCOUNT);
        var password = new Password(next);
        login.requirePassword(people.require(who.account()), current);
        var hash = hashing.hash(password.text());
        people.change(who.account(), account -> account.withPassword(hash));
        sessions.endAll(who.account(), keep);
        audit.note(who.account(), "password.change", "account " + who.account());
    }

    /// A code for the command-line client, for somebody who is logged in.
    ///
    /// @throws Failure.Invalid when the account has no address
    public Codes.Issued loginCode(Identity who) {
        who.require(Permission.MANAGE_ACCOUNT);
        if (who.email() == null) {
            throw new Failure.Invalid("email: this account has no address yet");
        }
        return codes.give(who.account());
    }

    private void requireFree(String email, AccountId except) {
        if (accounts.accountByEmail(email).filter(each -> !each.id().equals(except)).isPresent()) {
            throw new Failure.Conflict("email: there is an account with this address");
        }
    }

    private static void requireRight(Use use) {
        if (use != Use.RIGHT) {
            throw new Failure.Invalid("code: is wrong, used or too old");
        }
    }
}
