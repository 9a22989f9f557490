package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keepsake.account.Account;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.OneTimeCode;
import dev.keepsake.account.OneTimeCode.Purpose;
import dev.keepsake.account.Session;
import dev.keepsake.account.SessionId;
import dev.keepsake.account.TokenHash;
import dev.keepsake.storage.Logins;
import dev.keepsake.storage.Logins.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What [Logins] promises.
public interface LoginsContract extends TestedAccounts {

    String EMAIL = "ana@example.com";

    KeyHash RIGHT = new KeyHash("right");

    KeyHash WRONG = new KeyHash("wrong");

    private Logins logins() {
        return storage().logins();
    }

    private Session opened(Account account) {
        var session = Samples.session(account, now());
        logins().create(session);
        return session;
    }

    private static Session like(Session session, SessionId id, TokenHash token) {
        return new Session(
                id,
                session.account(),
                token,
                session.csrfHash(),
                session.createdAt(),
                session.lastSeenAt(),
                session.expiresAt(),
                session.address(),
                session.userAgent());
    }

    @Test
    default void aSessionComesBackEqual() {
        var ana = person("ana");
        var full = Samples.session(ana, now());
        var bare =
                new Session(
                        SessionId.random(),
                        ana.id(),
                        TokenHash.of("token"),
                        TokenHash.of("csrf"),
                        now(),
                        now().plusSeconds(1),
                        now().plusSeconds(2),
                        null,
                        null);

        logins().create(full);
        logins().create(bare);
        opened(person("ben"));

        assertThat(logins().session(full.tokenHash())).contains(full);
        assertThat(logins().session(bare.tokenHash())).contains(bare);
        assertThat(logins().session(bare.csrfHash())).isEmpty();
        assertThat(logins().sessions(ana.id())).containsExactly(full, bare);
        assertThat(logins().sessions(nobody())).isEmpty();
    }

    @Test
    default void aSessionNeedsItsAccountAndAFreeToken() {
        var ana = person("ana");
        var known = opened(ana);
        var fresh = Samples.session(ana, now());

        missing(() -> logins().create(Samples.session(Samples.account("unknown", now()), now())));
        conflicts(() -> logins().create(like(fresh, known.id(), fresh.tokenHash())));
        conflicts(() -> logins().create(like(fresh, fresh.id(), known.tokenHash())));

        assertThat(logins().sessions(ana.id())).containsExactly(known);
    }

    @Test
    default void theLastUseOfASessionIsNoted() {
        var ana = person("ana");
        var session = opened(ana);

        logins().seen(session.id(), now().plusSeconds(90));
        logins().seen(session.id(), now().plusSeconds(60));
        logins().seen(SessionId.random(), now());
        // notes are written behind the caller's back, but before what is asked later
        var later = opened(ana);

        assertThat(logins().sessions(ana.id()))
                .containsExactly(session.seen(now().plusSeconds(90)), later);
    }

    @Test
    default void aSessionIsEndedByItsAccount() {
        var ana = person("ana");
        var ben = person("ben");
        var session = opened(ana);
        var other = opened(ana);

        assertThat(logins().end(ben.id(), session.id())).isFalse();
        assertThat(logins().end(ana.id(), SessionId.random())).isFalse();
        assertThat(logins().session(session.tokenHash())).isPresent();
        assertThat(logins().end(ana.id(), session.id())).isTrue();
        assertThat(logins().end(ana.id(), session.id())).isFalse();

        assertThat(logins().session(session.tokenHash())).isEmpty();
        assertThat(logins().sessions(ana.id())).containsExactly(other);
    }

    @Test
    default void allSessionsOfAnAccountAreEndedButOne() {
        var ana = person("ana");
        opened(ana);
        var kept = opened(ana);
        opened(ana);
        var bens = opened(person("ben"));

        logins().endAll(ana.id(), Optional.of(kept.id()));
        assertThat(logins().sessions(ana.id())).containsExactly(kept);

        logins().endAll(ana.id(), Optional.of(bens.id()));
        assertThat(logins().sessions(ana.id())).isEmpty();
        logins().endAll(bens.account(), Optional.empty());
        assertThat(logins().session(bens.tokenHash())).isEmpty();
    }

    private OneTimeCode made(String email, Purpose purpose, Instant at) {
        var code = Samples.code(email, purpose, at);
        logins().create(code);
        return code;
    }

    private Use tried(KeyHash hash) {
        return logins().use(EMAIL, Purpose.CLI_LOGIN, hash, 5, now());
    }

    @Test
    default void aCodeWorksOnce() {
        made(EMAIL, Purpose.CLI_LOGIN, now());

        assertThat(tried(RIGHT)).isEqualTo(Use.RIGHT);
        assertThat(tried(RIGHT)).isEqualTo(Use.WRONG);
    }

    @Test
    default void aCodeUsedTwiceAtOnceWorksOnce() {
        for (var round = 0; round < 20; round++) {
            made(EMAIL, Purpose.CLI_LOGIN, now());
            var right = new AtomicInteger();
            Runnable use =
                    () -> {
                        if (tried(RIGHT) == Use.RIGHT) {
                            right.incrementAndGet();
                        }
                    };

            refusedOf(use, use);

            assertThat(right).hasValue(1);
        }
    }

    @Test
    default void aCodeIsOfOneEmailAndPurpose() {
        made(EMAIL, Purpose.CLI_LOGIN, now());

        assertThat(logins().use("ben@example.com", Purpose.CLI_LOGIN, RIGHT, 5, now()))
                .isEqualTo(Use.WRONG);
        assertThat(logins().use(EMAIL, Purpose.PASSWORD_RESET, RIGHT, 5, now()))
                .isEqualTo(Use.WRONG);
        assertThat(tried(RIGHT)).isEqualTo(Use.RIGHT);
    }

    @Test
    default void aCodeWorksUntilItsEnd() {
        var code = made(EMAIL, Purpose.CLI_LOGIN, now());

        assertThat(logins().use(EMAIL, Purpose.CLI_LOGIN, RIGHT, 5, code.expiresAt()))
                .isEqualTo(Use.WRONG);
        assertThat(
                        logins().use(
                                        EMAIL,
                                        Purpose.CLI_LOGIN,
                                        RIGHT,
                                        5,
                                        code.expiresAt().minusNanos(1_000)))
                .isEqualTo(Use.RIGHT);
    }

    @Test
    default void wrongTriesExhaustACode() {
        made(EMAIL, Purpose.CLI_LOGIN, now());
        made(EMAIL, Purpose.EMAIL_CHANGE, now());

        for (var n = 0; n < 5; n++) {
            assertThat(tried(WRONG)).isEqualTo(Use.WRONG);
        }

        assertThat(tried(RIGHT)).isEqualTo(Use.EXHAUSTED);
        assertThat(tried(WRONG)).isEqualTo(Use.EXHAUSTED);
        assertThat(logins().use(EMAIL, Purpose.EMAIL_CHANGE, RIGHT, 5, now())).isEqualTo(Use.RIGHT);
        made(EMAIL, Purpose.CLI_LOGIN, now());
        assertThat(tried(RIGHT)).as("a new code").isEqualTo(Use.RIGHT);
    }

    @Test
    default void theFifthTryMayBeRight() {
        made(EMAIL, Purpose.CLI_LOGIN, now());
        for (var n = 0; n < 4; n++) {
            tried(WRONG);
        }

        assertThat(tried(RIGHT)).isEqualTo(Use.RIGHT);
    }

    @Test
    default void aNewCodeReplacesTheOneBefore() {
        made(EMAIL, Purpose.CLI_LOGIN, now());
        var newer = Samples.code(EMAIL, Purpose.CLI_LOGIN, now());
        logins().create(
                        new OneTimeCode(
                                EMAIL,
                                newer.purpose(),
                                new KeyHash("newer"),
                                0,
                                newer.createdAt(),
                                newer.expiresAt()));

        assertThat(tried(RIGHT)).isEqualTo(Use.WRONG);
        assertThat(tried(new KeyHash("newer"))).isEqualTo(Use.RIGHT);
        assertThat(tried(RIGHT)).as("the one before, still").isEqualTo(Use.WRONG);
    }

    @Test
    default void codesAreCountedForEachEmail() {
        assertThat(logins().lastCode(EMAIL)).isEmpty();
        made(EMAIL, Purpose.CLI_LOGIN, now());
        made(EMAIL, Purpose.CLI_LOGIN, now().plusSeconds(60));
        made(EMAIL, Purpose.PASSWORD_RESET, now().plusSeconds(120));
        made("ben@example.com", Purpose.CLI_LOGIN, now().plusSeconds(180));
        tried(RIGHT);

        assertThat(logins().codesSince(EMAIL, now())).isEqualTo(3);
        assertThat(logins().codesSince(EMAIL, now().plusSeconds(60))).isEqualTo(2);
        assertThat(logins().codesSince(EMAIL, now().plusSeconds(60).plusNanos(1))).isEqualTo(1);
        assertThat(logins().codesSince("kim@example.com", Instant.EPOCH)).isZero();
        assertThat(logins().lastCode(EMAIL)).contains(now().plusSeconds(120));
    }

    @Test
    default void whatEndedIsForgotten() {
        var ana = person("ana");
        var idle = opened(ana);
        var used = opened(ana);
        logins().seen(used.id(), now().plusSeconds(60));
        var ended =
                new Session(
                        SessionId.random(),
                        ana.id(),
                        TokenHash.of(UUID.randomUUID().toString()),
                        TokenHash.of("csrf"),
                        now(),
                        now().plusSeconds(60),
                        now().plusSeconds(30),
                        null,
                        null);
        logins().create(ended);
        var code = made(EMAIL, Purpose.CLI_LOGIN, now().minus(Duration.ofHours(1)));

        assertThat(logins().expire(code.expiresAt(), now())).isZero();
        assertThat(logins().expire(code.expiresAt().plusNanos(1), now())).isEqualTo(1);
        assertThat(logins().codesSince(EMAIL, Instant.EPOCH)).isZero();
        assertThat(logins().expire(now().plusSeconds(31), now().plusSeconds(1))).isEqualTo(2);

        assertThat(logins().session(idle.tokenHash())).isEmpty();
        assertThat(logins().sessions(ana.id())).containsExactly(used.seen(now().plusSeconds(60)));
    }

    @Test
    default void aRemovedAccountIsLoggedOut() {
        var ana = person("ana");
        var session = opened(ana);
        var bens = opened(person("ben"));
        made(EMAIL, Purpose.CLI_LOGIN, now());
        made("ben@example.com", Purpose.CLI_LOGIN, now());

        accounts().remove(ana.id());

        assertThat(logins().session(session.tokenHash())).isEmpty();
        assertThat(logins().session(bens.tokenHash())).contains(bens);
        assertThat(tried(RIGHT)).isEqualTo(Use.WRONG);
        assertThat(logins().codesSince("ben@example.com", now())).isEqualTo(1);
    }

    @Test
    default void anAccountWithoutEmailIsRemovedAlone() {
        var agent = Samples.account("agent", now()).withEmail(null);
        accounts().create(agent);
        made(EMAIL, Purpose.CLI_LOGIN, now());

        assertThatCode(() -> accounts().remove(agent.id())).doesNotThrowAnyException();

        assertThat(tried(RIGHT)).isEqualTo(Use.RIGHT);
    }
}
