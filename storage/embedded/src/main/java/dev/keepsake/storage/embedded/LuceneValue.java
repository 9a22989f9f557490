package dev.keepsake.storage.embedded;

import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.DataOutput;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The parts of a memory that the index keeps in full, as doc values, for filters that no list of
/// terms can answer. Reading gives a memory with this part and nothing else, so that such a filter
/// is judged by its own [Filter#matches].
enum LuceneValue {

    /// UTF-8.
    TEXT("text_value") {
        @Override
        BytesRef write(Memory memory) {
            return new BytesRef(memory.text());
        }

        @Override
        Memory read(BytesRef bytes) {
            return NOTHING.withText(bytes.utf8ToString());
        }
    },

    /// The number of labels, then each; absent when there are none.
    LABELS("label_value") {
        @Override
        @Nullable BytesRef write(Memory memory) {
            var labels = memory.categories();
            return labels == null || labels.isEmpty()
                    ? null
                    : bytes(out -> writeStrings(labels, out));
        }

        @Override
        Memory read(BytesRef bytes) throws IOException {
            return NOTHING.withCategories(readStrings(in(bytes)));
        }
    },

    /// The number of values that are strings or arrays, then for each its key, a byte that is 1 for
    /// an array, and the canonical forms of its scalars; absent when there are no such values.
    METADATA("metadata_value") {
        @Override
        @Nullable BytesRef write(Memory memory) {
            Map<String, Object> values = new LinkedHashMap<>();
            memory.metadata()
                    .forEach((key, value) -> {
                        if (value instanceof String || value instanceof Collection<?>) {
                            values.put(key, value);
                        }
                    });
            return values.isEmpty() ? null : bytes(out -> writeValues(values, out));
        }

        @Override
        Memory read(BytesRef bytes) throws IOException {
            var in = in(bytes);
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (var count = in.readVInt(); count > 0; count--) {
                var key = in.readString();
                var isArray = in.readByte() == 1;
                var scalars = readStrings(in);
                values.put(key, isArray ? scalars : scalars.getFirst());
            }
            return NOTHING.withMetadata(values);
        }
    };

    private static final Memory NOTHING =
            Memory.of(new MemoryId(new UUID(0, 0)), "", Scope.NONE, Times.at(Instant.EPOCH));
    private static final Encoding NO_ENCODING = new Encoding(List.of(), "", new float[0]);

    private final String field;

    LuceneValue(String field) {
        this.field = field;
    }

    String field() {
        return field;
    }

    /// Null when the memory has nothing of the kind.
    abstract @Nullable BytesRef write(Memory memory);

    abstract Memory read(BytesRef bytes) throws IOException;

    /// As [#read], in the form that filters judge.
    Stored row(BytesRef bytes) throws IOException {
        return new Stored(read(bytes), NO_ENCODING);
    }

    private interface Writing {
        void to(DataOutput out) throws IOException;
    }

    private static BytesRef bytes(Writing writing) {
        var out = new ByteBuffersDataOutput();
        try {
            writing.to(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory has no input and output errors", impossible);
        }
        return new BytesRef(out.toArrayCopy());
    }

    private static ByteArrayDataInput in(BytesRef bytes) {
        return new ByteArrayDataInput(bytes.bytes, bytes.offset, bytes.length);
    }

    private static void writeValues(Map<String, Object> values, DataOutput out) throws IOException {
        out.writeVInt(values.size());
        for (var value : values.entrySet()) {
            out.writeString(value.getKey());
            if (value.getValue() instanceof Collection<?> elements) {
                out.writeByte((byte) 1);
                writeStrings(canonical(elements), out);
            } else {
                out.writeByte((byte) 0);
                writeStrings(List.of((String) value.getValue()), out);
            }
        }
    }

    private static List<String> canonical(Collection<?> elements) {
        return elements.stream().map(Filter::canonical).filter(Objects::nonNull).toList();
    }

    private static void writeStrings(List<String> strings, DataOutput out) throws IOException {
        out.writeVInt(strings.size());
        for (var string : strings) {
            out.writeString(string);
        }
    }

    private static List<String> readStrings(ByteArrayDataInput in) throws IOException {
        var count = in.readVInt();
        List<String> strings = new ArrayList<>(count);
        for (var i = 0; i < count; i++) {
            strings.add(in.readString());
        }
        return strings;
    }
}
