package dev.keepsake.webhook;

import static dev.keepsake.webhook.ScriptedCarrier.BROKEN;
import static dev.keepsake.webhook.ScriptedCarrier.GONE;
import static dev.keepsake.webhook.ScriptedCarrier.OK;
import static dev.keepsake.webhook.ScriptedCarrier.REFUSED;
import static dev.keepsake.webhook.WebhookEvent.MEMORY_ADD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.engine.Engine;
import dev.keepsake.engine.Until;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.Webhooks;
import dev.keepsake.webhook.Carrier.Answer;
import dev.keepsake.webhook.Carrier.Parcel;
import dev.keepsake.webhook.Carrier.Verdict;
import dev.keepsake.webhook.Delivery.Status;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Attempts and what comes of them: management contract 9.4.
class WebhookCourierTest {

    private static final Scope U = Scope.ofUser("u");
    private static final Duration DAY = Duration.ofDays(1);

    private final Switchboard board = new Switchboard();
    private final Engine engine = board.engine;
    private final Webhook webhook = board.listening(MEMORY_ADD);

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void aDeliveryIsTakenAtTheFirstAttempt() {
        var memory = engine.remember(U, "likes tea");

        assertThat(board.deliver()).isEqualTo(1);
        assertThat(board.deliver()).isZero();

        var parcel = board.carrier.carried().getFirst();
        var delivery = board.log(webhook).getFirst();
        assertThat(parcel.webhook()).isEqualTo(webhook.id());
        assertThat(parcel.url()).isEqualTo("https://hooks.example.org/m0");
        assertThat(parcel.delivery()).isEqualTo(delivery.id());
        assertThat(parcel.notice().memory()).isEqualTo(memory.id());
        assertThat(parcel.project()).as("no context asked for").isNull();
        assertThat(parcel.attempt()).isEqualTo(1);
        assertThat(parcel.isTest()).isFalse();
        assertThat(delivery.status()).isEqualTo(Status.DELIVERED);
        assertThat(delivery.attempts())
                .singleElement()
                .satisfies(attempt -> {
                    assertThat(attempt.at()).isEqualTo(Engine.NOW);
                    assertThat(attempt.status()).isEqualTo(200);
                    assertThat(attempt.response()).isEqualTo("thanks");
                });
    }

    @Test
    @DisplayName("W04 a receiver that fails twice has it after three attempts, once")
    void aReceiverThatFailsTwiceHasItAfterThreeAttempts() {
        board.carrier.answer(BROKEN, BROKEN, OK);
        engine.remember(U, "likes tea");

        board.deliver();
        engine.clock.advance(Duration.ofSeconds(30));
        board.deliver();
        engine.clock.advance(Duration.ofMinutes(2));
        board.deliver();
        engine.clock.advance(DAY);
        board.deliver();

        assertThat(board.carrier.carried()).extracting(Parcel::attempt).containsExactly(1, 2, 3);
        assertThat(board.carrier.carried().stream().map(Parcel::delivery).distinct()).hasSize(1);
        assertThat(board.log(webhook))
                .singleElement()
                .satisfies(each -> assertThat(each.status()).isEqualTo(Status.DELIVERED))
                .satisfies(each -> assertThat(each.attempts()).hasSize(3));
    }

    @Test
    void attemptsGrowApartAndEndAfterTheSixth() {
        board.carrier.answerAlways(BROKEN);
        engine.remember(U, "likes tea");
        board.deliver();
        List<Duration> waits = new ArrayList<>();
        while (board.log(webhook).getFirst().isPending()) {
            var due = board.log(webhook).getFirst().due();
            var wait = Duration.between(engine.clock.instant(), due);
            engine.clock.advance(wait.minusSeconds(1));
            assertThat(board.deliver()).as("too early").isZero();
            engine.clock.advance(Duration.ofSeconds(1));
            assertThat(board.deliver()).isEqualTo(1);
            waits.add(wait);
        }

        assertThat(waits)
                .containsExactly(
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(10),
                        Duration.ofHours(1),
                        Duration.ofHours(6));
        var failed = board.log(webhook).getFirst();
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.attempts()).hasSize(6);
        engine.clock.advance(DAY);
        assertThat(board.deliver()).isZero();
    }

    @Test
    void whatIsRefusedIsNotTriedAgain() {
        board.carrier.answer(REFUSED);
        engine.remember(U, "likes tea");

        board.deliver();
        engine.clock.advance(DAY);

        assertThat(board.deliver()).isZero();
        assertThat(board.log(webhook).getFirst().status()).isEqualTo(Status.FAILED);
        assertThat(board.now(webhook).isActive()).isTrue();
    }

    @Test
    void aReceiverThatAsksForPatienceGetsItWithinAnHour() {
        assertWaits(Duration.ofSeconds(5), Duration.ofSeconds(30));
        assertWaits(Duration.ofMinutes(5), Duration.ofMinutes(5));
        assertWaits(Duration.ofHours(9), Duration.ofHours(1));
        assertWaits(null, Duration.ofSeconds(30));
    }

    private void assertWaits(@Nullable Duration wish, Duration expected) {
        board.carrier.answer(new Answer(new Verdict.Later(wish), 429, ""));
        engine.remember(U, "wish " + wish);

        board.deliver();

        assertThat(board.log(webhook).getLast().due())
                .isEqualTo(engine.clock.instant().plus(expected));
    }

    @Test
    void aReceiverThatIsGoneIsToldNothingMore() {
        board.carrier.answer(GONE);
        engine.remember(U, "one");
        board.carrier.answerAlways(BROKEN);
        board.deliver();
        engine.remember(U, "two");
        board.deliver();
        engine.clock.advance(DAY);
        board.deliver();

        var off = board.now(webhook);
        assertThat(off.isActive()).isFalse();
        assertThat(off.standing().switchedOff()).isEqualTo("The receiver says it is gone.");
        assertThat(board.carrier.carried()).hasSize(1);
        assertThat(board.log(webhook)).extracting(Delivery::status).containsExactly(Status.FAILED);
    }

    @Test
    void fiftyFailuresInARowOverADaySwitchTheWebhookOff() {
        board.carrier.answerAlways(REFUSED);
        rememberAndDeliver(49);
        engine.clock.advance(DAY);
        assertThat(board.now(webhook).isActive()).as("49 over a day").isTrue();

        rememberAndDeliver(1);

        var off = board.now(webhook);
        assertThat(off.isActive()).isFalse();
        assertThat(off.standing().switchedOff())
                .isEqualTo("50 deliveries in a row failed since 2026-08-22T12:00:00Z.");
        engine.remember(U, "unheard");
        assertThat(board.deliver()).isZero();
    }

    @Test
    void aBurstOfFailuresWithinADayDoesNot() {
        board.carrier.answerAlways(REFUSED);
        rememberAndDeliver(80);
        engine.clock.advance(DAY.minusSeconds(1));
        rememberAndDeliver(1);

        assertThat(board.now(webhook).isActive()).isTrue();
        engine.clock.advance(Duration.ofSeconds(1));
        rememberAndDeliver(1);
        assertThat(board.now(webhook).isActive()).isFalse();
    }

    @Test
    void oneSuccessForgivesAllFailures() {
        board.carrier.answerAlways(REFUSED);
        rememberAndDeliver(49);
        engine.clock.advance(DAY);
        board.carrier.answer(OK);
        rememberAndDeliver(2);

        var standing = board.now(webhook).standing();
        assertThat(standing.active()).isTrue();
        assertThat(standing.failures()).isEqualTo(1);
        assertThat(standing.failingSince()).isEqualTo(engine.clock.instant());
    }

    private void rememberAndDeliver(int count) {
        var memories = new Memory[count];
        for (var n = 0; n < count; n++) {
            memories[n] = Engine.memory(U, "number " + n);
        }
        engine.put(memories);
        board.deliver();
    }

    @Test
    void aWebhookMadeActiveAgainStartsWithACleanSheet() {
        board.carrier.answer(GONE);
        rememberAndDeliver(1);
        board.book.change(
                engine.caller,
                webhook.id(),
                new WebhookBook.Changes(null, null, null, null, true, null));

        rememberAndDeliver(1);

        assertThat(board.now(webhook).standing().switchedOff()).isNull();
        assertThat(board.log(webhook).getLast().status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void anAttemptThatDiedWithItsProcessIsMadeAgain() {
        engine.remember(U, "likes tea");
        board.dispatcher.catchUp();
        // taken by a process that died with it
        assertThat(board.webhooks.claim(1, 1, Duration.ofMinutes(1))).hasSize(1);

        assertThat(board.deliver()).isZero();
        engine.clock.advance(Duration.ofMinutes(1));

        assertThat(board.deliver()).isEqualTo(1);
        assertThat(board.log(webhook).getFirst().status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void aSecretThatCannotBeReadFailsTheDeliveryAndSaysSo() {
        var elsewhere = new Secrets("another pepper!!".getBytes(StandardCharsets.UTF_8));
        board.webhooks.change(
                webhook.project(),
                webhook.id(),
                each ->
                        each.withSigning(
                                Signing.with(elsewhere.seal(webhook.id(), Secrets.mint()))));
        engine.remember(U, "likes tea");

        board.deliver();

        assertThat(board.carrier.carried()).isEmpty();
        assertThat(board.log(webhook).getFirst().status()).isEqualTo(Status.FAILED);
        assertThat(board.log(webhook).getFirst().attempts().getFirst().response())
                .contains("Rotate the secret");
    }

    @Test
    void aReceiverThatHangsHoldsUpNoOther() {
        var hanging = webhook;
        var letGo = new CountDownLatch(1);
        var inHand = new AtomicInteger();
        Carrier slow =
                parcel -> {
                    if (parcel.webhook().equals(hanging.id())) {
                        inHand.incrementAndGet();
                        try {
                            letGo.await();
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return OK;
                };
        var other = board.listening(MEMORY_ADD);
        try (var courier = new WebhookCourier(board.webhooks, slow, board.secrets, engine.clock)) {
            courier.start();
            var memories = new Memory[40];
            for (var n = 0; n < memories.length; n++) {
                memories[n] = Engine.memory(U, "number " + n);
            }
            engine.put(memories);
            board.dispatcher.catchUp();

            Until.holds(() -> delivered(other) == 40);
            assertThat(delivered(hanging)).isZero();
            assertThat(inHand.get()).isLessThanOrEqualTo(8);
            letGo.countDown();
            Until.holds(() -> delivered(hanging) == 40);
        }
    }

    @Test
    void aStorageThatFailsForAWhileStopsNothingForGood() {
        var failures = new AtomicInteger(2);
        Webhooks faltering =
                (Webhooks)
                        Proxy.newProxyInstance(
                                Webhooks.class.getClassLoader(),
                                new Class<?>[] {Webhooks.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("claim")
                                            && failures.getAndDecrement() > 0) {
                                        throw new Failure.StorageFailed("the disk is full");
                                    }
                                    return method.invoke(board.webhooks, arguments);
                                });
        engine.remember(U, "likes tea");
        board.dispatcher.catchUp();
        try (var courier =
                new WebhookCourier(faltering, board.carrier, board.secrets, engine.clock)) {
            courier.start();

            Until.holds(() -> delivered(webhook) == 1);
        }
    }

    private long delivered(Webhook which) {
        return board.log(which).stream().filter(each -> each.status() == Status.DELIVERED).count();
    }

    @Test
    void closingDoesNotBlameTheReceiverForWhatItCutsOff() {
        var started = new CountDownLatch(1);
        Carrier endless =
                _ -> {
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    return new Answer(new Verdict.Later(null), null, "interrupted");
                };
        engine.remember(U, "likes tea");
        board.dispatcher.catchUp();
        try (var courier =
                new WebhookCourier(board.webhooks, endless, board.secrets, engine.clock)) {
            courier.start();
            Until.holds(() -> started.getCount() == 0);
        }

        assertThat(board.log(webhook).getFirst().attempts()).isEmpty();
        engine.clock.advance(Duration.ofMinutes(1));
        assertThat(board.deliver()).isEqualTo(1);
    }
}
