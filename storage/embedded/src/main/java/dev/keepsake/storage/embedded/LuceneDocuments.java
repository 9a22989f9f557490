package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Stored;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/// What one memory looks like in the index: one Lucene document per project and memory, with these
/// fields. Whoever changes them also changes [LuceneIndex#LAYOUT].
///
/// | field | kind | content |
/// |---|---|---|
/// | `key` | term | project id and memory id, 16 bytes each; unique |
/// | `id` | doc value | memory id, 16 bytes |
/// | `project` | term | project id, 16 bytes |
/// | `user_id`, `agent_id`, `app_id`, `run_id` | term | the entity id |
/// | `has` | terms | which of those four, `expiration` and `label` exist |
/// | `created`, `updated`, `timestamp` | point and doc value | microseconds since 1970 |
/// | `expiration` | point and doc value | days since 1970 |
/// | `state` | term | lifecycle state |
/// | `label` | terms | categories |
/// | `metadata_key` | terms | top-level keys with a value other than null |
/// | `metadata` | terms | key and [canonical][Filter#canonical] value of each scalar |
/// | `term` | terms with frequencies | the analysed terms, as given |
/// | `length` | doc value | number of analysed terms, repeats counted |
/// | `vector` | vector | of unit length |
/// | `text_value`, `label_value`, `metadata_value` | doc value | see [LuceneValue] |
///
/// Strings become terms as [LuceneTerms] says.
final class LuceneDocuments {

    static final String KEY = "key";
    static final String ID = "id";
    static final String PROJECT = "project";
    static final String HAS = "has";
    static final String EXPIRATION = "expiration";
    static final String STATE = "state";
    static final String LABEL = "label";
    static final String METADATA_KEY = "metadata_key";
    static final String METADATA = "metadata";
    static final String TERM = "term";
    static final String LENGTH = "length";
    static final String VECTOR = "vector";

    private static final long MICROS = 1_000_000;
    private static final FieldType FREQUENCIES = frequencies();

    private LuceneDocuments() {}

    static Document of(ProjectId project, Stored stored) {
        var memory = stored.memory();
        var document = new Document();
        document.add(exact(KEY, key(project, memory.id())));
        document.add(new BinaryDocValuesField(ID, bytes(memory.id().value())));
        document.add(exact(PROJECT, bytes(project.value())));
        document.add(exact(STATE, LuceneTerms.of(memory.lineage().state().name())));
        addScope(document, memory);
        addTimes(document, memory);
        addLabels(document, memory);
        addMetadata(document, memory);
        addValues(document, memory);
        addEncoding(document, stored);
        return document;
    }

    private static void addScope(Document document, Memory memory) {
        for (var kind : EntityKind.values()) {
            var id = memory.scope().id(kind);
            if (id != null) {
                document.add(exact(kind.field(), LuceneTerms.of(id)));
                document.add(exact(HAS, LuceneTerms.of(kind.field())));
            }
        }
    }

    private static void addTimes(Document document, Memory memory) {
        for (var field : Filter.InstantField.values()) {
            document.add(number(field(field), micros(field.of(memory.times()))));
        }
        var expiration = memory.expiration();
        if (expiration != null) {
            document.add(number(EXPIRATION, expiration.toEpochDay()));
            document.add(exact(HAS, LuceneTerms.of(EXPIRATION)));
        }
    }

    private static void addLabels(Document document, Memory memory) {
        var labels = memory.categories();
        if (labels != null && !labels.isEmpty()) {
            document.add(exact(HAS, LuceneTerms.of(LABEL)));
            labels.forEach(label -> document.add(exact(LABEL, LuceneTerms.of(label))));
        }
    }

    private static void addMetadata(Document document, Memory memory) {
        memory.metadata()
                .forEach((key, value) -> {
                    if (value != null) {
                        document.add(exact(METADATA_KEY, LuceneTerms.of(key)));
                    }
                    var canonical = Filter.canonical(value);
                    if (canonical != null) {
                        document.add(exact(METADATA, LuceneTerms.ofPair(key, canonical)));
                    }
                });
    }

    private static void addValues(Document document, Memory memory) {
        for (var value : LuceneValue.values()) {
            var bytes = value.write(memory);
            if (bytes != null) {
                document.add(new BinaryDocValuesField(value.field(), bytes));
            }
        }
    }

    private static void addEncoding(Document document, Stored stored) {
        var encoding = stored.encoding();
        document.add(new Field(TERM, new LuceneTerms(encoding.terms()), FREQUENCIES));
        document.add(new NumericDocValuesField(LENGTH, encoding.terms().size()));
        document.add(
                new KnnFloatVectorField(
                        VECTOR, encoding.vector(), VectorSimilarityFunction.DOT_PRODUCT));
    }

    private static Field exact(String field, BytesRef term) {
        return new StringField(field, term, Field.Store.NO);
    }

    private static Field number(String field, long value) {
        return new LongField(field, value, Field.Store.NO);
    }

    private static FieldType frequencies() {
        var type = new FieldType();
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }

    static BytesRef key(ProjectId project, MemoryId id) {
        var bytes = ByteBuffer.allocate(2 * 16);
        return new BytesRef(put(put(bytes, project.value()), id.value()).array());
    }

    static BytesRef bytes(UUID id) {
        return new BytesRef(put(ByteBuffer.allocate(16), id).array());
    }

    static UUID uuid(BytesRef bytes) {
        var buffer = ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static ByteBuffer put(ByteBuffer buffer, UUID id) {
        return buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    static String field(Filter.InstantField field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    /// The first whole microsecond at or after an instant. Instants more than 290,000 years from
    /// 1970 do not fit and become the last one that does.
    static long micros(Instant at) {
        var limit = Long.MAX_VALUE / MICROS - 1;
        if (Math.abs(at.getEpochSecond()) > limit) {
            return at.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return at.getEpochSecond() * MICROS + Math.ceilDiv(at.getNano(), 1_000);
    }
}
