package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.Erased;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The steps of a random walk that end entities and erase what is kept of them.
final class ErasureSteps {

    private static final List<EntityKind> KINDS = List.of(EntityKind.values());

    private final Pair pair;
    private final Vocabulary words;
    private final MemorySteps memories;
    private final FixedClock clock;

    ErasureSteps(Pair pair, Vocabulary words, MemorySteps memories, FixedClock clock) {
        this.pair = pair;
        this.words = words;
        this.memories = memories;
        this.clock = clock;
    }

    List<Step> steps() {
        return List.of(
                new Step(2, "end an entity", this::end),
                new Step(2, "erase what ended", this::erase),
                new Step(1, "settle an erasure", this::settle));
    }

    /// Mostly after its memories, sometimes too early.
    private void end() {
        var project = words.project();
        var key = new EntityKey(words.oneOf(KINDS), words.oneOf(Vocabulary.IDS));
        if (words.chance(0.8)) {
            deleteMemories(project, key);
        }
        var pending = event();
        pair.same(storage -> storage.erasure().doom(project, key, pending, "ended", 1, List.of()));
        pair.same(storage -> storage.erasure().doomedEntities());
        pair.same(storage -> storage.work().backlog());
        pair.same(storage -> storage.events().find(project, pending.id()));
    }

    private void deleteMemories(ProjectId project, EntityKey key) {
        var doomed =
                pair.yardstick()
                        .memories()
                        .list(
                                project,
                                new Filter.EntityIn(key.kind(), Set.of(key.name())),
                                Page.Ask.first(Page.Ask.MAX_SIZE))
                        .items();
        var changes = doomed.stream().<Change>map(Change.Deleted::new).toList();
        var finished = event().succeeded(List.of(), Map.of(), clock.instant());
        memories.apply(project, _ -> ChangeSet.of(changes, finished));
    }

    private Event event() {
        return Event.pending(
                new EventId(words.uuid()),
                EventType.DELETE_USER,
                Scope.NONE,
                Map.of(),
                clock.instant());
    }

    private void erase() {
        var project = words.project();
        pair.same(storage ->
                storage.erasure().erase(project, storage.erasure().doomedEntities()).stream()
                        .map(ErasureSteps::told)
                        .toList());
    }

    /// What two storages must agree on; each has its own kinds of things.
    private record Told(Set<MemoryId> memories, Map<String, Long> erased, long texts) {}

    private static Told told(Erased erased) {
        assertThat(erased.left().values()).containsOnly(0L);
        var counted =
                erased.erased().entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .filter(entry -> !entry.getKey().equals("encodings"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Told(erased.memories(), counted, erased.texts());
    }

    private void settle() {
        var doomed = pair.yardstick().erasure().doomedEntities();
        if (!doomed.isEmpty()) {
            var entity = words.oneOf(doomed);
            var event =
                    pair.yardstick().events().find(entity.project(), entity.event()).orElseThrow();
            var settled =
                    words.chance(0.5)
                            ? event.running(clock.instant())
                            : event.succeeded(List.of(), Map.of("n", 1), clock.instant());
            pair.same((Storage storage) -> {
                storage.erasure().settle(entity, settled);
                return storage.erasure().doomedEntities();
            });
        }
    }
}
