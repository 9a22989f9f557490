package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What the parts of one [CheckedStorage] know together: whether it is closed, and which project
/// each memory was given to.
final class Checks {

    private final Map<MemoryId, Set<ProjectId>> owners = new ConcurrentHashMap<>();
    private volatile boolean closed;

    void close() {
        closed = true;
    }

    /// Passes an answer on, unless it is null or comes from a closed storage.
    <T> T answer(Supplier<T> question) {
        var wasClosed = closed;
        var answer = question.get();
        assertThat(wasClosed).as("answered after close: %s", answer).isFalse();
        assertThat(answer).as("answer").isNotNull();
        if (answer instanceof Collection<?> many) {
            assertThat(many.stream().noneMatch(each -> each == null)).as("no nulls").isTrue();
        }
        return answer;
    }

    void run(Runnable command) {
        answer(() -> {
            command.run();
            return true;
        });
    }

    /// Notes that a project is given a memory.
    void given(ProjectId project, MemoryId id) {
        owners.computeIfAbsent(id, _ -> ConcurrentHashMap.newKeySet()).add(project);
    }

    /// Fails when a project shows a memory that only others were given.
    void belongs(ProjectId project, MemoryId id) {
        var known = owners.getOrDefault(id, Set.of(project));
        assertThat(known).as("projects that were given %s", id).contains(project);
    }

    static <T> void ordered(List<T> items, Comparator<? super T> order) {
        assertThat(items).isSortedAccordingTo(order);
    }

    static void isPageOf(Page.Ask ask, Page<?> page) {
        assertThat(page.number()).as("page number").isEqualTo(ask.number());
        assertThat(page.size()).as("page size").isEqualTo(ask.size());
        var before = Math.min(page.total(), ask.offset());
        assertThat((long) page.items().size())
                .as("items of %s of %s", ask, page.total())
                .isEqualTo(Math.min(page.total() - before, ask.size()));
    }
}
