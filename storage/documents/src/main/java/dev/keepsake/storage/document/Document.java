package dev.keepsake.storage.document;

import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A JSON object being written or read by name. Nulls are left out when writing; reading what is
/// not there gives null. Instants are microseconds. For one thread.
public final class Document {

    private final Map<String, @Nullable Object> fields;

    public Document() {
        this(new LinkedHashMap<>());
    }

    private Document(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    public static Document read(String text) {
        return new Document(PlainJson.readObject(text));
    }

    @SuppressWarnings("unchecked")
    public static Document of(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return new Document((Map<String, @Nullable Object>) object);
        }
        throw new IllegalArgumentException("not a JSON object: " + value);
    }

    public String write() {
        return PlainJson.write(fields);
    }

    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    public void put(String key, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Instant instant -> fields.put(key, Micros.of(instant));
            case LocalDate day -> fields.put(key, day.toString());
            case Enum<?> choice -> fields.put(key, choice.name());
            default -> fields.put(key, value);
        }
    }

    public void putFlag(String key, boolean flag) {
        if (flag) {
            fields.put(key, true);
        }
    }

    public void putScope(Scope scope) {
        for (var kind : EntityKind.values()) {
            put(kind.field(), scope.id(kind));
        }
    }

    public Scope scope() {
        var scope = Scope.NONE;
        for (var kind : EntityKind.values()) {
            scope = scope.with(kind, text(kind.field()));
        }
        return scope;
    }

    public @Nullable String text(String key) {
        return (String) fields.get(key);
    }

    public String requireText(String key) {
        return require(key, text(key));
    }

    public boolean flag(String key) {
        return Boolean.TRUE.equals(fields.get(key));
    }

    public @Nullable Boolean flagOrNull(String key) {
        return (Boolean) fields.get(key);
    }

    public @Nullable Double real(String key) {
        return (Double) fields.get(key);
    }

    public @Nullable Instant instant(String key) {
        return fields.get(key) instanceof Number micros ? Micros.instant(micros.longValue()) : null;
    }

    public Instant requireInstant(String key) {
        return require(key, instant(key));
    }

    public @Nullable Instant exactInstant(String key) {
        var text = text(key);
        return text == null ? null : Instant.parse(text);
    }

    public <E extends Enum<E>> @Nullable E choice(String key, Class<E> type) {
        var name = text(key);
        return name == null ? null : Enum.valueOf(type, name);
    }

    public <E extends Enum<E>> E requireChoice(String key, Class<E> type) {
        return require(key, choice(key, type));
    }

    public @Nullable List<String> texts(String key) {
        return fields.get(key) instanceof List<?> texts
                ? texts.stream().map(String.class::cast).toList()
                : null;
    }

    public List<Document> documents(String key) {
        return fields.get(key) instanceof List<?> objects
                ? objects.stream().map(Document::of).toList()
                : List.of();
    }

    public @Nullable Document inner(String key) {
        var value = fields.get(key);
        return value == null ? null : of(value);
    }

    /// Empty when there is none.
    public Map<String, @Nullable Object> object(String key) {
        var inner = inner(key);
        return inner == null ? Map.of() : inner.fields;
    }

    private static <T> T require(String key, @Nullable T value) {
        if (value == null) {
            throw new NoSuchElementException("a stored document lacks " + key);
        }
        return value;
    }
}
