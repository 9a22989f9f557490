package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.export.Export;
import dev.keepsake.export.Export.State;
import dev.keepsake.export.ExportId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.FilterKey;
import dev.keepsake.memory.MemoryId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Exports in the order in which they were accepted.
final class InMemoryExports implements Exports {

    private final Gate gate;
    private final InMemoryMemories memories;
    private final InstantSource clock;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    InMemoryExports(Gate gate, InMemoryMemories memories, InstantSource clock) {
        this.gate = gate;
        this.memories = memories;
        this.clock = clock;
    }

    @Override
    public void create(ProjectId project, Export export) {
        gate.run(() -> {
            var key = new Key(project, export.id());
            if (entries.containsKey(key)) {
                throw new Failure.Conflict("export " + export.id() + " exists");
            }
            entries.put(key, new Entry(export, null, Instant.MIN, 0, Set.of()));
        });
    }

    @Override
    public Optional<Export> find(ProjectId project, ExportId id) {
        return gate.inside(
                () -> Optional.ofNullable(entries.get(new Key(project, id))).map(Entry::export));
    }

    @Override
    public List<Done> done(ProjectId project, String filterKey) {
        return gate.inside(() -> {
            List<Done> done = new ArrayList<>();
            entries.forEach((key, entry) -> {
                var export = entry.export();
                if (key.project().equals(project)
                        && export.state() == State.DONE
                        && export.order().filterKey().equals(filterKey)) {
                    done.add(
                            new Done(
                                    export.id(),
                                    export.created(),
                                    Objects.requireNonNull(export.finished())));
                }
            });
            // the later accepted first, also among those of one instant
            Collections.reverse(done);
            done.sort(Comparator.comparing(Done::created).reversed());
            return done;
        });
    }

    @Override
    public Optional<Claim> claim(Duration hold) {
        return gate.inside(() -> {
            var now = clock.instant();
            return entries.entrySet().stream()
                    .filter(each -> each.getValue().isFree(now))
                    .findFirst()
                    .map(each -> handOut(each.getKey(), each.getValue(), now.plus(hold)));
        });
    }

    private Claim handOut(Key key, Entry entry, Instant until) {
        var claimed =
                new Entry(
                        moved(entry.export(), State.RUNNING),
                        UUID.randomUUID().toString(),
                        until,
                        entry.attempt() + 1,
                        Set.of());
        entries.put(key, claimed);
        return new Claim(
                key.project(),
                claimed.export(),
                Objects.requireNonNull(claimed.token()),
                claimed.attempt());
    }

    @Override
    public boolean finish(Claim claim, Outcome outcome) {
        return gate.inside(() -> {
            var key = new Key(claim.project(), claim.export().id());
            var entry = entries.get(key);
            if (entry == null || !claim.token().equals(entry.token())) {
                return false;
            }
            var ended = ended(key.project(), entry, outcome);
            entries.put(key, ended);
            return ended.export().state() != State.PENDING || outcome instanceof Outcome.Retry;
        });
    }

    private Entry ended(ProjectId project, Entry entry, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Made(var result, var madeFrom) ->
                    madeFrom.stream().anyMatch(id -> memories.stored(project, id) == null)
                            ? waiting(entry)
                            : over(entry, State.DONE, result, null, Set.copyOf(madeFrom));
            case Outcome.Failed(var error) -> over(entry, State.FAILED, null, error, Set.of());
            case Outcome.Retry _ -> waiting(entry);
        };
    }

    private static Entry waiting(Entry entry) {
        return new Entry(
                moved(entry.export(), State.PENDING), null, Instant.MIN, entry.attempt(), Set.of());
    }

    private Entry over(
            Entry entry,
            State state,
            @Nullable Map<String, @Nullable Object> result,
            @Nullable String error,
            Set<MemoryId> madeFrom) {
        var export = entry.export();
        return new Entry(
                new Export(
                        export.id(),
                        export.order(),
                        state,
                        result,
                        error,
                        export.created(),
                        clock.instant()),
                null,
                Instant.MIN,
                entry.attempt(),
                madeFrom);
    }

    private static Export moved(Export export, State state) {
        return new Export(export.id(), export.order(), state, null, null, export.created(), null);
    }

    @Override
    public int expire(Instant before) {
        return removed((_, entry) -> entry.export().created().isBefore(before));
    }

    @Override
    public int erase(
            ProjectId project, EntityKind kind, String entity, Collection<MemoryId> madeFrom) {
        return removed((key, entry) ->
                key.project().equals(project)
                        && (!Collections.disjoint(entry.madeFrom(), madeFrom)
                                || FilterKey.names(entry.export().order().filter(), kind, entity)));
    }

    /// Forgets everything of a project.
    ///
    /// @return how many exports
    long erase(ProjectId project) {
        return removed((key, _) -> key.project().equals(project));
    }

    private int removed(java.util.function.BiPredicate<Key, Entry> doomed) {
        return gate.inside(() -> {
            var before = entries.size();
            entries.entrySet().removeIf(each -> doomed.test(each.getKey(), each.getValue()));
            return before - entries.size();
        });
    }

    private record Key(ProjectId project, ExportId id) {}

    /// @param token of the claim; null when nobody holds it
    private record Entry(
            Export export,
            @Nullable String token,
            Instant until,
            int attempt,
            Set<MemoryId> madeFrom) {

        boolean isFree(Instant now) {
            return switch (export.state()) {
                case PENDING -> true;
                case RUNNING -> !until.isAfter(now);
                case DONE, FAILED -> false;
            };
        }
    }
}
