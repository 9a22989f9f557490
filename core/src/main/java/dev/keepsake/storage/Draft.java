package dev.keepsake.storage;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a change set would make of a project: worked out first, so that a conflict leaves nothing
/// behind. Each change sees what the ones before it did.
final class Draft {

    private final ChangeSet set;
    private final Function<MemoryId, @Nullable Stored> present;
    private final Map<MemoryId, @Nullable Stored> states = new LinkedHashMap<>();
    private final List<Revision> revisions = new ArrayList<>();

    /// @throws Failure.Conflict when a change expects another state
    Draft(ChangeSet set, Function<MemoryId, @Nullable Stored> present) {
        this.set = set;
        this.present = present;
        set.changes().forEach(this::make);
    }

    /// The new states of the changed memories; null for one that is gone.
    Map<MemoryId, @Nullable Stored> states() {
        return states;
    }

    /// One for each change, in their order.
    List<Revision> revisions() {
        return revisions;
    }

    private void make(Change change) {
        switch (change) {
            case Change.Added(var after, var input, var note) -> {
                requireAbsent(after.memory().id());
                log(change, Revision.Kind.ADD, null, after.memory(), input, note);
                states.put(change.memoryId(), after);
            }
            case Change.Updated(var before, var after, var input, var note) -> {
                require(before);
                log(change, Revision.Kind.UPDATE, before, after.memory(), input, note);
                states.put(change.memoryId(), after);
            }
            case Change.Deleted(var before) -> {
                require(before);
                log(change, Revision.Kind.DELETE, before, null, List.of(), Map.of());
                states.put(change.memoryId(), null);
            }
            case Change.Annotated(var before, var after) -> {
                var encoding = require(before).encoding();
                log(change, Revision.Kind.ANNOTATE, before, after, List.of(), Map.of());
                states.put(change.memoryId(), new Stored(after, encoding));
            }
        }
    }

    private void requireAbsent(MemoryId id) {
        if (state(id) != null) {
            throw new Failure.Conflict("memory " + id + " exists");
        }
    }

    private Stored require(Memory expected) {
        var found = state(expected.id());
        if (found == null || !found.memory().equals(expected)) {
            throw new Failure.Conflict("memory " + expected.id() + " was changed meanwhile");
        }
        return found;
    }

    private @Nullable Stored state(MemoryId id) {
        return states.containsKey(id) ? states.get(id) : present.apply(id);
    }

    private void log(
            Change change,
            Revision.Kind kind,
            @Nullable Memory before,
            @Nullable Memory after,
            List<Message> input,
            Map<String, @Nullable Object> note) {
        revisions.add(
                new Revision(
                        UUID.randomUUID(),
                        change.memoryId(),
                        kind,
                        set.at(),
                        before,
                        after,
                        input,
                        note,
                        set.cause()));
    }
}
