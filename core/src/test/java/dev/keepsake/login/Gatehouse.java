package dev.keepsake.login;

import dev.keepsake.account.Account;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.AuditTrail;
import dev.keepsake.account.Callers;
import dev.keepsake.account.Invitations;
import dev.keepsake.account.KeyRing;
import dev.keepsake.account.Keys;
import dev.keepsake.account.People;
import dev.keepsake.account.Project;
import dev.keepsake.account.Registrar;
import dev.keepsake.account.Registry;
import dev.keepsake.account.Subject;
import dev.keepsake.engine.MovableClock;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.InMemoryStorage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything by which people become known, over a storage in memory, with a clock that stands
/// still until it is moved.
///
/// Ana, the administrator, owns Harbor with its default project main. Cleo owns Cove with shore.
/// Both have a password that is their name twelve times.
final class Gatehouse {

    static final Instant NOW = Instant.parse("2026-08-22T12:00:00Z");
    static final Visitor HOME = new Visitor("192.0.2.1", "a browser");

    final MovableClock clock = new MovableClock(NOW);
    final InMemoryStorage storage = new InMemoryStorage(clock);
    final Accounts accounts = storage.accounts();
    final Keys keys = new Keys("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    final Callers callers = new Callers(accounts, keys, clock);
    final AuditTrail audit = new AuditTrail(storage.audit(), clock);
    final Invitations invitations =
            new Invitations(new Registry(accounts, storage.audit(), callers, clock));
    final People people = new People(accounts, callers);
    final Registrar registrar = new Registrar(accounts, keys, clock);
    final KeyRing ring = new KeyRing(accounts, keys, people, audit, clock);
    final PlainHashing hashing = new PlainHashing();
    final Letterbox letters = new Letterbox();
    AuthPolicy policy = AuthPolicy.STANDARD;

    final Sessions sessions = new Sessions(storage.logins(), callers, clock);
    final Codes codes = new Codes(storage.logins(), keys, clock);
    final PasswordLogin login =
            new PasswordLogin(accounts, people, hashing, sessions, invitations, clock);
    final PasswordReset reset =
            new PasswordReset(accounts, people, hashing, codes, sessions, login, letters, audit);
    final Profile profile =
            new Profile(accounts, people, hashing, login, sessions, codes, letters, audit);
    final Welcome welcome = new Welcome(accounts, registrar, hashing, invitations, login, clock);
    final Removal removal = new Removal(accounts, people, callers, audit, clock);
    final AccountAdmin admin =
            new AccountAdmin(
                    accounts,
                    people,
                    registrar,
                    hashing,
                    sessions,
                    invitations,
                    removal,
                    audit,
                    clock);
    final CliLogin cli =
            new CliLogin(
                    accounts,
                    keys,
                    people,
                    registrar,
                    codes,
                    invitations,
                    new AgentClaim(accounts, keys, people, callers, () -> policy, audit, clock),
                    letters,
                    () -> policy,
                    audit,
                    clock);
    final AgentSignup agents = new AgentSignup(() -> policy, registrar, audit, clock);
    final Setup setup = new Setup(accounts, registrar, hashing, clock);

    /// A gatehouse with Ana and Cleo.
    static Gatehouse inhabited() {
        var gatehouse = new Gatehouse();
        gatehouse.registrar.found(
                new Registrar.Person(
                        "ana@example.org", "Ana", gatehouse.hashing.hash(password("ana")), true),
                new Registrar.Home("Harbor", "main", "default", null));
        gatehouse.registrar.settle(
                new Registrar.Person(
                        "cleo@example.org",
                        "Cleo",
                        gatehouse.hashing.hash(password("cleo")),
                        false),
                new Registrar.Home("Cove", "shore", "default", null),
                ApiKey.Kind.STANDARD);
        return gatehouse;
    }

    static String password(String name) {
        return name.repeat(12);
    }

    Account account(String name) {
        return accounts.accountByEmail(name + "@example.org").orElseThrow();
    }

    /// As in the dashboard.
    Subject subject(String name) {
        var opened = sessions.open(account(name), HOME);
        return sessions.subject(opened.token(), Optional.empty());
    }

    Project home(String name) {
        return dev.keepsake.account.HomeProject.of(account(name), accounts).orElseThrow();
    }

    /// What was sent to an address last: the code in it.
    String codeFor(String email) {
        var letter =
                letters.sent.reversed().stream()
                        .filter(each -> each.to().equals(email))
                        .findFirst()
                        .orElseThrow();
        var digits = java.util.regex.Pattern.compile("\\b\\d{6}\\b").matcher(letter.text());
        if (!digits.find()) {
            throw new AssertionError("no code in " + letter.text());
        }
        return digits.group();
    }

    /// Keeps what is sent.
    static final class Letterbox implements Mailer {
        final List<Letter> sent = new ArrayList<>();
        boolean on = true;

        @Override
        public boolean isOn() {
            return on;
        }

        @Override
        public void send(Letter letter) {
            sent.add(letter);
        }
    }

    /// Hashes at no cost, and counts how often it compared.
    static final class PlainHashing implements PasswordHashing {
        int comparisons;
        String scheme = "plain:";

        @Override
        public String hash(String password) {
            return scheme + password;
        }

        @Override
        public boolean verify(String password, String encoded) {
            comparisons++;
            return encoded.replaceFirst("^[a-z]+:", "").equals(password);
        }

        @Override
        public boolean isOutdated(String encoded) {
            return !encoded.startsWith(scheme);
        }

        @Override
        public String generate() {
            return "generated-password";
        }
    }
}
