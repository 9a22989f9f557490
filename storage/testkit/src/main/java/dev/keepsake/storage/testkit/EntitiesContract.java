package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Entity;
import dev.keepsake.entity.EntityDraft;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.EntityQuery;
import dev.keepsake.event.Actor;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Entities;
import dev.keepsake.storage.Mark;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [Entities] promises.
public interface EntitiesContract extends TestedStorage {

    EntityKey USER_ANA = new EntityKey(EntityKind.USER, "ana");
    Page.Ask ALL_ENTITIES = Page.Ask.first(Page.Ask.MAX_SIZE);

    private Entities entities() {
        return storage().entities();
    }

    private Entity entity(EntityKind kind, String name) {
        return entities().find(PROJECT, new EntityKey(kind, name)).orElseThrow();
    }

    private Entity ana() {
        return entity(EntityKind.USER, "ana");
    }

    private List<String> names(EntityQuery query) {
        return entities().list(PROJECT, query, ALL_ENTITIES).items().stream()
                .map(entity -> entity.key().name())
                .toList();
    }

    private Entities.Written put(EntityKind kind, String name) {
        return entities()
                .put(PROJECT, new EntityDraft(new EntityKey(kind, name), null, null, null, now()));
    }

    // --- memories make entities

    @Test
    default void aNewMemoryMakesAnEntityOfEachOfItsIds() {
        var sample =
                Samples.memory("likes tea")
                        .forUser("ana")
                        .forAgent("planner")
                        .inApp("travel")
                        .inRun("r1");

        apply(PROJECT, sample.added());

        assertThat(entities().list(PROJECT, EntityQuery.ALL, ALL_ENTITIES).items())
                .extracting(Entity::key)
                .containsExactly(
                        USER_ANA,
                        new EntityKey(EntityKind.AGENT, "planner"),
                        new EntityKey(EntityKind.APP, "travel"),
                        new EntityKey(EntityKind.RUN, "r1"));
        assertThat(ana().memories()).isEqualTo(1);
        assertThat(ana().created()).isEqualTo(now());
        assertThat(ana().updated()).isEqualTo(now());
        assertThat(ana().title()).isNull();
        assertThat(ana().metadata()).isEmpty();
    }

    @Test
    default void aMemoryWithoutIdsMakesNone() {
        apply(PROJECT, Samples.memory("likes tea").added());

        assertThat(names(EntityQuery.ALL)).isEmpty();
    }

    @Test
    default void theFirstMemorySaysWhoseAnEntityIs() {
        var first = new Actor(AccountId.random(), KeyId.random());
        var later = new Actor(AccountId.random(), KeyId.random());

        applyAs(first, Samples.memory("likes tea").forUser("ana"));
        applyAs(later, Samples.memory("likes milk").forUser("ana"));

        assertThat(ana().owner()).isEqualTo(first.account());
        assertThat(ana().memories()).isEqualTo(2);
    }

    private void applyAs(Actor actor, Sample sample) {
        var event = Samples.finished(EventType.ADD, Scope.ofUser("ana"), now()).by(actor);
        apply(PROJECT, ChangeSet.of(List.of(sample.added()), event));
    }

    @Test
    default void everyChangeOfAMemoryCountsAsAnUpdate() {
        var sample = Samples.memory("likes tea").forUser("ana");
        apply(PROJECT, sample.added());
        var changed = sample.saying("likes milk");
        var labelled = changed.labelled("food");

        clock().advance(MINUTE);
        apply(PROJECT, sample.updatedTo(changed));
        assertThat(ana().updated()).isEqualTo(now());
        clock().advance(MINUTE);
        apply(PROJECT, changed.annotatedTo(labelled));
        assertThat(ana().updated()).isEqualTo(now());
        clock().advance(MINUTE);
        apply(PROJECT, labelled.deleted());

        assertThat(ana().updated()).isEqualTo(now());
        assertThat(ana().created()).isEqualTo(now().minus(MINUTE.multipliedBy(3)));
    }

    @Test
    default void aBackdatedChangeDoesNotMakeAnEntityOlder() {
        apply(PROJECT, Samples.memory("likes tea").forUser("ana").added());
        var before = ana().updated();

        apply(
                PROJECT,
                Samples.changes(
                        now().minus(Duration.ofDays(3)),
                        Samples.memory("likes milk").forUser("ana").added()));

        assertThat(ana().updated()).isEqualTo(before);
    }

    @Test
    default void anEntityWithoutMemoriesStays() {
        var sample = Samples.memory("likes tea").forUser("ana");
        apply(PROJECT, sample.added());
        apply(PROJECT, sample.deleted());

        assertThat(ana().memories()).isZero();
    }

    @Test
    default void memoriesCountInEveryState() {
        var tea = Samples.memory("likes tea").forUser("ana");
        apply(
                PROJECT,
                tea.added(),
                Samples.memory("liked milk")
                        .forUser("ana")
                        .replaced(Lifecycle.SUPERSEDED, tea.id())
                        .added(),
                Samples.memory("of ben").forUser("ben").added());

        assertThat(ana().memories()).isEqualTo(2);
    }

    @Test
    default void anIdOfOneKindSaysNothingAboutAnother() {
        apply(
                PROJECT,
                Samples.memory("of a user").forUser("ana").added(),
                Samples.memory("of an agent").forAgent("ana").added());

        assertThat(ana().memories()).isEqualTo(1);
        assertThat(entity(EntityKind.AGENT, "ana").memories()).isEqualTo(1);
        assertThat(entity(EntityKind.AGENT, "ana").number()).isNotEqualTo(ana().number());
    }

    @Test
    default void aRefusedChangeSetLeavesNoEntity() {
        var sample = Samples.memory("likes tea").forUser("ana");
        try {
            apply(PROJECT, sample.added(), sample.added());
        } catch (RuntimeException refused) {
            // as it should
        }

        assertThat(names(EntityQuery.ALL)).isEmpty();
    }

    @Test
    default void aRestoredLogMakesItsEntities() {
        var sample = Samples.memory("likes tea").forUser("ana");
        apply(PROJECT, sample.added(), Samples.memory("of a run").inRun("r").added());
        clock().advance(MINUTE);
        apply(PROJECT, sample.deleted());
        var other = ProjectId.random();
        var log = storage().memories().log(PROJECT, Mark.START, 100);

        storage().memories().restore(other, log);

        var restored = entities().find(other, USER_ANA).orElseThrow();
        assertThat(restored.created()).isEqualTo(ana().created());
        assertThat(restored.updated()).isEqualTo(ana().updated());
        assertThat(restored.memories()).isZero();
        assertThat(entities().totals(other)).isEqualTo(entities().totals(PROJECT));
    }

    // --- making them

    @Test
    default void anEntityCanBeMadeWithoutMemories() {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("team", "ops");
        metadata.put("none", null);
        var owner = AccountId.random();
        var draft =
                new EntityDraft(
                        new EntityKey(EntityKind.AGENT, "planner/v2"),
                        "Trip planner",
                        metadata,
                        owner,
                        now());

        var written = entities().put(PROJECT, draft);

        assertThat(written.created()).isTrue();
        assertThat(written.entity()).isEqualTo(entity(EntityKind.AGENT, "planner/v2"));
        assertThat(written.entity().title()).isEqualTo("Trip planner");
        assertThat(written.entity().metadata()).isEqualTo(metadata);
        assertThat(written.entity().owner()).isEqualTo(owner);
        assertThat(written.entity().memories()).isZero();
    }

    @Test
    default void makingItAgainChangesWhatIsGiven() {
        var key = new EntityKey(EntityKind.AGENT, "planner");
        var owner = AccountId.random();
        var first =
                entities().put(PROJECT, new EntityDraft(key, "One", Map.of("a", 1), owner, now()));
        clock().advance(MINUTE);

        var second =
                entities()
                        .put(PROJECT, new EntityDraft(key, "Two", null, AccountId.random(), now()));
        var third = entities().put(PROJECT, new EntityDraft(key, null, Map.of(), null, now()));

        assertThat(second.created()).isFalse();
        assertThat(second.entity().title()).isEqualTo("Two");
        assertThat(second.entity().metadata()).isEqualTo(Map.of("a", 1));
        assertThat(second.entity().owner()).isEqualTo(owner);
        assertThat(second.entity().number()).isEqualTo(first.entity().number());
        assertThat(second.entity().created()).isEqualTo(first.entity().created());
        assertThat(second.entity().updated()).isEqualTo(now());
        assertThat(third.entity().title()).isEqualTo("Two");
        assertThat(third.entity().metadata()).isEmpty();
    }

    @Test
    default void numbersStartAtOneAndGrow() {
        var numbers =
                IntStream.range(0, 4)
                        .mapToObj(n -> put(EntityKind.USER, "user " + n).entity().number())
                        .toList();
        put(EntityKind.USER, "user 0");
        apply(PROJECT, Samples.memory("likes tea").forUser("user 1").added());

        assertThat(numbers).containsExactly(1L, 2L, 3L, 4L);
        assertThat(put(EntityKind.USER, "next").entity().number()).isEqualTo(5);
    }

    @Test
    default void anEntityIsFoundByItsNumber() {
        var written = put(EntityKind.USER, "ana").entity();

        assertThat(entities().find(PROJECT, written.number())).contains(written);
        assertThat(entities().find(PROJECT, written.number() + 1)).isEmpty();
        assertThat(entities().find(ProjectId.random(), written.number())).isEmpty();
    }

    // --- lists

    @Test
    default void theLastUpdatedComeFirst() {
        put(EntityKind.USER, "first");
        put(EntityKind.USER, "second");
        clock().advance(MINUTE);
        put(EntityKind.USER, "later");
        clock().advance(MINUTE);
        put(EntityKind.USER, "second");

        assertThat(names(EntityQuery.ALL)).containsExactly("second", "later", "first");
    }

    @Test
    default void ofEquallyOldOnesTheSmallerNumberComesFirst() {
        IntStream.range(0, 5).forEach(n -> put(EntityKind.USER, "user " + n));

        assertThat(names(EntityQuery.ALL))
                .containsExactly("user 0", "user 1", "user 2", "user 3", "user 4");
    }

    @Test
    default void listsComeInPages() {
        IntStream.range(0, 7).forEach(n -> put(EntityKind.USER, "user " + n));

        var page = entities().list(PROJECT, EntityQuery.ALL, new Page.Ask(2, 3));

        assertThat(page.total()).isEqualTo(7);
        assertThat(page.items())
                .extracting(entity -> entity.key().name())
                .containsExactly("user 3", "user 4", "user 5");
    }

    @Test
    default void listsCanBeNarrowedByKindAndPartOfTheName() {
        put(EntityKind.USER, "Ärger/Ana");
        put(EntityKind.USER, "ben");
        put(EntityKind.AGENT, "banana");

        assertThat(names(new EntityQuery(EntityKind.USER, null)))
                .containsExactlyInAnyOrder("Ärger/Ana", "ben");
        assertThat(names(new EntityQuery(null, "ANA")))
                .containsExactlyInAnyOrder("Ärger/Ana", "banana");
        assertThat(names(new EntityQuery(null, "äRGER"))).containsExactly("Ärger/Ana");
        assertThat(names(new EntityQuery(EntityKind.AGENT, "ana"))).containsExactly("banana");
        assertThat(names(new EntityQuery(null, "%"))).isEmpty();
        assertThat(names(new EntityQuery(null, ""))).hasSize(3);
    }

    @Test
    default void totalsCountEveryKind() {
        put(EntityKind.USER, "ana");
        put(EntityKind.USER, "ben");
        put(EntityKind.RUN, "r");

        assertThat(entities().totals(PROJECT))
                .isEqualTo(
                        Map.of(
                                EntityKind.USER,
                                2L,
                                EntityKind.AGENT,
                                0L,
                                EntityKind.APP,
                                0L,
                                EntityKind.RUN,
                                1L));
    }

    // --- isolation

    @Test
    default void entitiesOfTheSameNameInTwoProjectsAreTwo() {
        var other = ProjectId.random();
        apply(PROJECT, Samples.memory("likes tea").forUser("ana").added());
        apply(
                other,
                Samples.memory("likes tea").forUser("ana").added(),
                Samples.memory("likes milk").forUser("ana").added());
        var before = ana();
        clock().advance(MINUTE);

        entities().put(other, new EntityDraft(USER_ANA, "Ana", Map.of("x", 1), null, now()));

        assertThat(ana()).isEqualTo(before);
        assertThat(ana().memories()).isEqualTo(1);
        var theirs = entities().find(other, USER_ANA).orElseThrow();
        assertThat(theirs.memories()).isEqualTo(2);
        assertThat(theirs.number()).isNotEqualTo(before.number());
        assertThat(entities().list(other, EntityQuery.ALL, ALL_ENTITIES).total()).isEqualTo(1);
        assertThat(entities().totals(ProjectId.random()).values()).containsOnly(0L);
    }

    @Test
    default void projectsHaveNumbers() {
        var founding = Samples.founding("dana", now());
        storage().accounts().found(founding);
        var second = Samples.project(founding.organization().id(), "second", false, now());
        storage().accounts().create(second);

        var number = entities().number(founding.project().id());

        assertThat(number).isPositive().isEqualTo(entities().number(founding.project().id()));
        assertThat(entities().number(second.id())).isPositive().isNotEqualTo(number);
    }

    // --- labels

    @Test
    default void theLabelsInUseAreToldOnce() {
        var food = Samples.memory("likes tea").labelled("food", "Ärger");
        apply(
                PROJECT,
                food.added(),
                Samples.memory("likes milk").labelled("food", "drinks").added(),
                Samples.memory("nothing").labelled().added(),
                Samples.memory("unclassified").added());
        apply(ProjectId.random(), Samples.memory("elsewhere").labelled("secret").added());

        assertThat(storage().memories().categories(PROJECT))
                .containsExactly("drinks", "food", "Ärger");

        apply(PROJECT, food.deleted());
        assertThat(storage().memories().categories(PROJECT)).containsExactly("drinks", "food");
    }
}
