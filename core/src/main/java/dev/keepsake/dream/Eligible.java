package dev.keepsake.dream;

import dev.keepsake.account.ProjectId;
import dev.keepsake.account.ProjectSettings.Synthesis;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.storage.MemoryStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The memories of a user that synthesis looks at (engine contract 7.5): of the user alone, active,
/// not expired, no patterns, and stored since synthesis was switched on, whatever date they bear.
final class Eligible {

    private static final int MOST = 2000;
    private static final int PAGE = 500;

    /// Beyond so many memories nobody looks for further ones that are new enough.
    private static final int MOST_SEEN = 10_000;

    private final MemoryStore memories;
    private final InstantSource clock;

    Eligible(MemoryStore memories, InstantSource clock) {
        this.memories = memories;
        this.clock = clock;
    }

    /// The newest, at most 2000, oldest first.
    List<Memory> of(ProjectId project, String user, Synthesis settings) {
        List<Memory> eligible = new ArrayList<>();
        var today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        for (var number = 1; number <= MOST_SEEN / PAGE; number++) {
            var page = memories.list(project, candidates(user), new Page.Ask(number, PAGE));
            eligible.addAll(ofPage(project, page.items(), today, settings.boundary()));
            if (!page.hasNext() || eligible.size() >= MOST) {
                break;
            }
        }
        return eligible.subList(0, Math.min(MOST, eligible.size())).reversed();
    }

    /// How many there are at most; cheap.
    long atMost(ProjectId project, String user) {
        return memories.list(project, candidates(user), new Page.Ask(1, 1)).total();
    }

    private static Filter candidates(String user) {
        return new Filter.All(
                List.of(
                        new Filter.EntityIn(EntityKind.USER, Set.of(user)),
                        new Filter.Not(new Filter.EntityPresent(EntityKind.AGENT)),
                        new Filter.Not(new Filter.EntityPresent(EntityKind.APP)),
                        new Filter.Not(new Filter.EntityPresent(EntityKind.RUN)),
                        new Filter.StateIn(EnumSet.of(Lifecycle.ACTIVE))));
    }

    private List<Memory> ofPage(
            ProjectId project, List<Memory> page, LocalDate today, @Nullable Instant boundary) {
        var open =
                page.stream()
                        .filter(memory -> !memory.lineage().synthesized())
                        .filter(memory -> !memory.isExpired(today))
                        .toList();
        if (boundary == null || open.isEmpty()) {
            return open;
        }
        var histories = memories.histories(project, open.stream().map(Memory::id).toList());
        return open.stream()
                .filter(memory -> isStoredSince(memory.id(), histories, boundary))
                .toList();
    }

    private static boolean isStoredSince(
            MemoryId id, Map<MemoryId, List<Revision>> histories, Instant boundary) {
        var history = histories.getOrDefault(id, List.of());
        return !history.isEmpty() && !history.getFirst().at().isBefore(boundary);
    }
}
