package dev.keepsake.entity;

import dev.keepsake.event.Event;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Recognizes events that speak of a deleted entity, so that every storage erases the same ones.
/// Immutable.
///
/// A name alone proves nothing: a user may be called "user", or have the same name as the agent of
/// somebody else. So a name counts where an id of its kind stands, and only in events of before the
/// deletion; an id of a memory counts everywhere; and a text counts in events that carry no entity
/// id at all, because elsewhere it is somebody's own.
///
/// The events of deletions of entities are never meant: they hold ids only.
public final class Mentions {

    /// Shorter texts are too common to tell whose they are.
    private static final int TELLING = 12;

    private final Doomed entity;
    private final Set<String> memories;
    private final Set<String> texts;

    /// @param memories every memory that ever carried the entity's id
    /// @param texts of these memories and of the messages behind them
    public Mentions(Doomed entity, Collection<MemoryId> memories, Collection<String> texts) {
        this.entity = entity;
        this.memories =
                memories.stream().map(MemoryId::toString).collect(Collectors.toUnmodifiableSet());
        this.texts =
                texts.stream()
                        .filter(text -> text.length() >= TELLING)
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// How many texts are looked for.
    public int texts() {
        return texts.size();
    }

    /// Whether a finished event speaks of the entity.
    public boolean in(Event event) {
        if (event.type() == EventType.DELETE_USER || !event.status().isFinal()) {
            return false;
        }
        var isOfBefore = !event.created().isAfter(entity.at());
        if (isOfBefore && entity.key().isIn(event.scope())) {
            return true;
        }
        var reading = new Reading(isOfBefore, event.scope().isEmpty());
        return event.results().stream()
                        .anyMatch(result ->
                                memories.contains(result.id().toString())
                                        || (isOfBefore && entity.key().isIn(result.scope()))
                                        || reading.isTelling(result.text()))
                || reading.finds(event.payload(), false)
                || reading.finds(event.metadata(), false);
    }

    /// What counts in one event.
    private final class Reading {
        private final boolean names;
        private final boolean ofNobody;

        Reading(boolean names, boolean ofNobody) {
            this.names = names;
            this.ofNobody = ofNobody;
        }

        /// @param isId whether the value stands where an id of the entity's kind does
        boolean finds(@Nullable Object value, boolean isId) {
            return switch (value) {
                case Map<?, ?> members ->
                        members.entrySet().stream()
                                .anyMatch(member ->
                                        finds(
                                                member.getValue(),
                                                isId
                                                        || isIdField(
                                                                String.valueOf(member.getKey()))));
                case Iterable<?> elements -> {
                    for (var element : elements) {
                        if (finds(element, isId)) {
                            yield true;
                        }
                    }
                    yield false;
                }
                case String text ->
                        (isId && isName(text)) || memories.contains(text) || isTelling(text);
                case Number number -> isId && isName(String.valueOf(Filter.canonical(number)));
                case null, default -> false;
            };
        }

        boolean isTelling(@Nullable String text) {
            return ofNobody && text != null && texts.contains(text);
        }

        private boolean isName(String text) {
            return names && entity.key().name().equals(text.strip());
        }
    }

    private boolean isIdField(String name) {
        var kind = entity.key().kind();
        return name.equals(kind.field()) || (kind == EntityKind.RUN && name.equals("session_id"));
    }
}
