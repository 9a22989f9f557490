package dev.keepsake.storage.testkit;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.OneTimeCode;
import dev.keepsake.account.OneTimeCode.Purpose;
import dev.keepsake.account.Session;
import dev.keepsake.account.SessionId;
import dev.keepsake.account.TokenHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The steps of an [AccountsWalk] about sessions and codes.
final class LoginSteps {

    private static final List<Purpose> PURPOSES =
            List.of(Purpose.CLI_LOGIN, Purpose.CLI_LOGIN, Purpose.PASSWORD_RESET);
    private static final List<String> EMAILS =
            AccountsWorld.NAMES.stream().limit(3).map(AccountsWorld::email).toList();
    private static final List<KeyHash> HASHES =
            List.of(new KeyHash("one"), new KeyHash("two"), new KeyHash("three"));

    private final AccountsWorld world;
    private final Vocabulary words;
    private final List<Session> sessions = new ArrayList<>();

    LoginSteps(AccountsWorld world) {
        this.world = world;
        this.words = world.words;
    }

    List<Step> steps() {
        return List.of(
                new Step(5, "log in", this::logIn),
                new Step(2, "use a session", this::use),
                new Step(2, "log out", this::logOut),
                new Step(4, "make a code", this::make),
                new Step(8, "try a code", this::tryCode),
                new Step(1, "forget what ended", this::expire));
    }

    private void logIn() {
        var known = sessions.isEmpty() ? Optional.<Session>empty() : Optional.of(session());
        var session =
                new Session(
                        known.isPresent() && words.chance(0.05)
                                ? known.get().id()
                                : new SessionId(words.uuid()),
                        world.account(),
                        known.isPresent() && words.chance(0.05)
                                ? known.get().tokenHash()
                                : TokenHash.of(words.uuid().toString()),
                        TokenHash.of("csrf"),
                        world.now(),
                        world.now(),
                        world.now().plusSeconds(600),
                        words.chance(0.5) ? "192.0.2.1" : null,
                        words.chance(0.5) ? world.name() : null);
        sessions.add(session);
        world.both(storage -> storage.logins().create(session));
        world.same(storage -> storage.logins().session(session.tokenHash()));
    }

    private Session session() {
        return world.recent(sessions);
    }

    private void use() {
        if (!sessions.isEmpty()) {
            var session = session().id();
            var at = world.now().minusSeconds(words.below(60));
            world.both(storage -> {
                storage.logins().seen(session, at);
                // noted later; whatever is written after it waits for it
                storage.check();
            });
        }
    }

    private void logOut() {
        if (sessions.isEmpty()) {
            return;
        }
        var session = session();
        AccountId account = words.chance(0.8) ? session.account() : world.account();
        if (words.chance(0.7)) {
            world.same(storage -> storage.logins().end(account, session.id()));
        } else {
            var except =
                    words.chance(0.5) ? Optional.of(session.id()) : Optional.<SessionId>empty();
            world.both(storage -> storage.logins().endAll(account, except));
        }
    }

    private void make() {
        var code =
                new OneTimeCode(
                        words.oneOf(EMAILS),
                        words.oneOf(PURPOSES),
                        words.oneOf(HASHES),
                        words.below(3),
                        world.now(),
                        world.now().plusSeconds(words.below(200)));
        world.both(storage -> storage.logins().create(code));
    }

    private void tryCode() {
        var email = words.oneOf(EMAILS);
        var purpose = words.oneOf(PURPOSES);
        var now = world.now();
        for (var tries = words.below(4); tries >= 0; tries--) {
            var hash = words.oneOf(HASHES);
            world.same(storage -> storage.logins().use(email, purpose, hash, 3, now));
        }
        world.same(storage -> storage.logins().lastCode(email));
        var since = now.minusSeconds(words.below(300));
        world.same(storage -> storage.logins().codesSince(email, since));
    }

    private void expire() {
        var before = world.now().minusSeconds(words.below(300));
        var idle = world.now().minusSeconds(300 + words.below(600));
        world.same(storage -> storage.logins().expire(before, idle));
    }
}
