package dev.keepsake.server;

import dev.keepsake.account.AuditTrail;
import dev.keepsake.account.Callers;
import dev.keepsake.account.Invitations;
import dev.keepsake.account.KeyRing;
import dev.keepsake.account.Keys;
import dev.keepsake.account.People;
import dev.keepsake.account.Registrar;
import dev.keepsake.event.Activity;
import dev.keepsake.login.AccountAdmin;
import dev.keepsake.login.AgentClaim;
import dev.keepsake.login.AgentSignup;
import dev.keepsake.login.AuthPolicy;
import dev.keepsake.login.CliLogin;
import dev.keepsake.login.Codes;
import dev.keepsake.login.Mailer;
import dev.keepsake.login.PasswordLogin;
import dev.keepsake.login.PasswordReset;
import dev.keepsake.login.Profile;
import dev.keepsake.login.Removal;
import dev.keepsake.login.Sessions;
import dev.keepsake.login.Setup;
import dev.keepsake.login.Welcome;
import dev.keepsake.server.Housekeeping.Chore;
import dev.keepsake.server.account.Passwords;
import dev.keepsake.server.config.SavedSettings;
import dev.keepsake.server.console.AnalyticsRoutes;
import dev.keepsake.server.console.KeyRoutes;
import dev.keepsake.server.console.LogRoutes;
import dev.keepsake.server.console.PeopleRoutes;
import dev.keepsake.server.console.ProfileRoutes;
import dev.keepsake.server.console.SessionRoutes;
import dev.keepsake.server.console.SettingsRoutes;
import dev.keepsake.server.console.SetupRoutes;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.wire.AuthRoutes;
import dev.keepsake.storage.Storage;
import dev.keepsake.usage.UsageBook;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/// The parts by which people and agents become known, put together.
final class LoginWiring {

    private final Setup setup;
    private final Sessions sessions;
    private final List<HttpServer.Area> areas;
    private final List<Chore> chores;

    /// @param settings what administrators may change while the server runs
    LoginWiring(
            Storage storage,
            Keys keys,
            Callers callers,
            Invitations invitations,
            SavedSettings settings,
            Mailer mailer,
            SettingsRoutes.Trial trial,
            Activity activity,
            UsageBook usage,
            Clock clock) {
        var accounts = storage.accounts();
        Supplier<AuthPolicy> policy = () -> settings.current().auth().policy();
        var passwords = new Passwords();
        var audit = new AuditTrail(storage.audit(), clock);
        var people = new People(accounts, callers);
        var registrar = new Registrar(accounts, keys, clock);
        var ring = new KeyRing(accounts, keys, people, audit, clock);
        var codes = new Codes(storage.logins(), keys, clock);
        sessions = new Sessions(storage.logins(), callers, clock);
        setup = new Setup(accounts, registrar, passwords, clock);
        var login = new PasswordLogin(accounts, people, passwords, sessions, invitations, clock);
        var welcome = new Welcome(accounts, registrar, passwords, invitations, login, clock);
        var reset =
                new PasswordReset(
                        accounts, people, passwords, codes, sessions, login, mailer, audit);
        var profile =
                new Profile(accounts, people, passwords, login, sessions, codes, mailer, audit);
        var removal = new Removal(accounts, people, callers, audit, clock);
        var admin =
                new AccountAdmin(
                        accounts,
                        people,
                        registrar,
                        passwords,
                        sessions,
                        invitations,
                        removal,
                        audit,
                        clock);
        var claim = new AgentClaim(accounts, keys, people, callers, policy, audit, clock);
        var cli =
                new CliLogin(
                        accounts,
                        keys,
                        people,
                        registrar,
                        codes,
                        invitations,
                        claim,
                        mailer,
                        policy,
                        audit,
                        clock);
        var agents = new AgentSignup(policy, registrar, audit, clock);
        var running = settings.current();
        areas =
                List.of(
                        new AuthRoutes(cli, agents, ring),
                        new SetupRoutes(setup, sessions, Product.version()),
                        new SessionRoutes(login, welcome, sessions, accounts, people),
                        new ProfileRoutes(
                                profile,
                                people,
                                reset,
                                removal,
                                mailer,
                                running.http().publicBaseUrl()),
                        new KeyRoutes(ring, accounts),
                        new PeopleRoutes(admin, invitations),
                        new LogRoutes(storage.audit(), accounts),
                        new AnalyticsRoutes(
                                activity, usage, running.storage().eventRetention(), clock),
                        new SettingsRoutes(settings, trial, audit));
        chores =
                List.of(
                        new Chore("forgetting old sessions", sessions::expire),
                        new Chore("removing agents that nobody uses", removal::expireAgents));
    }

    Setup setup() {
        return setup;
    }

    Sessions sessions() {
        return sessions;
    }

    List<HttpServer.Area> areas() {
        return areas;
    }

    List<Chore> chores() {
        return chores;
    }
}
