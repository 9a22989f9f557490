package dev.keepsake.server.dump;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventId;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Revision;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.document.Document;
import dev.keepsake.storage.document.MemoryDocument;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One entry of the change log as a line. Vectors are 32-bit little-endian floats in base64.
final class ChangeLine {

    private ChangeLine() {}

    static String write(LoggedChange change) {
        var revision = change.revision();
        var line = new Document();
        line.put("kind", LineKind.CHANGE.spelled());
        line.put("id", revision.id().toString());
        line.put("memory", revision.memoryId().toString());
        line.put("change", revision.kind());
        line.put("at", revision.at());
        line.put("cause", revision.cause().toString());
        line.put("before", fields(revision.before()));
        line.put("after", fields(revision.after()));
        if (!revision.input().isEmpty()) {
            line.put("input", MemoryDocument.plain(revision.input()));
        }
        if (!revision.note().isEmpty()) {
            line.put("note", revision.note());
        }
        return line.write();
    }

    private static @Nullable Object fields(@Nullable Memory memory) {
        return memory == null ? null : MemoryDocument.of(memory).fields();
    }

    static String write(Encoding encoding) {
        var document = new Document();
        document.put("kind", LineKind.ENCODING.spelled());
        document.put("model", encoding.modelId());
        document.put("terms", encoding.terms());
        document.put("vector", Base64.getEncoder().encodeToString(bytes(encoding.vector())));
        return document.write();
    }

    /// @param project that it is restored into
    /// @param encoding from the line before, if there was one
    static LoggedChange read(Document line, ProjectId project, @Nullable Encoding encoding) {
        return new LoggedChange(Mark.START, project, revision(line), encoding);
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static Revision revision(Document line) {
        return new Revision(
                UUID.fromString(line.requireText("id")),
                MemoryId.parse(line.requireText("memory")),
                line.requireChoice("change", Revision.Kind.class),
                line.requireInstant("at"),
                memory(line.inner("before")),
                memory(line.inner("after")),
                MemoryDocument.readMessages(line.documents("input")),
                line.object("note"),
                EventId.parse(line.requireText("cause")));
    }

    private static @Nullable Memory memory(@Nullable Document document) {
        return document == null ? null : MemoryDocument.read(document);
    }

    static Encoding readEncoding(Document document) {
        var terms = document.texts("terms");
        return new Encoding(
                terms == null ? List.of() : terms,
                document.requireText("model"),
                floats(Base64.getDecoder().decode(document.requireText("vector"))));
    }

    private static byte[] bytes(float[] numbers) {
        var bytes =
                ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        var numbers = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
        return numbers;
    }
}
