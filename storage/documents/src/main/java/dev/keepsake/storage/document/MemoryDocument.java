package dev.keepsake.storage.document;

import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Lineage;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Origin;
import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Times;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A whole [Memory] as a JSON object, in the rows and in the change log. Absent keys mean the
/// plainest value and unknown keys are passed over, so a field can come without a migration.
public final class MemoryDocument {

    private MemoryDocument() {}

    public static String write(Memory memory) {
        return of(memory).write();
    }

    /// The same, to be part of another document.
    public static Document of(Memory memory) {
        var document = new Document();
        document.put("id", memory.id().toString());
        document.put("text", memory.text());
        document.putScope(memory.scope());
        writeOrigin(memory.origin(), document);
        if (!memory.metadata().isEmpty()) {
            document.put("metadata", memory.metadata());
        }
        document.put("categories", memory.categories());
        document.put("created", memory.times().created());
        document.put("updated", memory.times().updated());
        document.put("timestamp", memory.times().timestamp());
        document.put("expiration", memory.expiration());
        document.putFlag("immutable", memory.immutable());
        writeLineage(memory.lineage(), document);
        document.put("temporal", temporalDocument(memory.temporal()));
        return document;
    }

    public static Memory read(String text) {
        return read(Document.read(text));
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    public static Memory read(Document document) {
        var expiration = document.text("expiration");
        return new Memory(
                MemoryId.parse(document.requireText("id")),
                document.requireText("text"),
                document.scope(),
                readOrigin(document),
                document.object("metadata"),
                document.texts("categories"),
                new Times(
                        document.requireInstant("created"),
                        document.requireInstant("updated"),
                        document.requireInstant("timestamp")),
                expiration == null ? null : LocalDate.parse(expiration),
                document.flag("immutable"),
                readLineage(document),
                readTemporal(document));
    }

    private static void writeOrigin(Origin origin, Document document) {
        document.put("actor", origin.actor());
        document.put("role", origin.role());
        document.put("attributed_to", origin.attributedTo());
        document.put("memory_type", origin.memoryType());
    }

    private static Origin readOrigin(Document document) {
        return new Origin(
                document.text("actor"),
                document.text("role"),
                document.choice("attributed_to", Attribution.class),
                document.text("memory_type"));
    }

    private static void writeLineage(Lineage lineage, Document document) {
        document.put("state", lineage.state());
        document.put("replaced_by", Objects.toString(lineage.replacedBy(), null));
        document.putFlag("synthesized", lineage.synthesized());
        document.put("linked", ids(lineage.linked()));
        document.put("sources", ids(lineage.sources()));
    }

    private static @Nullable List<String> ids(List<MemoryId> ids) {
        return ids.isEmpty() ? null : ids.stream().map(MemoryId::toString).toList();
    }

    private static Lineage readLineage(Document document) {
        var replacedBy = document.text("replaced_by");
        return new Lineage(
                document.requireChoice("state", Lifecycle.class),
                replacedBy == null ? null : MemoryId.parse(replacedBy),
                document.flag("synthesized"),
                ids(document, "linked"),
                ids(document, "sources"));
    }

    private static List<MemoryId> ids(Document document, String key) {
        var texts = document.texts(key);
        return texts == null ? List.of() : texts.stream().map(MemoryId::parse).toList();
    }

    /// Its instants keep their nanoseconds, unlike those that the wire shows.
    private static @Nullable Map<String, @Nullable Object> temporalDocument(
            @Nullable Temporal temporal) {
        if (temporal == null) {
            return null;
        }
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        inner.put("type", temporal.type().name());
        inner.put("status", temporal.status().name());
        inner.put("start", Objects.toString(temporal.start(), null));
        inner.put("end", Objects.toString(temporal.end(), null));
        inner.put("precision", temporal.precision().name());
        return inner;
    }

    private static @Nullable Temporal readTemporal(Document document) {
        var inner = document.inner("temporal");
        return inner == null
                ? null
                : new Temporal(
                        inner.requireChoice("type", Temporal.Type.class),
                        inner.requireChoice("status", Temporal.Status.class),
                        inner.exactInstant("start"),
                        inner.exactInstant("end"),
                        inner.requireChoice("precision", Temporal.Precision.class));
    }

    /// The messages behind a change; null for none.
    public static @Nullable String writeMessages(List<Message> messages) {
        return messages.isEmpty() ? null : PlainJson.write(plain(messages));
    }

    /// The same, to be part of another document.
    public static List<Map<String, @Nullable Object>> plain(List<Message> messages) {
        return messages.stream().map(MemoryDocument::message).toList();
    }

    public static List<Message> readMessages(List<Document> messages) {
        return messages.stream().map(MemoryDocument::message).toList();
    }

    public static String writeMessage(Message message) {
        return PlainJson.write(message(message));
    }

    private static Map<String, @Nullable Object> message(Message message) {
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        inner.put("role", message.role());
        if (message.name() != null) {
            inner.put("name", message.name());
        }
        inner.put("content", message.content());
        return inner;
    }

    public static List<Message> readMessages(@Nullable String text) {
        return text != null && PlainJson.read(text) instanceof List<?> messages
                ? messages.stream().map(each -> message(Document.of(each))).toList()
                : List.of();
    }

    public static Message readMessage(String text) {
        return message(Document.read(text));
    }

    private static Message message(Document document) {
        return new Message(
                document.requireText("role"),
                document.text("name"),
                document.requireText("content"));
    }
}
