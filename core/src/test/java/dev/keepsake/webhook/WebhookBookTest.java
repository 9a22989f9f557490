package dev.keepsake.webhook;

import static dev.keepsake.webhook.WebhookEvent.MEMORY_ADD;
import static dev.keepsake.webhook.WebhookEvent.MEMORY_DELETE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.Access;
import dev.keepsake.account.Caller;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.engine.Engine;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.webhook.Delivery.Status;
import dev.keepsake.webhook.WebhookBook.Changes;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What owners of a project do with its webhooks.
class WebhookBookTest {

    private static final Changes NOTHING = new Changes(null, null, null, null, null, null);

    private final Switchboard board = new Switchboard();
    private final Engine engine = board.engine;
    private final WebhookBook book = board.book;

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void aSecretIsMadeUnlessOneIsGiven() {
        var made = book.create(engine.caller, Switchboard.to(MEMORY_ADD), true, null);
        var given =
                book.create(
                        engine.caller, Switchboard.to(MEMORY_ADD), true, "correct horse battery");

        assertThat(made.secret()).matches("whsec_[0-9A-Za-z]{43}");
        assertThat(given.secret()).isEqualTo("correct horse battery");
        assertThat(made.webhook().signing().current().text()).doesNotContain(made.secret());
        assertThat(made.webhook().owner()).isEqualTo("dana");
        assertThat(secretsOf(given.webhook())).containsExactly("correct horse battery");
    }

    @Test
    void webhooksAreListedInTheOrderOfCreation() {
        var one = board.listening(MEMORY_ADD);
        var two = board.listening(MEMORY_DELETE);

        assertThat(book.list(engine.caller)).containsExactly(one, two);
        assertThat(book.list(elsewhere())).isEmpty();
    }

    @Test
    void onlyWhatIsNamedChanges() {
        var before = board.listening(MEMORY_ADD);
        engine.clock.advance(Duration.ofSeconds(3));

        var after =
                book.change(
                        engine.caller,
                        before.id(),
                        new Changes("renamed", null, null, true, null, null));

        assertThat(after.subscription())
                .isEqualTo(
                        new Subscription(
                                "renamed",
                                before.subscription().url(),
                                before.subscription().events(),
                                true));
        assertThat(after.signing()).isEqualTo(before.signing());
        assertThat(after.standing()).isEqualTo(before.standing());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.updatedAt()).isEqualTo(engine.clock.instant());
    }

    @Test
    void forADayAfterARotationBothSecretsSign() {
        var made = book.create(engine.caller, Switchboard.to(MEMORY_ADD), true, null);
        var rotated = book.rotate(engine.caller, made.webhook().id());

        assertThat(rotated.secret()).isNotEqualTo(made.secret());
        assertThat(signedWith("one")).containsExactly(made.secret(), rotated.secret());
        engine.clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(signedWith("two")).containsExactly(made.secret(), rotated.secret());
        engine.clock.advance(Duration.ofSeconds(1));
        assertThat(signedWith("three")).containsExactly(rotated.secret());
    }

    @Test
    void aSecretGivenLaterCountsAsARotation() {
        var made = book.create(engine.caller, Switchboard.to(MEMORY_ADD), true, null);
        book.change(
                engine.caller,
                made.webhook().id(),
                new Changes(null, null, null, null, null, "my own secret of mine"));

        assertThat(signedWith("one")).containsExactly(made.secret(), "my own secret of mine");
    }

    private List<String> signedWith(String text) {
        engine.remember(Scope.ofUser("u"), text);
        board.deliver();
        return board.carrier.carried().getLast().secrets();
    }

    @Test
    void aDeliveryThatEndedIsSentAgainOnRequest() {
        board.carrier.answer(ScriptedCarrier.REFUSED);
        var webhook = board.listening(MEMORY_ADD);
        engine.remember(Scope.ofUser("u"), "likes tea");
        board.deliver();
        var failed = board.log(webhook).getFirst();

        book.redeliver(engine.caller, webhook.id(), failed.id());
        board.deliver();

        var delivered = board.log(webhook).getFirst();
        assertThat(delivered.id()).isEqualTo(failed.id());
        assertThat(delivered.status()).isEqualTo(Status.DELIVERED);
        assertThat(delivered.attempts()).hasSize(2);
        assertThat(board.carrier.carried().getLast().attempt()).isEqualTo(2);
    }

    @Test
    void aTestIsSentOnceAndShownInTheLog() {
        board.carrier.answer(ScriptedCarrier.BROKEN);
        var webhook =
                book.create(engine.caller, Switchboard.to(MEMORY_DELETE), false, null).webhook();

        var failed = book.test(engine.caller, webhook.id());
        var delivered = book.test(engine.caller, webhook.id());

        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(delivered.status()).isEqualTo(Status.DELIVERED);
        assertThat(board.log(webhook)).containsExactly(failed, delivered);
        assertThat(board.carrier.carried()).allMatch(Carrier.Parcel::isTest);
        assertThat(board.now(webhook).standing()).isEqualTo(webhook.standing());
    }

    @Test
    void theContextIsToldToThoseWhoAskedForIt() {
        var subscription =
                new Subscription("sink", "https://x.example.org", List.of(MEMORY_ADD), true);
        book.create(engine.caller, subscription, true, null);
        engine.remember(Scope.ofUser("u"), "likes tea");
        board.deliver();

        assertThat(board.carrier.carried().getFirst().project()).isEqualTo(engine.project());
    }

    @Test
    void aProjectHasSoManyWebhooksAndNoMore() {
        for (var n = 0; n < WebhookBook.MOST_OF_A_PROJECT; n++) {
            board.listening(MEMORY_ADD);
        }

        assertThatThrownBy(() -> board.listening(MEMORY_ADD))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("at most 100");
    }

    @Test
    void readersMayLookAndNothingElse() {
        var webhook = board.listening(MEMORY_ADD);
        var reader =
                Engine.caller(
                        engine.caller.organization(), engine.project(), Role.READER, Access.ADMIN);
        var writer =
                Engine.caller(
                        engine.caller.organization(), engine.project(), Role.OWNER, Access.WRITE);

        assertThat(book.list(reader)).hasSize(1);
        assertThat(book.deliveries(reader, webhook.id(), Page.Ask.first(10)).items()).isEmpty();
        for (var caller : List.of(reader, writer)) {
            forbids(() -> book.create(caller, Switchboard.to(MEMORY_ADD), true, null));
            forbids(() -> book.change(caller, webhook.id(), NOTHING));
            forbids(() -> book.remove(caller, webhook.id()));
            forbids(() -> book.rotate(caller, webhook.id()));
            forbids(() -> book.redeliver(caller, webhook.id(), DeliveryId.random()));
            forbids(() -> book.test(caller, webhook.id()));
        }
        assertThat(book.list(reader)).containsExactly(webhook);
    }

    @Test
    void webhooksOfOtherProjectsAreUnknown() {
        var webhook = board.listening(MEMORY_ADD);
        var other = elsewhere();

        misses(() -> book.change(other, webhook.id(), NOTHING));
        misses(() -> book.remove(other, webhook.id()));
        misses(() -> book.rotate(other, webhook.id()));
        misses(() -> book.deliveries(other, webhook.id(), Page.Ask.first(10)));
        misses(() -> book.redeliver(other, webhook.id(), DeliveryId.random()));
        misses(() -> book.test(other, webhook.id()));

        assertThat(book.list(engine.caller)).containsExactly(webhook);
        assertThat(board.carrier.carried()).isEmpty();
    }

    private Caller elsewhere() {
        return Engine.caller(
                engine.caller.organization(), ProjectId.random(), Role.OWNER, Access.ADMIN);
    }

    private List<String> secretsOf(Webhook webhook) {
        return webhook.signing().at(engine.clock.instant()).stream()
                .map(sealed -> board.secrets.open(webhook.id(), sealed))
                .toList();
    }

    private static void forbids(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(Failure.Forbidden.class);
    }

    private static void misses(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(Failure.Missing.class);
    }
}
