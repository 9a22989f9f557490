package dev.keepsake.entity;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.edit.Removal;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.search.Indexer;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Storage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Deletes users, agents, apps and runs with everything that is kept of them (management contract
/// 10.4). When it returns, the entity and its memories show in no list, read or search, and work
/// that was to add to it has ended; [Eraser] does the rest behind it. Safe for many threads.
public final class EntityDeletion {

    private static final int SHOWN = 1000;
    private static final int TRIES = 50;

    private final Storage storage;
    private final Removal removal;
    private final Indexer indexer;
    private final Eraser eraser;
    private final InstantSource clock;

    public EntityDeletion(Storage storage, Indexer indexer, Eraser eraser, InstantSource clock) {
        this.storage = storage;
        this.removal = new Removal(storage.memories(), clock);
        this.indexer = indexer;
        this.eraser = eraser;
        this.clock = clock;
    }

    /// Deletes the entity of a number, as the other method does.
    ///
    /// @throws Failure.Missing when the project has none of that kind and number
    public EventId delete(Caller caller, EntityKind kind, long number) {
        caller.require(Permission.WRITE_DATA);
        var found =
                storage.entities()
                        .find(caller.project(), number)
                        .filter(each -> each.key().kind() == kind)
                        .orElseThrow(EntityDeletion::unknown);
        return delete(caller, found.key());
    }

    /// @return the event, which has succeeded once nothing is left; it never names the entity
    /// @throws Failure.Missing when the project has no such entity
    public EventId delete(Caller caller, EntityKey key) {
        caller.require(Permission.WRITE_DATA);
        if (storage.entities().find(caller.project(), key).isEmpty()) {
            throw unknown();
        }
        var id = EventId.random();
        try {
            deleteAll(caller, key, id);
        } catch (Failure.StorageFailed failed) {
            recordFailure(caller, pending(caller, key, id), failed);
            throw failed;
        }
        indexer.wake();
        eraser.wake();
        return id;
    }

    /// The instant of the deletion parts what is erased from what a later entity of the same name
    /// does, so it is taken last.
    private Event pending(Caller caller, EntityKey key, EventId id) {
        return Event.pending(
                        id, EventType.DELETE_USER, Scope.NONE, Receipt.asked(key), clock.instant())
                .by(caller.actor());
    }

    /// Work that is running may add memories until the entity is gone, so this looks again.
    private void deleteAll(Caller caller, EntityKey key, EventId id) {
        var count = new AtomicLong();
        List<MemoryId> shown = new ArrayList<>();
        for (var tried = 0; tried < TRIES; tried++) {
            removal.ofMatching(
                    caller.project(),
                    new Filter.EntityIn(key.kind(), Set.of(key.name())),
                    memory -> {
                        if (count.getAndIncrement() < SHOWN) {
                            shown.add(memory.id());
                        }
                    });
            var outcome =
                    storage.erasure()
                            .doom(
                                    caller.project(),
                                    key,
                                    pending(caller, key, id),
                                    "The entity was deleted.",
                                    count.get(),
                                    shown);
            switch (outcome) {
                case DONE -> {
                    return;
                }
                case UNKNOWN -> throw unknown();
                case HAS_MEMORIES -> {}
            }
        }
        throw new Failure.Busy("memories of the entity keep coming", Duration.ofSeconds(1));
    }

    private void recordFailure(Caller caller, Event pending, Failure failed) {
        try {
            var event = pending.failed(failed.reason(), clock.instant());
            storage.memories().apply(caller.project(), ChangeSet.of(List.of(), event));
        } catch (RuntimeException also) {
            failed.addSuppressed(also);
        }
    }

    private static Failure.Missing unknown() {
        return new Failure.Missing("Entity not found.");
    }
}
