package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.Webhooks;
import dev.keepsake.webhook.Attempt;
import dev.keepsake.webhook.Delivery;
import dev.keepsake.webhook.Delivery.Status;
import dev.keepsake.webhook.DeliveryId;
import dev.keepsake.webhook.Notice;
import dev.keepsake.webhook.SealedSecret;
import dev.keepsake.webhook.Signing;
import dev.keepsake.webhook.Standing;
import dev.keepsake.webhook.Subscription;
import dev.keepsake.webhook.Webhook;
import dev.keepsake.webhook.WebhookEvent;
import dev.keepsake.webhook.WebhookId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What [Webhooks] promises.
public interface WebhooksContract extends TestedStorage {

    Page.Ask LOG = Page.Ask.first(100);

    private Webhooks webhooks() {
        return storage().webhooks();
    }

    // --- webhooks

    @Test
    default void aWebhookComesBackEqual() {
        var plain = webhook(PROJECT);
        var full =
                new Webhook(
                        WebhookId.random(),
                        PROJECT,
                        "dana",
                        new Subscription(
                                "Größe \"1\"",
                                "https://hooks.example.org/a?b=c",
                                List.of(WebhookEvent.MEMORY_DELETE, WebhookEvent.INGEST_JOB_FAILED),
                                true),
                        new Signing(new SealedSecret("new"), new SealedSecret("old"), now()),
                        new Standing(false, new Mark(7), 3, now().minusSeconds(9), "gone"),
                        now().minusSeconds(60),
                        now());

        webhooks().create(plain);
        webhooks().create(full);

        assertThat(webhooks().find(plain.id())).contains(plain);
        assertThat(webhooks().find(full.id())).contains(full);
        assertThat(webhooks().find(WebhookId.random())).isEmpty();
        assertThat(webhooks().list(PROJECT)).containsExactly(plain, full);
    }

    @Test
    default void aWebhookNeedsAFreeId() {
        var webhook = created();
        var same = webhook.withStanding(Standing.inactive(Mark.START));

        assertThatThrownBy(() -> webhooks().create(same)).isInstanceOf(Failure.Conflict.class);

        assertThat(webhooks().find(webhook.id())).contains(webhook);
    }

    @Test
    default void aWebhookIsChangedInItsProjectOnly() {
        var webhook = created();
        var renamed =
                new Subscription(
                        "renamed", "http://x/", List.of(WebhookEvent.MEMORY_UPDATE), false);

        var elsewhere =
                webhooks()
                        .change(
                                ProjectId.random(),
                                webhook.id(),
                                each -> each.withSubscription(renamed));
        var unknown = webhooks().change(PROJECT, WebhookId.random(), UnaryOperator.identity());
        assertThat(elsewhere).isEmpty();
        assertThat(unknown).isEmpty();
        assertThat(webhooks().find(webhook.id())).contains(webhook);

        var changed =
                webhooks().change(PROJECT, webhook.id(), each -> each.withSubscription(renamed));

        assertThat(changed).contains(webhook.withSubscription(renamed));
        assertThat(webhooks().find(webhook.id())).isEqualTo(changed);
    }

    @Test
    default void aFailingChangeChangesNothing() {
        var webhook = created();

        assertThatThrownBy(() ->
                        webhooks()
                                .change(
                                        PROJECT,
                                        webhook.id(),
                                        _ -> {
                                            throw new Failure.Invalid("no");
                                        }))
                .isInstanceOf(Failure.Invalid.class);

        assertThat(webhooks().find(webhook.id())).contains(webhook);
    }

    @Test
    default void removingTakesTheDeliveriesAlong() {
        var webhook = created();
        var kept = created();
        queue(delivery(webhook, "one"), delivery(kept, "two"));

        assertThat(webhooks().remove(ProjectId.random(), webhook.id())).isFalse();
        assertThat(webhooks().remove(PROJECT, webhook.id())).isTrue();
        assertThat(webhooks().remove(PROJECT, webhook.id())).isFalse();

        assertThat(webhooks().find(webhook.id())).isEmpty();
        assertThat(log(webhook)).isEmpty();
        assertThat(claimed(10))
                .extracting(lease -> lease.webhook().id())
                .containsExactly(kept.id());
    }

    @Test
    default void activeWebhooksAreFoundByProject() {
        var ours = created();
        var theirs = webhook(ProjectId.random());
        webhooks().create(theirs);
        var off = webhook(PROJECT).withStanding(Standing.inactive(Mark.START));
        webhooks().create(off);

        assertThat(webhooks().active(List.of(PROJECT))).containsExactly(ours);
        assertThat(webhooks().active(List.of(PROJECT, theirs.project())))
                .containsExactly(ours, theirs);
        assertThat(webhooks().active(List.of())).isEmpty();
    }

    @Test
    default void theEarliestActiveWebhookTellsWhereListeningBegins() {
        assertThat(webhooks().listeningSince()).isEmpty();
        var early = webhook(PROJECT).withStanding(Standing.active(new Mark(3)));
        var late = webhook(ProjectId.random()).withStanding(Standing.active(new Mark(8)));
        webhooks().create(webhook(PROJECT).withStanding(Standing.inactive(new Mark(1))));
        webhooks().create(late);
        webhooks().create(early);

        assertThat(webhooks().listeningSince()).contains(new Mark(3));
        switchOff(early);
        assertThat(webhooks().listeningSince()).contains(new Mark(8));
        switchOff(late);
        assertThat(webhooks().listeningSince()).isEmpty();
    }

    // --- the mark and the queue

    @Test
    default void theMarkMovesTogetherWithTheDeliveries() {
        var webhook = created();
        var one = delivery(webhook, "one");
        assertThat(webhooks().mark()).isEqualTo(Mark.START);

        assertThat(webhooks().advance(Mark.START, new Mark(5), List.of(one))).isTrue();

        assertThat(webhooks().mark()).isEqualTo(new Mark(5));
        assertThat(log(webhook)).containsExactly(one);
    }

    @Test
    default void whoComesLateToAMarkQueuesNothing() {
        var webhook = created();
        webhooks().advance(Mark.START, new Mark(5), List.of(delivery(webhook, "one")));

        var late = webhooks().advance(Mark.START, new Mark(6), List.of(delivery(webhook, "again")));

        assertThat(late).isFalse();
        assertThat(webhooks().mark()).isEqualTo(new Mark(5));
        assertThat(log(webhook)).hasSize(1);
    }

    @Test
    default void nothingIsQueuedForWebhooksThatAreGoneOrInactive() {
        var gone = webhook(PROJECT);
        var off = created();
        switchOff(off);
        var elsewhere = created();
        var foreign =
                Delivery.of(
                        new Webhook(
                                elsewhere.id(),
                                ProjectId.random(),
                                "eve",
                                elsewhere.subscription(),
                                elsewhere.signing(),
                                elsewhere.standing(),
                                now(),
                                now()),
                        WebhookEvent.MEMORY_ADD,
                        notice("foreign"),
                        now());

        queue(delivery(gone, "one"), delivery(off, "two"), foreign);

        assertThat(claimed(10)).isEmpty();
        assertThat(log(off)).isEmpty();
    }

    @Test
    default void deliveriesComeBackEqualNewestFirst() {
        var webhook = created();
        var plain = delivery(webhook, "one");
        var full =
                Delivery.of(
                        webhook,
                        WebhookEvent.MEMORY_CATEGORIZE,
                        new Notice(
                                MemoryId.random(),
                                "",
                                List.of("food", "möbel"),
                                new Scope("ana", "bot", "app", "run"),
                                now().minusSeconds(1)),
                        now());
        queue(plain);
        queue(full);

        assertThat(log(webhook)).containsExactly(full, plain);
        assertThat(webhooks().delivery(PROJECT, webhook.id(), full.id())).contains(full);
        assertThat(webhooks().delivery(PROJECT, webhook.id(), DeliveryId.random())).isEmpty();
        var second = webhooks().deliveries(PROJECT, webhook.id(), new Page.Ask(2, 1));
        assertThat(second.items()).containsExactly(plain);
        assertThat(second.total()).isEqualTo(2);
    }

    @Test
    default void aDeliveryIsHandedOutOnceUntilItsLeaseRunsOut() {
        var webhook = created();
        var one = delivery(webhook, "one");
        queue(one);

        var first = claimed(10);
        assertThat(first).hasSize(1);
        assertThat(first.getFirst().delivery()).isEqualTo(one);
        assertThat(first.getFirst().webhook()).isEqualTo(webhook);
        assertThat(claimed(10)).isEmpty();

        clock().advance(MINUTE);
        var second = claimed(10);

        assertThat(second).hasSize(1);
        assertThat(finish(first.getFirst(), Status.DELIVERED)).as("lost").isFalse();
        assertThat(finish(second.getFirst(), Status.DELIVERED)).isTrue();
        clock().advance(MINUTE);
        assertThat(claimed(10)).isEmpty();
    }

    @Test
    default void aRetryWaitsForItsTime() {
        var webhook = created();
        queue(delivery(webhook, "one"));
        var lease = claimed(1).getFirst();
        var later = lease.delivery().retriedAt(now().plusSeconds(90), attempt(500));

        webhooks().finish(lease, later, UnaryOperator.identity());

        assertThat(log(webhook)).containsExactly(later);
        clock().advance(Duration.ofSeconds(89));
        assertThat(claimed(1)).isEmpty();
        clock().advance(Duration.ofSeconds(1));
        var again = claimed(1).getFirst();
        assertThat(again.delivery()).isEqualTo(later);
        assertThat(again.delivery().attempts()).containsExactly(attempt(500, later));
    }

    @Test
    default void theLongestDueGoesFirst() {
        var webhook = created();
        var one = delivery(webhook, "one");
        queue(one);
        clock().advance(Duration.ofSeconds(-10));
        var earlier = delivery(webhook, "earlier");
        queue(earlier);
        var same = delivery(webhook, "same");
        queue(same);
        clock().advance(Duration.ofSeconds(10));

        assertThat(claimed(2))
                .extracting(lease -> lease.delivery().id())
                .containsExactly(earlier.id(), same.id());
    }

    @Test
    default void oneWebhookGetsNoMoreThanItsShare() {
        var busy = created();
        var calm = created();
        queue(many(busy, 20));
        queue(delivery(calm, "one"));

        var first = perWebhook(webhooks().claim(10, 3, MINUTE));
        var second = webhooks().claim(10, 3, MINUTE);
        clock().advance(MINUTE);
        var third = perWebhook(webhooks().claim(10, 3, MINUTE));

        assertThat(first).isEqualTo(Map.of(busy.id(), 3L, calm.id(), 1L));
        assertThat(second).isEmpty();
        assertThat(third).isEqualTo(Map.of(busy.id(), 3L, calm.id(), 1L));
    }

    @Test
    default void whoHasLessInHandGoesFirst() {
        var busy = created();
        var calm = created();
        queue(many(busy, 20));
        webhooks().claim(2, 5, MINUTE);
        queue(delivery(calm, "one"));

        assertThat(perWebhook(webhooks().claim(1, 5, MINUTE))).isEqualTo(Map.of(calm.id(), 1L));
    }

    @Test
    default void finishingFreesTheShare() {
        var webhook = created();
        queue(many(webhook, 5));
        var leases = webhooks().claim(10, 2, MINUTE);

        finish(leases.getFirst(), Status.DELIVERED);

        assertThat(webhooks().claim(10, 2, MINUTE)).hasSize(1);
    }

    @Test
    default void theEffectOfADeliveryOnItsWebhookIsKept() {
        var webhook = created();
        queue(many(webhook, 3));
        var leases = claimed(2);
        var standing = new Standing(true, Mark.START, 4, now(), null);

        webhooks()
                .finish(
                        leases.get(0),
                        leases.get(0).delivery().ended(Status.FAILED, attempt(400)),
                        each -> each.withStanding(standing));

        assertThat(webhooks().find(webhook.id())).contains(webhook.withStanding(standing));
        assertThat(log(webhook)).extracting(Delivery::status).containsOnlyOnce(Status.FAILED);
    }

    @Test
    default void becomingInactiveDropsWhatIsPending() {
        var webhook = created();
        var other = created();
        queue(many(webhook, 3));
        queue(delivery(other, "one"));
        var leases = claimed(10).stream().filter(lease -> lease.webhook().equals(webhook)).toList();
        finish(leases.get(0), Status.DELIVERED);

        webhooks()
                .finish(
                        leases.get(1),
                        leases.get(1).delivery().ended(Status.FAILED, attempt(410)),
                        each -> each.withStanding(Standing.inactive(Mark.START)));

        assertThat(log(webhook).reversed())
                .extracting(Delivery::status)
                .containsExactly(Status.DELIVERED, Status.FAILED, Status.DROPPED);
        assertThat(finish(leases.get(2), Status.DELIVERED)).as("dropped meanwhile").isFalse();
        clock().advance(MINUTE);
        assertThat(claimed(10)).extracting(Webhooks.Lease::webhook).containsExactly(other);
    }

    @Test
    default void anEndedDeliveryGoesBackInLineWhenAsked() {
        var webhook = created();
        queue(delivery(webhook, "one"));
        var lease = claimed(1).getFirst();
        finish(lease, Status.FAILED);
        var id = lease.delivery().id();

        var again = webhooks().redeliver(PROJECT, webhook.id(), id, now());

        assertThat(again.status()).isEqualTo(Status.PENDING);
        assertThat(again.attempts()).hasSize(1);
        assertThat(claimed(1)).extracting(Webhooks.Lease::delivery).containsExactly(again);
        assertThatThrownBy(() -> webhooks().redeliver(PROJECT, webhook.id(), id, now()))
                .as("pending")
                .isInstanceOf(Failure.Conflict.class);
    }

    @Test
    default void redeliveringNeedsADeliveryAndAnActiveWebhook() {
        var webhook = created();
        queue(delivery(webhook, "one"));
        var lease = claimed(1).getFirst();
        finish(lease, Status.FAILED);
        var id = lease.delivery().id();

        assertThatThrownBy(() -> webhooks().redeliver(ProjectId.random(), webhook.id(), id, now()))
                .isInstanceOf(Failure.Missing.class);
        assertThatThrownBy(() ->
                        webhooks().redeliver(PROJECT, webhook.id(), DeliveryId.random(), now()))
                .isInstanceOf(Failure.Missing.class);
        switchOff(webhook);
        assertThatThrownBy(() -> webhooks().redeliver(PROJECT, webhook.id(), id, now()))
                .isInstanceOf(Failure.Conflict.class);
        assertThat(log(webhook)).extracting(Delivery::status).containsExactly(Status.FAILED);
    }

    @Test
    default void whatWentPastTheQueueIsInTheLog() {
        var webhook = created();
        var test = delivery(webhook, "test").ended(Status.DELIVERED, attempt(200));
        var stranger = delivery(webhook(PROJECT), "test").ended(Status.FAILED, attempt(500));

        webhooks().record(test);

        assertThat(log(webhook)).containsExactly(test);
        assertThat(claimed(10)).isEmpty();
        assertThatThrownBy(() -> webhooks().record(stranger)).isInstanceOf(Failure.Missing.class);
    }

    @Test
    default void oldDeliveriesAreForgottenOnceTheyHaveEnded() {
        var webhook = created();
        queue(delivery(webhook, "ended"), delivery(webhook, "pending"));
        finish(claimed(1).getFirst(), Status.DELIVERED);
        clock().advance(Duration.ofDays(1));
        queue(delivery(webhook, "young"));

        assertThat(webhooks().expire(now().minus(Duration.ofDays(1)))).isZero();
        assertThat(webhooks().expire(now())).isEqualTo(1);

        assertThat(log(webhook))
                .extracting(each -> each.notice().text())
                .containsExactly("young", "pending");
    }

    // --- erasure

    @Test
    default void deliveriesOfErasedMemoriesAreBlankedWhenTheyHaveEnded() {
        var webhook = created();
        var gone = delivery(webhook, "secret");
        var waiting = tellingOf(gone.notice().memory(), webhook, "last words");
        var other = delivery(webhook, "other");
        queue(gone, waiting, other);
        var leases = byText(claimed(10));
        webhooks()
                .finish(
                        leases.get("secret"),
                        gone.ended(Status.FAILED, new Attempt(now(), Duration.ZERO, 400, "secret")),
                        UnaryOperator.identity());

        var redaction = webhooks().redact(PROJECT, List.of(gone.notice().memory()));

        assertThat(redaction).isEqualTo(new Webhooks.Redaction(1, 1));
        var blank = webhooks().delivery(PROJECT, webhook.id(), gone.id()).orElseThrow();
        assertThat(blank.notice()).isNull();
        assertThat(blank.status()).isEqualTo(Status.FAILED);
        assertThat(blank.attempts()).containsExactly(new Attempt(now(), Duration.ZERO, 400, ""));
        assertThat(webhooks().delivery(PROJECT, webhook.id(), waiting.id())).contains(waiting);
        assertThatThrownBy(() -> webhooks().redeliver(PROJECT, webhook.id(), gone.id(), now()))
                .isInstanceOf(Failure.Conflict.class);

        webhooks()
                .finish(
                        leases.get("last words"),
                        waiting.retriedAt(now(), attempt(500)),
                        UnaryOperator.identity());
        assertThat(webhooks().delivery(PROJECT, webhook.id(), waiting.id()).orElseThrow().notice())
                .as("told until it has ended")
                .isNotNull();
        finish(claimed(1).getFirst(), Status.DELIVERED);

        assertThat(webhooks().delivery(PROJECT, webhook.id(), waiting.id()).orElseThrow())
                .satisfies(each -> assertThat(each.notice()).isNull())
                .satisfies(each -> assertThat(each.status()).isEqualTo(Status.DELIVERED));
        finish(leases.get("other"), Status.DELIVERED);
        assertThat(webhooks().delivery(PROJECT, webhook.id(), other.id()).orElseThrow().notice())
                .isEqualTo(other.notice());
    }

    @Test
    default void droppedDeliveriesOfErasedMemoriesAreBlankedToo() {
        var webhook = created();
        var gone = delivery(webhook, "secret");
        queue(gone);
        webhooks().redact(PROJECT, List.of(gone.notice().memory()));

        switchOff(webhook);

        assertThat(log(webhook)).containsExactly(gone.dropped().blanked());
    }

    @Test
    default void blankingStaysInTheProject() {
        var ours = created();
        var theirs = webhook(ProjectId.random());
        webhooks().create(theirs);
        var id = MemoryId.random();
        queue(tellingOf(id, ours, "ours"), tellingOf(id, theirs, "theirs"));
        claimed(10).forEach(lease -> finish(lease, Status.DELIVERED));

        assertThat(webhooks().redact(PROJECT, List.of(id))).isEqualTo(new Webhooks.Redaction(1, 0));
        assertThat(webhooks().redact(PROJECT, List.of())).isEqualTo(new Webhooks.Redaction(0, 0));

        assertThat(log(ours)).allMatch(each -> each.notice() == null);
        assertThat(webhooks().deliveries(theirs.project(), theirs.id(), LOG).items())
                .allMatch(each -> each.notice() != null);
    }

    @Test
    default void erasingAProjectLeavesOthersAlone() {
        var ours = created();
        var theirs = webhook(ProjectId.random());
        webhooks().create(theirs);
        queue(delivery(ours, "one"), delivery(ours, "two"), delivery(theirs, "theirs"));

        assertThat(webhooks().erase(PROJECT)).isEqualTo(3);
        assertThat(webhooks().erase(PROJECT)).isZero();

        assertThat(webhooks().list(PROJECT)).isEmpty();
        assertThat(log(ours)).isEmpty();
        assertThat(webhooks().list(theirs.project())).containsExactly(theirs);
        assertThat(claimed(10)).extracting(Webhooks.Lease::webhook).containsExactly(theirs);
    }

    @Test
    default void projectsSeeTheirOwnWebhooksAndDeliveriesOnly() {
        var ours = created();
        var theirs = webhook(ProjectId.random());
        webhooks().create(theirs);
        var delivery = delivery(theirs, "theirs");
        queue(delivery);

        assertThat(webhooks().list(PROJECT)).containsExactly(ours);
        assertThat(webhooks().deliveries(PROJECT, theirs.id(), LOG).items()).isEmpty();
        assertThat(webhooks().deliveries(PROJECT, theirs.id(), LOG).total()).isZero();
        assertThat(webhooks().delivery(PROJECT, theirs.id(), delivery.id())).isEmpty();
        assertThat(webhooks().delivery(theirs.project(), ours.id(), delivery.id())).isEmpty();
    }

    // --- pieces

    private Webhook created() {
        var webhook = webhook(PROJECT);
        webhooks().create(webhook);
        return webhook;
    }

    private Webhook webhook(ProjectId project) {
        return Samples.webhook(project, now());
    }

    private void switchOff(Webhook webhook) {
        webhooks()
                .change(
                        webhook.project(),
                        webhook.id(),
                        each -> each.withStanding(Standing.inactive(Mark.START)));
    }

    private Delivery delivery(Webhook webhook, String text) {
        return tellingOf(MemoryId.random(), webhook, text);
    }

    private Delivery tellingOf(MemoryId id, Webhook webhook, String text) {
        var notice = new Notice(id, text, List.of(), Scope.NONE, now());
        return Delivery.of(webhook, WebhookEvent.MEMORY_ADD, notice, now());
    }

    private Notice notice(String text) {
        var scope = Scope.NONE.with(EntityKind.USER, "ana");
        return new Notice(MemoryId.random(), text, List.of(), scope, now());
    }

    private Delivery[] many(Webhook webhook, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> delivery(webhook, "number " + n))
                .toArray(Delivery[]::new);
    }

    private void queue(Delivery... deliveries) {
        var mark = webhooks().mark();
        var queued = webhooks().advance(mark, new Mark(mark.value() + 1), List.of(deliveries));
        assertThat(queued).isTrue();
    }

    private List<Webhooks.Lease> claimed(int most) {
        return webhooks().claim(most, 10, MINUTE);
    }

    private boolean finish(Webhooks.Lease lease, Status status) {
        return webhooks()
                .finish(
                        lease,
                        lease.delivery().ended(status, attempt(200)),
                        UnaryOperator.identity());
    }

    private Attempt attempt(int status) {
        return new Attempt(now(), Duration.ofMillis(12), status, "said \"" + status + "\"");
    }

    /// As it was made then.
    private Attempt attempt(int status, Delivery delivery) {
        return new Attempt(
                delivery.attempts().getFirst().at(),
                Duration.ofMillis(12),
                status,
                "said \"" + status + "\"");
    }

    private List<Delivery> log(Webhook webhook) {
        return webhooks().deliveries(webhook.project(), webhook.id(), LOG).items();
    }

    private static Map<WebhookId, Long> perWebhook(List<Webhooks.Lease> leases) {
        return leases.stream()
                .collect(
                        Collectors.groupingBy(
                                lease -> lease.webhook().id(), Collectors.counting()));
    }

    private static Map<String, Webhooks.Lease> byText(List<Webhooks.Lease> leases) {
        return leases.stream()
                .collect(
                        Collectors.toMap(
                                lease -> lease.delivery().notice().text(),
                                UnaryOperator.identity()));
    }
}
