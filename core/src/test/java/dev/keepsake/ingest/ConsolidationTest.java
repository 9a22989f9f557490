package dev.keepsake.ingest;

import static dev.keepsake.engine.ScriptedExtractor.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.engine.Add;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.ScriptedExtractor;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Lineage;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Temporal;
import dev.keepsake.search.SearchAsk;
import dev.keepsake.storage.WorkQueue;
import dev.keepsake.trace.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a new fact does to those that are stored. Display names start with the row of the engine
/// contract's acceptance tables. The extractor says what it is told; what a language model may
/// claim beyond the facts themselves is in the tests at the end.
class ConsolidationTest {

    private static final Scope U = Scope.ofUser("u");
    private static final String BERGEN = "User lives in Bergen";
    private static final String GRAZ = "User moved to Graz";
    private static final String KIWI = "User has a parrot named Kiwi";
    private static final String KIWI_IN_FULL = "User's parrot Kiwi is a 4-year-old African grey";

    private final Engine engine = new Engine();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    @DisplayName("R01, R17 a move outdates the former residence, and its history tells")
    void R01_aMoveOutdatesTheFormerResidence() {
        var bergen = told(BERGEN);
        var event = tell(GRAZ);
        var graz = only(event);

        assertThat(engine.find(bergen.id()).lineage().state()).isEqualTo(Lifecycle.SUPERSEDED);
        assertThat(engine.find(bergen.id()).lineage().replacedBy()).isEqualTo(graz.id());
        assertThat(graz.lineage().linked()).containsExactly(bergen.id());
        assertThat(shown(SearchAsk.Shown.USUAL)).containsExactlyInAnyOrder(BERGEN, GRAZ);
        assertThat(shown(new SearchAsk.Shown(false, true, false))).containsExactly(GRAZ);
        assertThat(event.metadata().get("dream"))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "id", bergen.id().toString(),
                                        "to", "superseded",
                                        "by", graz.id().toString())));
        var history = engine.reader.history(engine.caller, bergen.id());
        assertThat(history)
                .extracting(Revision::kind)
                .containsExactly(Revision.Kind.ADD, Revision.Kind.UPDATE);
        assertThat(history.getLast().note().get("lifecycle"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("from", "active")
                .containsEntry("to", "superseded")
                .containsEntry("by", graz.id().toString())
                .containsEntry("rule", "slot residence");
    }

    @Test
    @DisplayName("R02 what is sold is had no more")
    void R02_whatIsSoldIsHadNoMore() {
        var panda = told("User drives a 2017 Fiat Panda");

        tell("User sold the Panda and bought a Kia EV6");

        assertThat(state(panda)).isEqualTo(Lifecycle.SUPERSEDED);
    }

    @Test
    @DisplayName("R03, U02 a fuller statement merges the barer one")
    void R03_aFullerStatementMergesTheBarerOne() {
        var bare = told(KIWI);
        var full = only(tell(KIWI_IN_FULL));

        assertThat(state(bare)).isEqualTo(Lifecycle.MERGED);
        assertThat(engine.find(bare.id()).lineage().replacedBy()).isEqualTo(full.id());
        assertThat(shown(SearchAsk.Shown.USUAL)).containsExactly(KIWI_IN_FULL);
        assertThat(shown(new SearchAsk.Shown(false, false, true))).hasSize(2);
    }

    @Test
    @DisplayName("R03 the labels of what is merged stay")
    void theLabelsOfWhatIsMergedStay() {
        engine.put(Engine.memory(U, KIWI).withCategories(List.of("pets")));

        var full = only(tell(KIWI_IN_FULL));

        assertThat(full.categories()).containsExactly("pets");
    }

    @Test
    @DisplayName("R04 the same in other words is not stored again")
    void R04_theSameInOtherWordsIsNotStoredAgain() {
        told("User loves climbing");

        var event = tell("User really enjoys climbing");

        assertThat(event.results()).isEmpty();
        assertThat(event.metadata()).containsEntry("deduplicated", 1).doesNotContainKey("dream");
        assertThat(engine.texts()).containsExactly("User loves climbing");
    }

    @Test
    @DisplayName("R05 a list that can grow grows")
    void R05_aListThatCanGrowGrows() {
        var dumplings = told("User likes dumplings");

        tell("User likes curry");

        assertThat(state(dumplings)).isEqualTo(Lifecycle.ACTIVE);
        assertThat(engine.texts()).hasSize(2);
    }

    @Test
    @DisplayName("R06 a trial outdates nothing and is linked")
    void R06_aTrialOutdatesNothing() {
        var paper = told("User prefers paper notebooks");

        var tablet = only(tell("User is trying a tablet for a month"));

        assertThat(state(paper)).isEqualTo(Lifecycle.ACTIVE);
        assertThat(tablet.lineage().linked()).containsExactly(paper.id());
    }

    @Test
    @DisplayName("R07 what was so before is stored as outdated")
    void R07_whatWasSoBeforeIsStoredAsOutdated() {
        var graz = only(tell("User lives in Graz"));
        var before = Engine.NOW.minus(Duration.ofDays(700));

        var event = add(Add.with(Add.inferred(U, BERGEN), Add.backdated(before)));

        var bergen = only(event);
        assertThat(bergen.lineage().state()).isEqualTo(Lifecycle.SUPERSEDED);
        assertThat(bergen.lineage().replacedBy()).isEqualTo(graz.id());
        assertThat(state(graz)).isEqualTo(Lifecycle.ACTIVE);
        assertThat(event.metadata().get("dream"))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "id", bergen.id().toString(),
                                        "to", "superseded",
                                        "by", graz.id().toString())));
    }

    @Test
    @DisplayName("R08, A26 without its successor a fact is current again")
    void R08_withoutItsSuccessorAFactIsCurrentAgain() {
        var bergen = told(BERGEN);
        var graz = only(tell(GRAZ));

        engine.editor.delete(engine.caller, graz.id(), false, Engine.NO_PAYLOAD);

        assertThat(engine.find(bergen.id())).isEqualTo(bergen);
    }

    @Test
    @DisplayName("A26 a linked deletion takes what was outdated along")
    void A26_aLinkedDeletionTakesWhatWasOutdatedAlong() {
        var bergen = told(BERGEN);
        var graz = only(tell(GRAZ));

        var gone = engine.editor.delete(engine.caller, graz.id(), true, Engine.NO_PAYLOAD);

        assertThat(gone).isEqualTo(1);
        assertThat(engine.has(bergen.id())).isFalse();
    }

    @Test
    @DisplayName("R09, A23 an immutable memory stays current and is linked")
    void R09_anImmutableMemoryStaysCurrent() {
        var bergen = Engine.memory(U, BERGEN).withImmutable(true);
        var kiwi = Engine.memory(U, KIWI).withImmutable(true);
        engine.put(bergen, kiwi);

        var graz = only(tell(GRAZ));
        var full = only(tell(KIWI_IN_FULL));

        assertThat(engine.find(bergen.id())).isEqualTo(bergen);
        assertThat(engine.find(kiwi.id())).isEqualTo(kiwi);
        assertThat(graz.lineage().linked()).containsExactly(bergen.id());
        assertThat(full.lineage().linked()).contains(kiwi.id());
    }

    @Test
    void anImmutableFactMayOutdateOthers() {
        var bergen = told(BERGEN);

        add(Add.with(Add.inferred(U, GRAZ), Add.immutable()));

        assertThat(state(bergen)).isEqualTo(Lifecycle.SUPERSEDED);
    }

    @Test
    @DisplayName("R10 another owner's facts are left alone")
    void R10_anotherOwnersFactsAreLeftAlone() {
        var bergen = told(BERGEN);

        var graz = only(add(Add.inferred(Scope.ofUser("v"), GRAZ)));

        assertThat(engine.find(bergen.id())).isEqualTo(bergen);
        assertThat(graz.lineage().linked()).isEmpty();
    }

    @Test
    void runsOfOneOwnerAreOne() {
        var bergen = only(engine.add(Add.inferred(new Scope("u", null, null, "r1"), BERGEN)));

        engine.add(Add.inferred(new Scope("u", null, null, "r2"), GRAZ));

        assertThat(state(bergen)).isEqualTo(Lifecycle.SUPERSEDED);
    }

    @Test
    @DisplayName("R18 only what is current shows when both flags are set")
    void R18_onlyWhatIsCurrentShowsWhenBothFlagsAreSet() {
        told(BERGEN);
        told(GRAZ);
        told(KIWI);
        told(KIWI_IN_FULL);

        assertThat(shown(new SearchAsk.Shown(false, true, true)))
                .containsExactlyInAnyOrder(GRAZ, KIWI_IN_FULL);
    }

    @Test
    void aFactThatIsTrueAgainIsAThirdRecord() {
        var first = told("User lives in Bergen");
        var second = told("User lives in Graz");

        var third = only(tell("User lives in Bergen"));

        assertThat(engine.find(first.id()).lineage().replacedBy()).isEqualTo(second.id());
        assertThat(engine.find(second.id()).lineage().replacedBy()).isEqualTo(third.id());
        assertThat(third.lineage().state()).isEqualTo(Lifecycle.ACTIVE);
    }

    @Test
    void aRepeatOfWhatWasMergedIntoSomethingOutdatedIsNews() {
        told("User lives in New York");
        told("User lives in New York City");
        told("User lives in Graz");

        var event = tell("User lives in New York");

        assertThat(event.results()).hasSize(1);
        assertThat(shown(new SearchAsk.Shown(false, true, false)))
                .containsExactly("User lives in New York");
    }

    @Test
    @DisplayName("A13, 1.13 direct imports outdate nothing, and may be outdated later")
    void directImportsOutdateNothingAndMayBeOutdatedLater() {
        var bergen = engine.remember(U, BERGEN);
        var graz = engine.remember(U, "User lives in Graz");
        assertThat(List.of(state(bergen), state(graz))).containsOnly(Lifecycle.ACTIVE);

        tell("User moved to Cork");

        assertThat(List.of(state(bergen), state(graz))).containsOnly(Lifecycle.SUPERSEDED);
    }

    @Test
    @DisplayName("1.13 a fact that was imported word for word and one in other words stay two")
    void anImportAndAFactInOtherWordsStayTwo() {
        engine.remember(U, "User loves climbing");

        assertThat(tell("User enjoys climbing").results()).hasSize(1);
        assertThat(tell("user loves CLIMBING.").results()).isEmpty();
    }

    @Test
    void whatHasExpiredIsNewsWhenItIsToldAgain() {
        engine.put(
                Engine.memory(U, "User likes tea").withExpiration(LocalDate.parse("2026-01-01")));

        assertThat(tell("User enjoys tea").results()).hasSize(1);
    }

    @Test
    void patternsNeitherReplaceNorAreReplaced() {
        var pattern = Engine.memory(U, BERGEN);
        var lineage = pattern.lineage();
        pattern =
                pattern.withLineage(new Lineage(lineage.state(), null, true, List.of(), List.of()));
        engine.put(pattern);

        tell(GRAZ);

        assertThat(engine.find(pattern.id())).isEqualTo(pattern);
    }

    @Test
    void whatIsOutdatedEndsWhenItsSuccessorBegins() {
        var moved = Instant.parse("2026-08-01T00:00:00Z");
        var open =
                new Temporal(
                        Temporal.Type.STATE,
                        Temporal.Status.ONGOING,
                        Instant.parse("2020-01-01T00:00:00Z"),
                        null,
                        Temporal.Precision.YEAR);
        var bergen = Engine.memory(U, BERGEN).withTemporal(open);
        engine.put(bergen);
        engine.extractor.answers(
                dated(
                        GRAZ,
                        new Temporal(
                                Temporal.Type.EVENT,
                                Temporal.Status.COMPLETED,
                                moved,
                                moved.plus(Duration.ofDays(1)),
                                Temporal.Precision.DAY)));

        engine.add(Add.inferred(U, GRAZ));

        var temporal = engine.find(bergen.id()).temporal();
        assertThat(temporal)
                .isEqualTo(
                        new Temporal(
                                open.type(),
                                Temporal.Status.COMPLETED,
                                open.start(),
                                moved,
                                open.precision()));
    }

    @Test
    void laterDraftsOfAnAddSeeEarlierOnes() {
        var event =
                tell(
                        "User lives in Bergen",
                        "User loves climbing",
                        "User enjoys climbing",
                        "User moved to Graz",
                        KIWI,
                        KIWI_IN_FULL);

        var stored = engine.remembered(event);
        assertThat(stored)
                .extracting(Memory::text)
                .containsExactly(
                        "User lives in Bergen",
                        "User loves climbing",
                        "User moved to Graz",
                        KIWI_IN_FULL);
        assertThat(stored.getFirst().lineage().state()).isEqualTo(Lifecycle.SUPERSEDED);
        assertThat(stored.getFirst().lineage().replacedBy()).isEqualTo(stored.get(2).id());
        assertThat(event.metadata()).containsEntry("deduplicated", 2);
    }

    @Test
    void whatIsToldTwiceRestsOnBothMessages() {
        engine.extractor.answers(
                Candidate.of("User loves climbing", Attribution.USER, List.of(0)),
                Candidate.of("User enjoys climbing", Attribution.USER, List.of(1)));

        var event = engine.add(Add.inferred(U, Add.user("first"), Add.user("second")));

        var history = engine.reader.history(engine.caller, only(event).id());
        assertThat(history.getFirst().input())
                .extracting(Message::content)
                .containsExactly("first", "second");
    }

    @Test
    void theContradictedFactIsFoundAmongVeryMany() {
        var bergen = told(BERGEN);
        List<Memory> crowd = new ArrayList<>();
        for (var i = 0; i < 300; i++) {
            crowd.add(Engine.memory(U, "User went to Graz " + "on foot and ".repeat(i % 9) + i));
        }
        engine.put(crowd.toArray(Memory[]::new));

        tell(GRAZ);

        assertThat(state(bergen)).isEqualTo(Lifecycle.SUPERSEDED);
    }

    @Test
    void aLeaseThatIsUsedTwiceStoresAndMovesOnce() {
        var bergen = told(BERGEN);
        engine.worker.close();
        engine.extractor.answers(said(GRAZ));
        var event =
                Event.pending(EventId.random(), EventType.ADD, U, Map.of(), engine.clock.instant());
        var work = new WorkQueue.Work(event, Set.of("ana"), Add.inferred(U, "X").toJob());
        var lease =
                engine.storage
                        .work()
                        .acceptAndClaim(engine.project(), work, Duration.ofMinutes(1))
                        .orElseThrow();
        var addWork = addWork();

        addWork.run(lease);
        addWork.run(lease);

        assertThat(engine.texts()).containsExactly(BERGEN, GRAZ);
        assertThat(engine.reader.history(engine.caller, bergen.id())).hasSize(2);
    }

    private AddWork addWork() {
        return new AddWork(
                engine.memories,
                engine.storage.accounts(),
                Interpreters.of(engine.extractor),
                engine.encoder,
                new Neighbourhood(
                        engine.memories,
                        engine.storage.index(),
                        engine.indexer,
                        engine.embedder,
                        engine.encoder,
                        engine.profiles,
                        IngestSettings.STANDARD,
                        engine.clock),
                new Provenance(engine.embedder),
                engine.gate(),
                new FeedbackDigest(engine.memories, engine.storage.feedback()),
                engine.labelling,
                Tracer.NONE,
                IngestSettings.STANDARD,
                engine.clock);
    }

    // --- what a language model claims

    @Test
    void aClaimIsBelievedWhenBothAreNear() {
        var old = told("User keeps the spare key under the blue pot");
        engine.extractor.answers(
                claiming(
                        "User keeps the spare key with the neighbour now",
                        List.of(old.id()),
                        List.of()));

        var event = engine.add(Add.inferred(U, "X"));

        assertThat(state(old)).isEqualTo(Lifecycle.SUPERSEDED);
        assertThat(only(event).lineage().linked()).contains(old.id());
        var entry = engine.reader.history(engine.caller, old.id()).getLast();
        assertThat(entry.note().get("lifecycle"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("rule", "extractor");
    }

    @Test
    void whatAModelSaysIsAbsorbedIsMerged() {
        var old = told("User keeps a spare key");
        engine.extractor.answers(
                claiming(
                        "The spare key of User hangs in the shed by the door",
                        List.of(),
                        List.of(old.id())));

        var event = engine.add(Add.inferred(U, "X"));

        assertThat(state(old)).isEqualTo(Lifecycle.MERGED);
        assertThat(event.metadata()).containsKey("dream");
    }

    @Test
    void aClaimAboutSomethingElseOrSomebodyElsesIsALink() {
        var far = told("Parrots live long");
        var others = only(add(Add.inferred(Scope.ofUser("v"), BERGEN)));
        engine.extractor.answers(claiming(GRAZ, List.of(far.id(), others.id()), List.of(far.id())));

        var graz = only(engine.add(Add.inferred(U, "X")));

        assertThat(List.of(state(far), state(others))).containsOnly(Lifecycle.ACTIVE);
        assertThat(graz.lineage().linked()).containsExactlyInAnyOrder(far.id(), others.id());
    }

    @Test
    void aClaimThatATrialOutdatesAPreferenceIsALink() {
        var paper = told("User prefers paper notebooks");
        engine.extractor.answers(
                claiming("User is trying a tablet for a month", List.of(paper.id()), List.of()));

        var tablet = only(engine.add(Add.inferred(U, "X")));

        assertThat(state(paper)).isEqualTo(Lifecycle.ACTIVE);
        assertThat(tablet.lineage().linked()).contains(paper.id());
    }

    @Test
    void aClaimAboutWhatWasObservedLaterIsALink() {
        var graz = told("User lives in Graz in a flat");
        engine.extractor.answers(
                claiming("User lives in Graz in a tent", List.of(graz.id()), List.of()));

        var backdated = Add.backdated(Engine.NOW.minus(Duration.ofDays(9)));
        engine.add(Add.with(Add.inferred(U, "X"), backdated));

        assertThat(state(graz)).isEqualTo(Lifecycle.ACTIVE);
    }

    @Test
    void nobodyIsReplacedTwice() {
        var bergen = told(BERGEN);
        var graz = only(tell(GRAZ));
        engine.extractor.answers(
                claiming("User lives in Cork", List.of(bergen.id()), List.of(bergen.id())));

        engine.add(Add.inferred(U, "X"));

        assertThat(engine.find(bergen.id()).lineage().replacedBy()).isEqualTo(graz.id());
    }

    // --- shorthand

    private Event tell(String... texts) {
        var candidates = new Candidate[texts.length];
        for (var i = 0; i < texts.length; i++) {
            candidates[i] = said(texts[i]);
        }
        engine.extractor.answers(candidates);
        engine.clock.advance(Duration.ofMinutes(1));
        return engine.add(Add.inferred(U, "X"));
    }

    /// Every message is a fact.
    private Event add(AddCommand command) {
        engine.extractor.behaves(ScriptedExtractor::eachMessage);
        return engine.add(command);
    }

    private Memory told(String text) {
        return only(tell(text));
    }

    private Memory only(Event event) {
        var memories = engine.remembered(event);
        assertThat(memories).hasSize(1);
        return memories.getFirst();
    }

    private Lifecycle state(Memory memory) {
        return engine.find(memory.id()).lineage().state();
    }

    private List<String> shown(SearchAsk.Shown shown) {
        return engine.list(Filter.EVERYTHING, shown).items().stream().map(Memory::text).toList();
    }

    private static Candidate dated(String text, Temporal temporal) {
        return candidate(text, List.of(), List.of(), temporal);
    }

    private static Candidate claiming(
            String text, List<MemoryId> supersedes, List<MemoryId> absorbs) {
        return candidate(text, supersedes, absorbs, null);
    }

    private static Candidate candidate(
            String text,
            List<MemoryId> supersedes,
            List<MemoryId> absorbs,
            @Nullable Temporal temporal) {
        return new Candidate(
                text,
                Attribution.USER,
                null,
                List.of(),
                List.of(),
                supersedes,
                null,
                absorbs,
                temporal,
                null);
    }
}
