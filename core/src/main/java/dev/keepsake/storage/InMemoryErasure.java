package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Doomed;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.Erased;
import dev.keepsake.entity.Mentions;
import dev.keepsake.event.Event;
import dev.keepsake.memory.MemoryId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Erases in the collections of the other parts. Nothing of this is ever in a file.
final class InMemoryErasure implements Erasure {

    private final Gate gate;
    private final Set<ProjectId> doomed;
    private final InMemoryMemories memories;
    private final InMemoryWork work;
    private final InMemoryEvents events;
    private final InMemoryWebhooks webhooks;
    private final InMemoryFeedbacks feedback;
    private final InMemoryExports exports;
    private final InMemoryGraph graph;
    private final InMemoryUsage usage;
    private final InMemoryDreams dreams;
    private final Map<Long, Note> notes = new LinkedHashMap<>();
    private long lastNumber;
    private boolean due;

    /// @param doomed removed projects; those that are erased are taken out
    InMemoryErasure(
            Gate gate,
            Set<ProjectId> doomed,
            InMemoryMemories memories,
            InMemoryWork work,
            InMemoryEvents events,
            InMemoryWebhooks webhooks,
            InMemoryFeedbacks feedback,
            InMemoryExports exports,
            InMemoryGraph graph,
            InMemoryUsage usage,
            InMemoryDreams dreams) {
        this.gate = gate;
        this.doomed = doomed;
        this.memories = memories;
        this.work = work;
        this.events = events;
        this.webhooks = webhooks;
        this.feedback = feedback;
        this.exports = exports;
        this.graph = graph;
        this.usage = usage;
        this.dreams = dreams;
    }

    /// @param upTo the last mark of the entity's past
    private record Note(
            Doomed entity, Mark upTo, Set<MemoryId> memories, Map<String, Long> erased) {

        void count(String store, long number) {
            erased.merge(store, number, Long::sum);
        }
    }

    @Override
    public List<ProjectId> doomed() {
        return gate.inside(() -> List.copyOf(doomed));
    }

    @Override
    public Map<String, Long> erase(ProjectId project) {
        return gate.inside(() -> {
            Map<String, Long> erased = new HashMap<>();
            erased.put("queue", work.erase(project));
            erased.put("memories", memories.erase(project));
            erased.put("events", events.erase(project));
            erased.put("entities", memories.entities().erase(project));
            erased.put("deliveries", webhooks.erase(project));
            erased.put("feedback", (long) feedback.erase(project));
            erased.put("exports", (long) exports.erase(project));
            erased.put("graph", graph.erase(project));
            erased.put("usage", (long) usage.erase(project));
            erased.put("quarantine", memories.quarantine().erase(project));
            erased.put("dreams", dreams.erase(project));
            notes.values().removeIf(note -> note.entity().project().equals(project));
            doomed.remove(project);
            due = true;
            return erased;
        });
    }

    @Override
    public Doom doom(
            ProjectId project,
            EntityKey key,
            Event pending,
            String why,
            long deleted,
            List<MemoryId> shown) {
        return gate.inside(() -> {
            memories.requireLiving(project);
            if (memories.entities().find(project, key).isEmpty()) {
                return Doom.UNKNOWN;
            }
            if (memories.count(project, key) > 0) {
                return Doom.HAS_MEMORIES;
            }
            memories.entities().remove(project, key);
            var upTo = memories.head();
            var note =
                    new Note(
                            new Doomed(
                                    ++lastNumber,
                                    project,
                                    key,
                                    pending.id(),
                                    pending.created(),
                                    deleted,
                                    shown),
                            upTo,
                            memories.everOf(project, key, upTo),
                            new HashMap<>());
            note.count("memories", deleted);
            note.count("entities", 1);
            note.count("queue", work.cancel(project, key, why));
            note.count("messages", memories.eraseWindows(project, key));
            note.count("exports", exports.erase(project, key, note.memories(), pending.created()));
            note.count("quarantine", memories.quarantine().erase(project, key, pending.created()));
            events.write(project, pending);
            notes.put(lastNumber, note);
            due = true;
            return Doom.DONE;
        });
    }

    @Override
    public List<Doomed> doomedEntities() {
        return gate.inside(() -> notes.values().stream().map(Note::entity).toList());
    }

    @Override
    public List<Erased> erase(ProjectId project, List<Doomed> entities) {
        return gate.inside(() -> {
            // all are looked for before anything goes, because they may share memories and events
            Map<Note, Mentions> mentions = new LinkedHashMap<>();
            for (var entity : entities) {
                var note = noted(project, entity);
                if (note != null) {
                    var texts = memories.texts(project, note.memories(), note.upTo());
                    mentions.put(note, new Mentions(note.entity(), note.memories(), texts));
                }
            }
            mentions.forEach((note, of) -> note.count("events", events.count(project, of::in)));
            events.redact(
                    project, event -> mentions.values().stream().anyMatch(of -> of.in(event)));
            List<Erased> erased = new ArrayList<>();
            mentions.forEach((note, of) -> erased.add(erase(project, note, of)));
            return erased;
        });
    }

    private @Nullable Note noted(ProjectId project, Doomed entity) {
        return entity.project().equals(project) ? notes.get(entity.number()) : null;
    }

    private Erased erase(ProjectId project, Note note, Mentions mentions) {
        var key = note.entity().key();
        note.count(
                "history",
                memories.redact(project, note.memories(), note.upTo())
                        + memories.redactInput(project, key, note.upTo()));
        var deliveries = webhooks.redact(project, note.memories());
        note.count("deliveries", deliveries.blanked());
        var at = note.entity().at();
        note.count("exports", exports.erase(project, key, note.memories(), at));
        var unlinked = graph.erase(project, note.memories());
        note.count("graph_links", unlinked.links());
        note.count("graph_nodes", unlinked.nodes());
        Map<String, Long> left = new HashMap<>();
        left.put("graph_links", graph.count(project, note.memories()));
        note.count("quarantine", memories.quarantine().erase(project, key, at));
        left.put("quarantine", memories.quarantine().count(project, key, at));
        note.count("dreams", dreams.erase(project, key, at));
        left.put("dreams", dreams.count(project, key, at));
        left.put("exports", exports.count(project, key, note.memories(), at));
        left.put("memories", memories.countLiving(project, note.memories(), note.upTo()));
        left.put("events", events.count(project, mentions::in));
        // queue and rolling windows went when the entity ended; what is there is of a successor
        left.put(
                "history",
                memories.texts(project, note.memories(), note.upTo()).stream()
                        .filter(text -> !text.isEmpty())
                        .count());
        return new Erased(
                note.entity(),
                note.memories(),
                note.erased(),
                mentions.texts(),
                left,
                deliveries.pending());
    }

    @Override
    public void settle(Doomed entity, Event event) {
        gate.run(() -> {
            if (notes.containsKey(entity.number())) {
                events.write(entity.project(), event);
                if (event.status().isFinal()) {
                    notes.remove(entity.number());
                }
            }
        });
    }

    @Override
    public boolean isCompactionDue() {
        return gate.inside(() -> due);
    }

    @Override
    public Optional<Long> bytesToCompact() {
        return gate.inside(Optional::empty);
    }

    @Override
    public void compact() {
        gate.run(() -> due = false);
    }
}
