package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Checks credentials and decides which project a request is about (management contract 3 and
/// 18.4). The one place where a [Caller] is made. Safe for many threads.
///
/// What a key opens is remembered for [#MEMORY], so a revocation takes that long on other nodes and
/// no time on the node that makes it ([#forget]).
public final class Callers {

    static final Duration MEMORY = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final Accounts accounts;
    private final Keys keys;
    private final InstantSource clock;
    private final Map<KeyHash, Remembered> remembered = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();
    private final Map<KeyId, Instant> uses = new ConcurrentHashMap<>();

    public Callers(Accounts accounts, Keys keys, InstantSource clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.clock = clock;
    }

    /// Who holds a key.
    ///
    /// @throws Failure.Unauthenticated for a key that is unknown, revoked, expired, or whose
    ///   account is disabled
    public Subject subject(String key) {
        var now = clock.instant();
        var hash = keys.hash(key);
        var known = remembered.get(hash);
        if (known == null || known.readAt.plus(MEMORY).isBefore(now)) {
            known = readAndRemember(hash, now);
        }
        if (!known.key.worksAt(now)) {
            throw invalidKey();
        }
        noteUse(known.key.id(), now);
        return known.subject;
    }

    /// Who a session belongs to. The session itself was checked by whoever asks.
    ///
    /// @throws Failure.Unauthenticated when the account is gone or disabled
    public Subject subject(Session session) {
        var account =
                accounts.account(session.account())
                        .filter(found -> found.disabledAt() == null)
                        .orElseThrow(Callers::loggedOut);
        var identity =
                new Identity(
                        account.id(),
                        account.username(),
                        account.email(),
                        account.serverAdmin(),
                        Access.ADMIN,
                        new Credential.Session(session.id()));
        return new Subject(
                identity, account, accounts.memberships(account.id()), Optional.empty(), accounts);
    }

    /// The first administrator of the server, for servers that ask nobody who they are.
    ///
    /// @throws Failure.Unauthenticated when there is no administrator yet
    public Subject firstAdministrator() {
        var account =
                accounts.accounts().stream()
                        .filter(each -> each.serverAdmin() && each.disabledAt() == null)
                        .findFirst()
                        .orElseThrow(
                                () -> new Failure.Unauthenticated("The server is not set up yet."));
        return new Subject(
                new Identity(
                        account.id(),
                        account.username(),
                        account.email(),
                        true,
                        Access.ADMIN,
                        // no session at all, but what a session may do
                        new Credential.Session(new SessionId(new UUID(0, 0)))),
                account,
                accounts.memberships(account.id()),
                HomeProject.of(account, accounts),
                accounts);
    }

    /// The caller behind a key, in the project that the request is about.
    ///
    /// @throws Failure as [#subject(String)] and [Subject#in(Target)]
    public Caller resolve(String key, Target target) {
        return subject(key).in(target);
    }

    /// Drops what is remembered, after keys or memberships changed.
    public void forget() {
        generation.incrementAndGet();
        remembered.clear();
    }

    private Remembered readAndRemember(KeyHash hash, Instant now) {
        var before = generation.get();
        var known = read(hash, now);
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(hash, known);
        if (generation.get() != before) {
            // told to forget between reading and remembering: this may be what was revoked
            remembered.remove(hash, known);
        }
        return known;
    }

    private Remembered read(KeyHash hash, Instant now) {
        var key = working(hash, now);
        var project = accounts.project(key.project());
        if (project.isEmpty()) {
            // removed between the two reads, which took the key along
            key = working(hash, now);
            project = accounts.project(key.project());
        }
        return known(key, project.orElseThrow(Callers::invalidKey), now);
    }

    private ApiKey working(KeyHash hash, Instant now) {
        return accounts.key(hash).filter(key -> key.worksAt(now)).orElseThrow(Callers::invalidKey);
    }

    private Remembered known(ApiKey key, Project bound, Instant now) {
        var account =
                accounts.account(key.account())
                        .filter(found -> found.disabledAt() == null)
                        .orElseThrow(Callers::invalidKey);
        var identity =
                new Identity(
                        account.id(),
                        account.username(),
                        account.email(),
                        account.serverAdmin(),
                        key.access(),
                        new Credential.Key(key.id(), key.restricted()));
        var subject =
                new Subject(
                        identity,
                        account,
                        accounts.memberships(account.id()),
                        Optional.of(bound),
                        accounts);
        return new Remembered(key, subject, now);
    }

    private record Remembered(ApiKey key, Subject subject, Instant readAt) {}

    private void noteUse(KeyId key, Instant now) {
        var last = uses.get(key);
        if (last == null || last.plus(USE_NOTED_EVERY).isBefore(now)) {
            uses.put(key, now);
            Thread.startVirtualThread(() -> noteUseNow(key, now));
        }
    }

    private void noteUseNow(KeyId key, Instant now) {
        try {
            accounts.used(key, now);
        } catch (Failure.StorageFailed _) {
            // a lost note is no harm
        }
    }

    private static Failure.Unauthenticated invalidKey() {
        return new Failure.Unauthenticated("Invalid API key.");
    }

    private static Failure.Unauthenticated loggedOut() {
        return new Failure.Unauthenticated("The session has ended.");
    }
}
