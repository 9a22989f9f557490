package dev.keepsake.memory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing remembered: a text with its scope, its circumstances and its place among other
/// memories.
///
/// Immutable and comparable by value; storages keep and give back equal memories. What the engine
/// computed from the text (terms, vectors) travels beside it as [Encoding].
///
/// @param metadata the caller's own data: plain JSON values (`Map`, `List`, `String`, `Number`,
///   `Boolean`, null), key order kept, never null
/// @param categories null until classified; empty when classified and nothing fits
/// @param expiration last UTC day on which lists and searches show it; null for ever
/// @param immutable refuses updates; may be read and deleted
/// @param temporal when what it tells happened; null until known
public record Memory(
        MemoryId id,
        String text,
        Scope scope,
        Origin origin,
        Map<String, @Nullable Object> metadata,
        @Nullable List<String> categories,
        Times times,
        @Nullable LocalDate expiration,
        boolean immutable,
        Lineage lineage,
        @Nullable Temporal temporal) {

    public Memory {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        categories = categories == null ? null : List.copyOf(categories);
    }

    /// A new active memory without any extras.
    public static Memory of(MemoryId id, String text, Scope scope, Times times) {
        return new Memory(
                id,
                text,
                scope,
                Origin.UNKNOWN,
                Map.of(),
                null,
                times,
                null,
                false,
                Lineage.FRESH,
                null);
    }

    /// MD5 of the UTF-8 text in lower-case hex: the identity of an exact repeat.
    public String hash() {
        return hashOf(text);
    }

    /// The hash that a memory of this text has.
    public static String hashOf(String text) {
        try {
            var digest =
                    MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has MD5", impossible);
        }
    }

    /// What is left of a past state when its entity is erased: whose id it was, and when.
    public Memory redacted() {
        return of(id, "", Scope.NONE, times);
    }

    /// What the text is indexed as: a named speaker is part of what is said ("Ana: I moved to
    /// Graz").
    public String indexedText() {
        return origin.actor() == null ? text : origin.actor() + ": " + text;
    }

    public boolean isExpired(LocalDate today) {
        return expiration != null && expiration.isBefore(today);
    }

    public Memory withId(MemoryId newId) {
        return new Memory(
                newId,
                text,
                scope,
                origin,
                metadata,
                categories,
                times,
                expiration,
                immutable,
                lineage,
                temporal);
    }

    public Memory withText(String newText) {
        return new Memory(
                id,
                newText,
                scope,
                origin,
                metadata,
                categories,
                times,
                expiration,
                immutable,
                lineage,
                temporal);
    }

    public Memory withMetadata(Map<String, @Nullable Object> newMetadata) {
        return new Memory(
                id,
                text,
                scope,
                origin,
                newMetadata,
                categories,
                times,
                expiration,
                immutable,
                lineage,
                temporal);
    }

    public Memory withCategories(@Nullable List<String> newCategories) {
        return new Memory(
                id,
                text,
                scope,
                origin,
                metadata,
                newCategories,
                times,
                expiration,
                immutable,
                lineage,
                temporal);
    }

    public Memory withTimes(Times newTimes) {
        return new Memory(
                id,
                text,
                scope,
                origin,
                metadata,
                categories,
                newTimes,
                expiration,
                immutable,
                lineage,
                temporal);
    }

    public Memory withExpiration(@Nullable LocalDate newExpiration) {
        return new Memory(
                id,
                text,
                scope,
                origin,
                metadata,
                categories,
                times,
                newExpiration,
                immutable,
                lineage,
                temporal);
    }

    public Memory withLineage(Lineage newLineage) {
        return new Memory(
                id,
                text,
                scope,
                origin,
                metadata,
                categories,
                times,
                expiration,
                immutable,
                newLineage,
                temporal);
    }

    public Memory withOrigin(Origin newOrigin) {
        return new Memory(
                id,
                text,
                scope,
                newOrigin,
                metadata,
                categories,
                times,
                expiration,
                immutable,
                lineage,
                temporal);
    }

    public Memory withScope(Scope newScope) {
        return new Memory(
                id,
                text,
                newScope,
                origin,
                metadata,
                categories,
                times,
                expiration,
                immutable,
                lineage,
                temporal);
    }

    public Memory withImmutable(boolean newImmutable) {
        return new Memory(
                id,
                text,
                scope,
                origin,
                metadata,
                categories,
                times,
                expiration,
                newImmutable,
                lineage,
                temporal);
    }

    public Memory withTemporal(@Nullable Temporal newTemporal) {
        return new Memory(
                id,
                text,
                scope,
                origin,
                metadata,
                categories,
                times,
                expiration,
                immutable,
                lineage,
                newTemporal);
    }
}
