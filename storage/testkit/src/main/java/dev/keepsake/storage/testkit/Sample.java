package dev.keepsake.storage.testkit;

import dev.keepsake.memory.Change;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Lineage;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A memory under construction; start with [Samples#memory]. Immutable: every step gives a new one.
public record Sample(Memory memory) {

    public Sample forUser(String user) {
        return scoped(EntityKind.USER, user);
    }

    public Sample forAgent(String agent) {
        return scoped(EntityKind.AGENT, agent);
    }

    public Sample inApp(String app) {
        return scoped(EntityKind.APP, app);
    }

    public Sample inRun(String run) {
        return scoped(EntityKind.RUN, run);
    }

    public Sample scoped(EntityKind kind, @Nullable String id) {
        return new Sample(memory.withScope(memory.scope().with(kind, id)));
    }

    /// Created, updated and stamped at one instant.
    public Sample at(Instant instant) {
        return new Sample(memory.withTimes(Times.at(instant)));
    }

    public Sample with(String key, @Nullable Object value) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(memory.metadata());
        metadata.put(key, value);
        return new Sample(memory.withMetadata(metadata));
    }

    public Sample labelled(String... categories) {
        return new Sample(memory.withCategories(List.of(categories)));
    }

    public Sample expiring(LocalDate day) {
        return new Sample(memory.withExpiration(day));
    }

    public Sample replaced(Lifecycle state, MemoryId by) {
        return new Sample(memory.withLineage(memory.lineage().moved(state, by)));
    }

    /// What synthesis made of others.
    public Sample patternOf(MemoryId... sources) {
        return new Sample(
                memory.withLineage(
                        new Lineage(Lifecycle.ACTIVE, null, true, List.of(), List.of(sources))));
    }

    /// Another id, everything else the same.
    public Sample named(MemoryId id) {
        return new Sample(
                new Memory(
                        id,
                        memory.text(),
                        memory.scope(),
                        memory.origin(),
                        memory.metadata(),
                        memory.categories(),
                        memory.times(),
                        memory.expiration(),
                        memory.immutable(),
                        memory.lineage(),
                        memory.temporal()));
    }

    /// The same memory saying something else.
    public Sample saying(String text) {
        return new Sample(memory.withText(text));
    }

    public MemoryId id() {
        return memory.id();
    }

    public Stored stored() {
        return new Stored(memory, Samples.encoding(memory.indexedText()));
    }

    public Change.Added added() {
        return new Change.Added(stored(), List.of(new Message("user", null, memory.text())));
    }

    /// The step from this state to another.
    public Change.Updated updatedTo(Sample after) {
        return new Change.Updated(memory, after.stored(), List.of(), Map.of());
    }

    public Change.Annotated annotatedTo(Sample after) {
        return new Change.Annotated(memory, after.memory());
    }

    public Change.Deleted deleted() {
        return new Change.Deleted(memory);
    }
}
