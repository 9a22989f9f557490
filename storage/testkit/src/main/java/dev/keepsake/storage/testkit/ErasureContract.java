package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.dream.DreamRun;
import dev.keepsake.entity.Doomed;
import dev.keepsake.entity.EntityDraft;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.EntityQuery;
import dev.keepsake.entity.Erased;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.export.Export;
import dev.keepsake.export.ExportId;
import dev.keepsake.failure.Failure;
import dev.keepsake.feedback.Feedback;
import dev.keepsake.feedback.Verdict;
import dev.keepsake.graph.Node;
import dev.keepsake.graph.NodeId;
import dev.keepsake.graph.NodeType;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Erasure;
import dev.keepsake.storage.EventLog;
import dev.keepsake.storage.Exports;
import dev.keepsake.storage.Graph;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.WorkQueue;
import dev.keepsake.webhook.Attempt;
import dev.keepsake.webhook.Delivery;
import dev.keepsake.webhook.Notice;
import dev.keepsake.webhook.Webhook;
import dev.keepsake.webhook.WebhookEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [Erasure] promises.
public interface ErasureContract extends TestedStorage {

    EntityKey DOOMED_ANA = new EntityKey(EntityKind.USER, "ana");
    String CANCELLED = "gone with its entity";

    private Erasure erasure() {
        return storage().erasure();
    }

    // --- ending an entity

    @Test
    default void anEntityWithMemoriesCannotEnd() {
        apply(PROJECT, Samples.memory("likes tea").forUser("ana").added());

        assertThat(doom(PROJECT, DOOMED_ANA)).isEqualTo(Erasure.Doom.HAS_MEMORIES);

        assertThat(storage().entities().find(PROJECT, DOOMED_ANA)).isPresent();
        assertThat(erasure().doomedEntities()).isEmpty();
    }

    @Test
    default void anUnknownEntityCannotEnd() {
        var pending = pending();

        var outcome = erasure().doom(PROJECT, DOOMED_ANA, pending, CANCELLED, 0, List.of());

        assertThat(outcome).isEqualTo(Erasure.Doom.UNKNOWN);
        assertThat(erasure().doomedEntities()).isEmpty();
        assertThat(storage().events().find(PROJECT, pending.id())).isEmpty();
    }

    @Test
    default void anEntityThatEndsIsGoneAndNoted() {
        var gone = addAndDelete(PROJECT, Samples.memory("likes tea").forUser("ana"));
        var pending = pending();

        var outcome = erasure().doom(PROJECT, DOOMED_ANA, pending, CANCELLED, 1, List.of(gone));

        assertThat(outcome).isEqualTo(Erasure.Doom.DONE);
        assertThat(storage().entities().list(PROJECT, EntityQuery.ALL, ALL).items()).isEmpty();
        assertThat(storage().events().find(PROJECT, pending.id())).contains(pending);
        var doomed = onlyDoomed();
        assertThat(doomed.key()).isEqualTo(DOOMED_ANA);
        assertThat(doomed.project()).isEqualTo(PROJECT);
        assertThat(doomed.event()).isEqualTo(pending.id());
        assertThat(doomed.at()).isEqualTo(pending.created());
        assertThat(doomed.deleted()).isEqualTo(1);
        assertThat(doomed.shown()).containsExactly(gone);
        assertThat(doom(PROJECT, DOOMED_ANA)).isEqualTo(Erasure.Doom.UNKNOWN);
    }

    @Test
    default void anEntityThatComesBackIsAnother() {
        addAndDelete(PROJECT, Samples.memory("likes tea").forUser("ana"));
        var before = storage().entities().find(PROJECT, DOOMED_ANA).orElseThrow();
        doom(PROJECT, DOOMED_ANA);

        apply(PROJECT, Samples.memory("likes milk").forUser("ana").added());

        var after = storage().entities().find(PROJECT, DOOMED_ANA).orElseThrow();
        assertThat(after.number()).isGreaterThan(before.number());
        assertThat(after.created()).isEqualTo(now());
    }

    @Test
    default void itsUnfinishedWorkEnds() {
        storage().entities().put(PROJECT, draft(DOOMED_ANA));
        var held = work(Scope.ofUser("ana"), "a");
        var waiting = work(Scope.ofUser("ana"), "a");
        var others = work(Scope.ofUser("ben"), "a", "b");
        var behind = work(Scope.ofUser("cleo"), "b");
        for (var work : List.of(held, waiting, others, behind)) {
            storage().work().accept(PROJECT, work);
        }
        var lease = storage().work().claim(MINUTE).orElseThrow();
        clock().advance(MINUTE.dividedBy(2));

        doom(PROJECT, DOOMED_ANA);

        for (var work : List.of(held, waiting)) {
            var event = storage().events().find(PROJECT, work.event().id()).orElseThrow();
            assertThat(event.status()).isEqualTo(EventStatus.FAILED);
            assertThat(event.error()).isEqualTo(CANCELLED);
            assertThat(event.payload()).isEmpty();
            assertThat(event.scope()).isEqualTo(Scope.NONE);
        }
        assertThat(storage().work().backlog()).isEqualTo(2);
        assertThat(storage().work().renew(lease, MINUTE)).isFalse();
        assertThatThrownBy(() ->
                        apply(
                                PROJECT,
                                new ChangeSet(
                                        now(),
                                        List.of(Samples.memory("late").forUser("ana").added()),
                                        null,
                                        new ChangeSet.Settlement.Leased(lease, held.event()))))
                .isInstanceOf(Failure.Conflict.class);
        var next = storage().work().claim(MINUTE).orElseThrow();
        assertThat(next.work().event().id()).isEqualTo(others.event().id());
        assertThat(storage().work().claim(MINUTE)).as("behind it in its second lane").isEmpty();
    }

    @Test
    default void workThatStoodBehindEndedWorkMovesUp() {
        storage().entities().put(PROJECT, draft(DOOMED_ANA));
        var first = work(Scope.ofUser("ben"), "a");
        var ended = work(Scope.ofUser("ana"), "a", "b");
        var behind = work(Scope.ofUser("cleo"), "b");
        for (var work : List.of(first, ended, behind)) {
            storage().work().accept(PROJECT, work);
        }

        doom(PROJECT, DOOMED_ANA);

        var claimed =
                Set.of(
                        storage().work().claim(MINUTE).orElseThrow().work().event().id(),
                        storage().work().claim(MINUTE).orElseThrow().work().event().id());
        assertThat(claimed).containsExactlyInAnyOrder(first.event().id(), behind.event().id());
    }

    @Test
    default void theWindowsOfItsSessionsGo() {
        storage().entities().put(PROJECT, draft(DOOMED_ANA));
        var both = new Scope("ana", "planner", null, null);
        var similar = Scope.ofUser("ana&x");
        var agent = new Scope(null, "ana", null, null);
        for (var scope : List.of(Scope.ofUser("ana"), both, similar, agent)) {
            say(PROJECT, scope, "hello from here");
        }

        doom(PROJECT, DOOMED_ANA);

        assertThat(window(Scope.ofUser("ana"))).isEmpty();
        assertThat(window(both)).isEmpty();
        assertThat(window(similar)).hasSize(1);
        assertThat(window(agent)).hasSize(1);
    }

    // --- erasing it

    @Test
    default void historyKeepsMarksIdsAndInstantsOnly() {
        var sample = Samples.memory("likes tea").forUser("ana").with("k", "v").labelled("food");
        apply(PROJECT, sample.added());
        clock().advance(MINUTE);
        apply(PROJECT, sample.updatedTo(sample.saying("likes milk")));
        apply(PROJECT, sample.saying("likes milk").deleted());
        var before = storage().memories().histories(PROJECT, List.of(sample.id()));

        var erased = doomAndErase(PROJECT, DOOMED_ANA);

        var after = storage().memories().histories(PROJECT, List.of(sample.id()));
        assertThat(after)
                .isEqualTo(
                        Map.of(
                                sample.id(),
                                before.get(sample.id()).stream().map(Revision::redacted).toList()));
        assertThat(after.get(sample.id()))
                .allSatisfy(revision -> {
                    assertThat(revision.subject().text()).isEmpty();
                    assertThat(revision.subject().scope()).isEqualTo(Scope.NONE);
                    assertThat(revision.input()).isEmpty();
                });
        assertThat(erased.memories()).containsExactly(sample.id());
        assertThat(erased.erased()).containsEntry("history", 3L);
        assertThat(erased.texts()).isZero();
        assertNothingLeft(erased);
    }

    @Test
    default void theLogStillLeadsAnIndexToTheSameContent() {
        var gone = Samples.memory("likes tea").forUser("ana");
        var stays = Samples.memory("likes milk").forUser("ben");
        apply(PROJECT, gone.added(), stays.added());
        apply(PROJECT, gone.deleted());
        var marks =
                storage().memories().changesAfter(Mark.START, 10).stream()
                        .map(LoggedChange::mark)
                        .toList();

        doomAndErase(PROJECT, DOOMED_ANA);

        var log = storage().memories().changesAfter(Mark.START, 10);
        assertThat(log).extracting(LoggedChange::mark).isEqualTo(marks);
        assertThat(log).filteredOn(change -> change.encoding() != null).hasSize(1);
        storage().index().reset(Samples.fingerprint(storage().index()));
        IndexSteps.follow(storage(), 10);
        assertThat(storage().index().size()).isEqualTo(1);
        assertThat(storage().index().present(PROJECT, Set.of(gone.id(), stays.id())))
                .containsExactly(stays.id());
    }

    @Test
    default void memoriesThatOnceCarriedTheIdAreMeantToo() {
        var sample = Samples.memory("likes tea").forUser("ana");
        apply(PROJECT, sample.added());
        apply(PROJECT, sample.deleted());
        var later = Samples.memory("likes milk").forUser("ana");
        addAndDelete(PROJECT, later);

        var erased = doomAndErase(PROJECT, DOOMED_ANA);

        assertThat(erased.memories()).containsExactlyInAnyOrder(sample.id(), later.id());
    }

    @Test
    default void messagesThatItSharedWithAnotherGoFromTheOthersHistory() {
        var asked = new Scope("ana", "planner", null, null);
        var ofAna = Samples.memory("likes tea").forUser("ana");
        var ofPlanner = Samples.memory("recommended tea").forAgent("planner");
        var event = Samples.finished(EventType.ADD, asked, now());
        apply(PROJECT, ChangeSet.of(List.of(ofAna.added(), ofPlanner.added()), event));
        apply(PROJECT, ofAna.deleted());

        doomAndErase(PROJECT, DOOMED_ANA);

        var history = storage().memories().histories(PROJECT, List.of(ofPlanner.id()));
        var entry = history.get(ofPlanner.id()).getFirst();
        assertThat(entry.after()).isEqualTo(ofPlanner.memory());
        assertThat(entry.input()).isEmpty();
    }

    @Test
    default void eventsOfBeforeThatCarryOrNameItAreRedacted() {
        addAndDelete(PROJECT, Samples.memory("likes tea").forUser("ana"));
        var carrying = finished(Scope.ofUser("ana"), Map.of("query", "what does she drink"));
        var naming =
                finished(
                        Scope.NONE,
                        Map.of("filters", Map.of("OR", List.of(Map.of("user_id", "ana")))));
        var inList =
                finished(
                        Scope.ofUser("ben"),
                        Map.of("user_id", Map.of("in", List.of("ben", " ana "))));
        var otherKind = finished(Scope.NONE, Map.of("agent_id", "ana"));
        var inPassing = finished(Scope.ofUser("ben"), Map.of("query", "ana"));
        record(PROJECT, carrying, naming, inList, otherKind, inPassing);
        clock().advance(MINUTE);

        var erased = doomAndErase(PROJECT, DOOMED_ANA);

        for (var event : List.of(carrying, naming, inList)) {
            assertThat(storage().events().find(PROJECT, event.id())).contains(event.redacted());
        }
        for (var event : List.of(otherKind, inPassing)) {
            assertThat(storage().events().find(PROJECT, event.id())).contains(event);
        }
        assertThat(
                        storage()
                                .events()
                                .list(
                                        PROJECT,
                                        new EventQuery(null, null, Scope.ofUser("ana"), null, null),
                                        ALL)
                                .total())
                .isZero();
        assertNothingLeft(erased);
    }

    @Test
    default void everyEventThatNamesOneOfItsMemoriesIsRedacted() {
        var id = addAndDelete(PROJECT, Samples.memory("likes tea").forUser("ana"));
        var found =
                Samples.pending(EventType.SEARCH, Scope.ofUser("ben"), now())
                        .succeeded(
                                List.of(EventResult.found(id, "likes tea", 0.5)),
                                Map.of("intent", "none"),
                                now());
        var scored =
                Samples.pending(EventType.SEARCH, Scope.NONE, now())
                        .succeeded(
                                List.of(),
                                Map.of("scores", List.of(Map.of("id", id.toString()))),
                                now());
        record(PROJECT, found, scored);

        doomAndErase(PROJECT, DOOMED_ANA);

        assertThat(storage().events().find(PROJECT, found.id())).contains(found.redacted());
        assertThat(storage().events().find(PROJECT, scored.id())).contains(scored.redacted());
    }

    @Test
    default void anEventOfNobodyThatRepeatsATextIsRedactedAndOneOfSomebodyIsNot() {
        addAndDelete(PROJECT, Samples.memory("likes tea without sugar").forUser("ana"));
        var ofNobody = finished(Scope.NONE, Map.of("query", "likes tea without sugar"));
        var ofBen = finished(Scope.ofUser("ben"), Map.of("query", "likes tea without sugar"));
        record(PROJECT, ofNobody, ofBen);

        doomAndErase(PROJECT, DOOMED_ANA);

        assertThat(storage().events().find(PROJECT, ofNobody.id())).contains(ofNobody.redacted());
        assertThat(storage().events().find(PROJECT, ofBen.id())).contains(ofBen);
    }

    @Test
    default void noticesOfItsMemoriesTellNothingOnceTheyHaveEnded() {
        var webhook = Samples.webhook(PROJECT, now());
        storage().webhooks().create(webhook);
        var gone = Samples.memory("likes tea").forUser("ana");
        var stays = Samples.memory("likes milk").forUser("ben");
        apply(PROJECT, gone.added(), stays.added());
        apply(PROJECT, gone.deleted());
        var ofGone = delivery(webhook, gone);
        var ofStays = delivery(webhook, stays);
        storage().webhooks().advance(Mark.START, new Mark(1), List.of(ofGone, ofStays));
        doom(PROJECT, DOOMED_ANA);
        var waiting = eraseOnly();
        assertThat(waiting.pending()).isEqualTo(1);
        assertThat(told(webhook)).containsExactlyInAnyOrder(ofGone.notice(), ofStays.notice());

        for (var lease : storage().webhooks().claim(10, 10, MINUTE)) {
            var attempt = new Attempt(now(), Duration.ZERO, 200, "ok");
            var ended = lease.delivery().ended(Delivery.Status.DELIVERED, attempt);
            storage().webhooks().finish(lease, ended, UnaryOperator.identity());
        }

        assertThat(told(webhook)).containsExactly(ofStays.notice());
        assertThat(eraseOnly().pending()).isZero();
        assertNothingLeft(waiting);
    }

    private Delivery delivery(Webhook webhook, Sample sample) {
        var memory = sample.memory();
        var notice = new Notice(memory.id(), memory.text(), List.of(), memory.scope(), now());
        return Delivery.of(webhook, WebhookEvent.MEMORY_ADD, notice, now());
    }

    private List<Notice> told(Webhook webhook) {
        return storage().webhooks().deliveries(PROJECT, webhook.id(), ALL).items().stream()
                .map(Delivery::notice)
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    default void exportsThatTellOfItGoAtOnce() {
        var sample = Samples.memory("likes tea").forUser("ana");
        apply(PROJECT, sample.added());
        var made = order(Map.of());
        var claim = storage().exports().claim(MINUTE).orElseThrow();
        storage()
                .exports()
                .finish(
                        claim,
                        new Exports.Outcome.Made(Map.of("drink", "tea"), List.of(sample.id())));
        var named = order(Map.of("user_id", "ana"));
        var others = order(Map.of("user_id", "ben"));
        apply(PROJECT, sample.deleted());

        doom(PROJECT, DOOMED_ANA);

        assertThat(storage().exports().find(PROJECT, made)).isEmpty();
        assertThat(storage().exports().find(PROJECT, named)).isEmpty();
        assertThat(storage().exports().find(PROJECT, others)).isPresent();
        assertThat(eraseOnly().erased()).containsEntry("exports", 2L);
    }

    @Test
    default void whatItsAddsWereRefusedGoesAtOnce() {
        var sample = Samples.memory("likes tea").forUser("ana");
        apply(PROJECT, sample.added());
        var both = new Scope("ana", "helper", null, null);
        var anas =
                QuarantineContract.refused(
                        "Ana is typing", dev.keepsake.quality.Verdict.TRANSIENT, both, now());
        var bens =
                QuarantineContract.refused(
                        "Ben is typing",
                        dev.keepsake.quality.Verdict.TRANSIENT,
                        Scope.ofUser("ben"),
                        now());
        var later =
                QuarantineContract.refused(
                        "Ana is back",
                        dev.keepsake.quality.Verdict.TRANSIENT,
                        Scope.ofUser("ana"),
                        now().plusSeconds(60));
        storage()
                .memories()
                .apply(
                        PROJECT,
                        new ChangeSet(
                                now(),
                                List.of(sample.deleted()),
                                null,
                                new ChangeSet.Settlement.Unrecorded(EventId.random()),
                                new ChangeSet.Refused(List.of(anas, bens, later), 10)));

        doom(PROJECT, DOOMED_ANA);

        assertThat(storage().quarantine().find(PROJECT, anas.id())).isEmpty();
        assertThat(storage().quarantine().find(PROJECT, bens.id())).isPresent();
        assertThat(storage().quarantine().find(PROJECT, later.id())).isPresent();
        var erased = eraseOnly();
        assertThat(erased.erased()).containsEntry("quarantine", 1L);
        assertThat(erased.left()).containsEntry("quarantine", 0L);
    }

    private ExportId order(Map<String, @Nullable Object> filter) {
        var order = new Export.Order(Map.of(), filter, "key", null, AccountId.random());
        var export = Export.pending(ExportId.random(), order, now());
        storage().exports().create(PROJECT, export);
        return export.id();
    }

    @Test
    default void whatItsSuccessorDoesStays() {
        addAndDelete(PROJECT, Samples.memory("likes tea").forUser("ana"));
        doom(PROJECT, DOOMED_ANA);
        clock().advance(MINUTE);
        var sample = Samples.memory("likes milk").forUser("ana");
        apply(PROJECT, sample.added());
        say(PROJECT, Scope.ofUser("ana"), "hello again");
        var search = finished(Scope.ofUser("ana"), Map.of("user_id", "ana"));
        record(PROJECT, search);
        storage().work().accept(PROJECT, work(Scope.ofUser("ana"), "a"));
        var history = storage().memories().histories(PROJECT, List.of(sample.id()));

        assertNothingLeft(eraseOnly());

        assertThat(everything(PROJECT)).containsExactly(sample.memory());
        assertThat(storage().memories().histories(PROJECT, List.of(sample.id())))
                .isEqualTo(history);
        assertThat(window(Scope.ofUser("ana"))).hasSize(1);
        assertThat(storage().events().find(PROJECT, search.id())).contains(search);
        assertThat(storage().work().backlog()).isEqualTo(1);
        assertThat(storage().memories().encodings(PROJECT, List.of(sample.id()))).hasSize(1);
    }

    /// As an import of a dump does, between a deletion and its erasure.
    @Test
    default void aMemoryThatIsRestoredLaterIsNotLeftOver() {
        var memory = Samples.memory("likes tea").forUser("ana");
        addAndDelete(PROJECT, memory);
        doom(PROJECT, DOOMED_ANA);
        apply(PROJECT, memory.added());

        assertNothingLeft(eraseOnly());

        assertThat(storage().memories().find(PROJECT, memory.memory().id())).isPresent();
    }

    @Test
    default void whatASuccessorSaysIsNotLeftOverThoughNothingIsRememberedOfIt() {
        addAndDelete(PROJECT, Samples.memory("likes tea").forUser("ana"));
        doom(PROJECT, DOOMED_ANA);
        say(PROJECT, Scope.ofUser("ana"), "hello again");

        assertNothingLeft(eraseOnly());

        assertThat(window(Scope.ofUser("ana"))).hasSize(1);
    }

    @Test
    default void othersAreLeftAlone() {
        var other = ProjectId.random();
        var samples =
                List.of(
                        Samples.memory("likes tea").forUser("ben"),
                        Samples.memory("likes tea").forAgent("ana"),
                        Samples.memory("likes tea"));
        samples.forEach(sample -> apply(PROJECT, sample.added()));
        var theirs = Samples.memory("likes tea").forUser("ana");
        apply(other, theirs.added());
        say(other, Scope.ofUser("ana"), "hello");
        storage().work().accept(other, work(Scope.ofUser("ana"), "a"));
        record(other, finished(Scope.ofUser("ana"), Map.of("user_id", "ana")));
        var ids = samples.stream().map(Sample::id).toList();
        var histories = storage().memories().histories(PROJECT, ids);
        var theirView = view(other, List.of(theirs.id()));
        addAndDelete(PROJECT, Samples.memory("likes tea").forUser("ana"));

        doomAndErase(PROJECT, DOOMED_ANA);

        assertThat(everything(PROJECT))
                .containsExactlyInAnyOrderElementsOf(samples.stream().map(Sample::memory).toList());
        assertThat(storage().memories().histories(PROJECT, ids)).isEqualTo(histories);
        assertThat(view(other, List.of(theirs.id()))).isEqualTo(theirView);
        assertThat(storage().entities().find(other, DOOMED_ANA)).isPresent();
        assertThat(storage().work().backlog()).isEqualTo(1);
        assertThat(storage().memories().encodings(PROJECT, ids)).hasSize(3);
    }

    @Test
    default void anEntityIsErasedOnlyInItsOwnProject() {
        addAndDelete(PROJECT, Samples.memory("likes tea").forUser("ana"));
        doom(PROJECT, DOOMED_ANA);

        assertThat(erasure().erase(ProjectId.random(), erasure().doomedEntities())).isEmpty();

        assertThat(storage().memories().revisions(PROJECT, ALL).items())
                .anyMatch(revision -> !revision.subject().text().isEmpty());
    }

    @Test
    default void manyAreErasedAtOnceAndAgainIsFine() {
        for (var n = 0; n < 5; n++) {
            addAndDelete(PROJECT, Samples.memory("likes tea " + n).forUser("user " + n));
            record(PROJECT, finished(Scope.ofUser("user " + n), Map.of("user_id", "user " + n)));
            doom(PROJECT, new EntityKey(EntityKind.USER, "user " + n));
        }
        var doomed = erasure().doomedEntities();

        var once = erasure().erase(PROJECT, doomed);
        var twice = erasure().erase(PROJECT, doomed);

        assertThat(once).extracting(Erased::entity).isEqualTo(doomed);
        once.forEach(this::assertNothingLeft);
        twice.forEach(this::assertNothingLeft);
        assertThat(twice)
                .extracting(Erased::erased)
                .isEqualTo(once.stream().map(Erased::erased).toList());
        assertThat(once.getFirst().erased())
                .containsEntry("memories", 1L)
                .containsEntry("history", 2L)
                .containsEntry("events", 1L);
    }

    @Test
    default void anErasureIsNotedUntilItsEventIsFinal() {
        addAndDelete(PROJECT, Samples.memory("likes tea").forUser("ana"));
        var pending = pending();
        erasure().doom(PROJECT, DOOMED_ANA, pending, CANCELLED, 1, List.of());
        var doomed = onlyDoomed();

        erasure().settle(doomed, pending.running(now()));
        assertThat(erasure().doomedEntities()).containsExactly(doomed);
        erasure().erase(PROJECT, List.of(doomed));
        assertThat(erasure().doomedEntities()).containsExactly(doomed);
        var finished = pending.running(now()).succeeded(List.of(), Map.of("n", 1), now());
        erasure().settle(doomed, finished);

        assertThat(erasure().doomedEntities()).isEmpty();
        assertThat(storage().events().find(PROJECT, pending.id())).contains(finished);
        erasure().settle(doomed, pending.running(now()));
        assertThat(storage().events().find(PROJECT, pending.id())).contains(finished);
    }

    @Test
    default void theEventsOfDeletionsAreNotRedacted() {
        addAndDelete(PROJECT, Samples.memory("likes tea").forUser("ana"));
        var first = pending();
        erasure().doom(PROJECT, DOOMED_ANA, first, CANCELLED, 1, List.of());
        clock().advance(MINUTE);
        addAndDelete(PROJECT, Samples.memory("likes milk").forUser("ana"));
        doom(PROJECT, DOOMED_ANA);

        var erased = erasure().erase(PROJECT, erasure().doomedEntities());

        assertThat(erased).hasSize(2);
        assertThat(storage().events().find(PROJECT, first.id())).contains(first);
    }

    @Test
    default void namesThatItsMemoriesMentionGo() {
        var ana = Scope.ofUser("ana");
        var secret = Samples.memory("met Bo Secret, read Emma").forUser("ana").inRun("r1");
        var open = Samples.memory("met Bo").forUser("ana");
        apply(PROJECT, secret.added(), open.added());
        var bo = node("Bo Secret", ana);
        var emma = node("Emma", ana);
        var linkings =
                List.of(
                        linking(secret.id(), naming(bo, "Bo Secret"), naming(emma, "Emma")),
                        linking(open.id(), naming(bo, "Bo")));
        storage().graph().advance(Mark.START, new Mark(1), linkings, List.of());
        // whoever follows the log has not seen the deletion
        apply(PROJECT, secret.deleted());

        var erased = doomAndErase(PROJECT, new EntityKey(EntityKind.RUN, "r1"));

        assertThat(erased.erased()).containsEntry("graph_links", 2L);
        assertThat(erased.erased()).containsEntry("graph_nodes", 1L);
        assertThat(erased.left()).containsEntry("graph_links", 0L);
        assertNothingLeft(erased);
        assertThat(storage().graph().nodes(PROJECT, ana))
                .extracting(Node::text, Node::links)
                .containsExactly(tuple("Bo", 1));
    }

    private static Graph.Linking linking(MemoryId memory, Graph.Naming... to) {
        return new Graph.Linking(PROJECT, memory, List.of(to));
    }

    private static Graph.Naming naming(Node node, String text) {
        return new Graph.Naming(node, text);
    }

    private static Node node(String text, Scope owner) {
        return new Node(
                NodeId.random(),
                owner,
                text,
                NodeType.PROPER,
                Samples.vector(text),
                Samples.START,
                Samples.START,
                0);
    }

    @Test
    default void exportsMadeFromItsMemoriesGo() {
        var tea = Samples.memory("likes tea").forUser("ana");
        var milk = Samples.memory("likes milk").forUser("ben");
        apply(PROJECT, tea.added(), milk.added());
        var ofTea = made(Map.of("agent_id", "*"), tea.id());
        var ofBoth = made(Map.of("agent_id", "*"), tea.id(), milk.id());
        var ofMilk = made(Map.of("agent_id", "*"), milk.id());
        apply(PROJECT, tea.deleted());

        var erased = doomAndErase(PROJECT, DOOMED_ANA);

        assertThat(storage().exports().find(PROJECT, ofTea)).isEmpty();
        assertThat(storage().exports().find(PROJECT, ofBoth)).isEmpty();
        assertThat(storage().exports().find(PROJECT, ofMilk)).isPresent();
        assertThat(erased.erased()).containsEntry("exports", 2L);
        assertNothingLeft(erased);
    }

    @Test
    default void exportsThatNameItGoAndThoseOfItsSuccessorStay() {
        addAndDelete(PROJECT, Samples.memory("likes tea").forUser("ana"));
        var mine = ordered(Map.of("OR", List.of(Map.of("user_id", "ana"))));
        var camel = ordered(Map.of("userId", Map.of("in", List.of("ben", "ana"))));
        var others =
                List.of(
                        ordered(Map.of("user_id", "ben")),
                        ordered(Map.of("agent_id", "ana")),
                        ordered(Map.of("metadata", Map.of("name", "ana"))));
        assertThat(doom(PROJECT, DOOMED_ANA)).isEqualTo(Erasure.Doom.DONE);
        clock().advance(MINUTE);
        var later = ordered(Map.of("user_id", "ana"));

        var erased = eraseOnly();

        assertThat(storage().exports().find(PROJECT, mine)).isEmpty();
        assertThat(storage().exports().find(PROJECT, camel)).isEmpty();
        assertThat(storage().exports().find(PROJECT, later)).isPresent();
        assertThat(others)
                .allSatisfy(
                        each -> assertThat(storage().exports().find(PROJECT, each)).isPresent());
        assertThat(erased.erased()).containsEntry("exports", 2L);
        assertNothingLeft(erased);
    }

    @Test
    default void whatSynthesisKeepsOfAUserGoesAndThatOfItsSuccessorStays() {
        var tea = Samples.memory("likes tea").forUser("ana");
        apply(PROJECT, tea.added(), Samples.memory("likes milk").forUser("ben").added());
        dreamt("ana");
        dreamt("ben");
        apply(PROJECT, tea.deleted());
        assertThat(doom(PROJECT, DOOMED_ANA)).isEqualTo(Erasure.Doom.DONE);
        clock().advance(MINUTE);
        apply(PROJECT, Samples.memory("likes rum").forUser("ana").added());
        var later = dreamt("ana");

        var erased = eraseOnly();

        assertThat(storage().dreams().runs(PROJECT, "ana", Page.Ask.first(10)).items())
                .containsExactly(later);
        assertThat(storage().dreams().evidence(PROJECT, "ana")).hasSize(1);
        assertThat(storage().dreams().runs(PROJECT, "ben", Page.Ask.first(10)).total()).isOne();
        assertThat(erased.erased()).containsEntry("dreams", 2L);
        assertNothingLeft(erased);
    }

    private DreamRun dreamt(String user) {
        var run =
                new DreamRun(
                        EventId.random(),
                        user,
                        DreamRun.Trigger.SCHEDULE,
                        EventStatus.SUCCEEDED,
                        now(),
                        now(),
                        DreamRun.Found.NOTHING,
                        "rules",
                        null);
        storage().dreams().put(PROJECT, run);
        storage()
                .dreams()
                .note(PROJECT, user, MemoryId.random(), List.of(MemoryId.random()), now());
        return run;
    }

    // --- removed projects

    @Test
    default void aRemovedProjectTakesNothingAndIsErased() {
        var founding = Samples.founding("dana", now());
        storage().accounts().found(founding);
        var organization = founding.organization().id();
        var removed = founding.project().id();
        var stays = Samples.project(organization, "second", false, now());
        storage().accounts().create(stays);
        fill(removed);
        fill(stays.id());
        var kept = view(stays.id(), List.of());
        var successor = Samples.project(organization, "third", true, now());

        storage().accounts().remove(removed, successor, now());

        assertThat(erasure().doomed()).containsExactly(removed);
        assertThatThrownBy(() -> apply(removed, Samples.memory("late").added()))
                .isInstanceOf(Failure.Missing.class);
        assertThatThrownBy(() -> storage().work().accept(removed, work(Scope.NONE, "a")))
                .isInstanceOf(Failure.Missing.class);
        assertThatThrownBy(() -> order(removed, Map.of())).isInstanceOf(Failure.Missing.class);
        assertThatThrownBy(() -> storage().entities().put(removed, draft(DOOMED_ANA)))
                .isInstanceOf(Failure.Missing.class);
        record(removed, finished(Scope.NONE, Map.of("query", "late")));

        var erased = erasure().erase(removed);

        assertThat(erased).isNotEmpty();
        assertThat(storage().graph().owners(removed, Filter.EVERYTHING, 10)).isEmpty();
        assertThat(storage().graph().named(removed, List.of("bo"), 10)).isEmpty();
        assertThat(storage().graph().owners(stays.id(), Filter.EVERYTHING, 10)).hasSize(1);
        assertThat(storage().feedback().reasons(removed, Filter.EVERYTHING, 10)).isEmpty();
        assertThat(storage().feedback().reasons(stays.id(), Filter.EVERYTHING, 10)).hasSize(1);
        assertThat(storage().exports().claim(MINUTE).orElseThrow().project()).isEqualTo(stays.id());
        assertThat(storage().exports().claim(MINUTE)).isEmpty();
        assertThat(erasure().doomed()).isEmpty();
        assertThat(view(removed, List.of())).isEqualTo(view(ProjectId.random(), List.of()));
        assertThat(storage().entities().list(removed, EntityQuery.ALL, ALL).items()).isEmpty();
        assertThat(onlyDoomed().project()).isEqualTo(stays.id());
        assertThat(storage().webhooks().list(removed)).isEmpty();
        assertThat(storage().webhooks().list(stays.id())).hasSize(1);
        assertThat(storage().memories().rows(0, 100))
                .allMatch(row -> row.project().equals(stays.id()));
        assertThat(view(stays.id(), List.of())).isEqualTo(kept);
        assertThat(storage().work().backlog()).isEqualTo(1);
        assertThat(storage().work().claim(MINUTE).orElseThrow().project()).isEqualTo(stays.id());
    }

    @Test
    default void erasingAProjectThatHasNothingIsFine() {
        erasure().erase(ProjectId.random());

        assertThat(erasure().doomed()).isEmpty();
    }

    @Test
    default void anIndexReachesTheHeadOfALogThatForgotItsEnd() {
        storage().index().reset(Samples.fingerprint(storage().index()));
        var other = ProjectId.random();
        apply(PROJECT, Samples.memory("likes tea").added());
        apply(other, Samples.memory("likes milk").added());
        var head = storage().memories().head();

        erasure().erase(other);

        assertThat(storage().memories().head()).isEqualTo(head);
        IndexSteps.follow(storage(), 10);
        assertThat(storage().index().size()).isEqualTo(1);
        assertThat(apply(PROJECT, Samples.memory("likes water").added())).isGreaterThan(head);
    }

    // --- compacting

    @Test
    default void compactionIsDueAfterAnErasureUntilItIsDone() {
        assertThat(erasure().isCompactionDue()).isFalse();
        addAndDelete(PROJECT, Samples.memory("likes tea").forUser("ana"));
        doomAndErase(PROJECT, DOOMED_ANA);
        assertThat(erasure().isCompactionDue()).isTrue();
        var view = view(PROJECT, List.of());

        erasure().compact();

        assertThat(erasure().isCompactionDue()).isFalse();
        assertThat(view(PROJECT, List.of())).isEqualTo(view);
        apply(PROJECT, Samples.memory("likes water").added());
        assertThat(everything(PROJECT)).hasSize(1);
    }

    // --- pieces

    Page.Ask ALL = Page.Ask.first(Page.Ask.MAX_SIZE);

    private Event pending() {
        return Samples.pending(EventType.DELETE_USER, Scope.NONE, now());
    }

    private Erasure.Doom doom(ProjectId project, EntityKey key) {
        return erasure().doom(project, key, pending(), CANCELLED, 1, List.of());
    }

    private Doomed onlyDoomed() {
        var doomed = erasure().doomedEntities();
        assertThat(doomed).hasSize(1);
        return doomed.getFirst();
    }

    private Erased doomAndErase(ProjectId project, EntityKey key) {
        assertThat(doom(project, key)).isEqualTo(Erasure.Doom.DONE);
        return eraseOnly();
    }

    private Erased eraseOnly() {
        var erased = erasure().erase(PROJECT, List.of(onlyDoomed()));
        assertThat(erased).hasSize(1);
        return erased.getFirst();
    }

    private void assertNothingLeft(Erased erased) {
        assertThat(erased.left()).isNotEmpty().allSatisfy((_, count) -> assertThat(count).isZero());
    }

    private MemoryId addAndDelete(ProjectId project, Sample sample) {
        apply(project, sample.added());
        apply(project, sample.deleted());
        return sample.id();
    }

    private EntityDraft draft(EntityKey key) {
        return new EntityDraft(key, null, null, null, now());
    }

    private WorkQueue.Work work(Scope scope, String... lanes) {
        return new WorkQueue.Work(
                Samples.pending(EventType.ADD, scope, now()), Set.of(lanes), Map.of("text", "x"));
    }

    private ExportId ordered(Map<String, @Nullable Object> filter) {
        return order(PROJECT, filter);
    }

    private ExportId order(ProjectId project, Map<String, @Nullable Object> filter) {
        var order = new Export.Order(Map.of(), filter, "key", null, AccountId.random());
        var export = Export.pending(ExportId.random(), order, now());
        storage().exports().create(project, export);
        return export.id();
    }

    private ExportId made(Map<String, @Nullable Object> filter, MemoryId... madeFrom) {
        var id = ordered(filter);
        var claim = storage().exports().claim(MINUTE).orElseThrow();
        var result = new Exports.Outcome.Made(Map.of(), List.of(madeFrom));
        assertThat(storage().exports().finish(claim, result)).isTrue();
        return id;
    }

    private void say(ProjectId project, Scope scope, String text) {
        apply(
                project,
                new ChangeSet(
                        now(),
                        List.of(),
                        new ChangeSet.Window(
                                scope.sessionKey(), List.of(new Message("user", null, text))),
                        new ChangeSet.Settlement.Unrecorded(EventId.random())));
    }

    private List<Message> window(Scope scope) {
        return storage().memories().window(PROJECT, scope.sessionKey());
    }

    private Event finished(Scope scope, Map<String, @Nullable Object> payload) {
        return Event.pending(EventId.random(), EventType.SEARCH, scope, payload, now())
                .succeeded(List.of(), Map.of(), now());
    }

    private void record(ProjectId project, Event... events) {
        for (var event : events) {
            storage().events().record(List.of(new EventLog.Entry(project, event)));
        }
    }

    private ProjectView view(ProjectId project, List<MemoryId> ids) {
        return ProjectView.of(storage(), project, ids, Scope.ofUser("ana"), now());
    }

    /// One thing in every store.
    private void fill(ProjectId project) {
        var sample = Samples.memory("likes tea").forUser("ana");
        apply(project, sample.added());
        apply(project, sample.updatedTo(sample.saying("likes milk")));
        say(project, Scope.ofUser("ana"), "hello");
        record(project, finished(Scope.ofUser("ana"), Map.of("query", "tea")));
        storage().work().accept(project, work(Scope.ofUser("ana"), "a"));
        storage()
                .feedback()
                .set(
                        project,
                        new Feedback(
                                UUID.randomUUID(),
                                sample.id(),
                                Verdict.NEGATIVE,
                                "wrong",
                                AccountId.random(),
                                now()));
        var from = storage().graph().mark();
        storage()
                .graph()
                .advance(
                        from,
                        new Mark(from.value() + 1),
                        List.of(
                                new Graph.Linking(
                                        project,
                                        sample.id(),
                                        List.of(
                                                naming(
                                                        node("Bo", sample.memory().scope()),
                                                        "Bo")))),
                        List.of());
        var webhook = Samples.webhook(project, now());
        storage().webhooks().create(webhook);
        storage()
                .webhooks()
                .record(
                        delivery(webhook, sample)
                                .ended(
                                        Delivery.Status.FAILED,
                                        new Attempt(now(), Duration.ZERO, 500, "no")));
        var order = new Export.Order(Map.of(), Map.of(), "key", null, AccountId.random());
        storage().exports().create(project, Export.pending(ExportId.random(), order, now()));
        addAndDelete(project, Samples.memory("of ben").forUser("ben"));
        doom(project, new EntityKey(EntityKind.USER, "ben"));
    }
}
