package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.feedback.Feedback;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Stored;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Feedback in a map beside the memories, which tell it what became of them.
final class InMemoryFeedbacks implements Feedbacks {

    private static final Comparator<Feedback> NEWEST_FIRST =
            Comparator.comparing(Feedback::at)
                    .thenComparing(feedback -> feedback.memory().toString())
                    .reversed();

    private final Gate gate;
    private final InMemoryMemories memories;
    private final Map<Key, Feedback> given = new LinkedHashMap<>();

    InMemoryFeedbacks(Gate gate, InMemoryMemories memories) {
        this.gate = gate;
        this.memories = memories;
        memories.onChange(this::follow);
    }

    /// A memory got another state, or with null none.
    private void follow(
            ProjectId project, MemoryId memory, @Nullable Stored before, @Nullable Stored after) {
        var sameText =
                before != null
                        && after != null
                        && before.memory().text().equals(after.memory().text());
        if (!sameText) {
            given.remove(new Key(project, memory));
        }
    }

    @Override
    public Feedback set(ProjectId project, Feedback feedback) {
        return gate.inside(() -> {
            if (memories.stored(project, feedback.memory()) == null) {
                throw new Failure.Missing("Memory not found!");
            }
            var key = new Key(project, feedback.memory());
            var before = given.get(key);
            var kept = before == null ? feedback : withId(feedback, before);
            given.put(key, kept);
            return kept;
        });
    }

    private static Feedback withId(Feedback feedback, Feedback before) {
        return new Feedback(
                before.id(),
                feedback.memory(),
                feedback.verdict(),
                feedback.reason(),
                feedback.account(),
                feedback.at());
    }

    @Override
    public Optional<Feedback> remove(ProjectId project, MemoryId memory) {
        return gate.inside(() -> Optional.ofNullable(given.remove(new Key(project, memory))));
    }

    @Override
    public Map<MemoryId, Feedback> findAll(ProjectId project, Collection<MemoryId> wanted) {
        return gate.inside(() -> {
            Map<MemoryId, Feedback> found = new LinkedHashMap<>();
            for (var id : wanted) {
                var feedback = given.get(new Key(project, id));
                if (feedback != null) {
                    found.put(id, feedback);
                }
            }
            return found;
        });
    }

    @Override
    public List<Feedback> reasons(ProjectId project, Filter filter, int limit) {
        return gate.inside(() ->
                given.entrySet().stream()
                        .filter(entry -> entry.getKey().project().equals(project))
                        .map(Map.Entry::getValue)
                        .filter(feedback -> feedback.reason() != null)
                        .filter(feedback ->
                                filter.matches(
                                        Objects.requireNonNull(
                                                memories.stored(project, feedback.memory()))))
                        .sorted(NEWEST_FIRST)
                        .limit(limit)
                        .toList());
    }

    int erase(ProjectId project) {
        return gate.inside(() -> {
            var before = given.size();
            given.keySet().removeIf(key -> key.project().equals(project));
            return before - given.size();
        });
    }

    private record Key(ProjectId project, MemoryId memory) {}
}
