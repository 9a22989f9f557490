package dev.keepsake.ingest;

import dev.keepsake.account.ProjectId;
import dev.keepsake.category.Catalog;
import dev.keepsake.ingest.ExtractionTask.Guidance;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Times;
import dev.keepsake.model.Linguist;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.embedding.SharedEmbedder;
import dev.keepsake.models.text.OpenNlpLinguist;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/// Builds extraction tasks for tests, observed on Saturday, August 22, 2026 unless said otherwise.
record Tasks(
        Scope scope,
        List<Message> messages,
        ExtractionTask.Context context,
        Instant observed,
        ZoneId zone,
        Guidance guidance) {

    /// One for all tests: reading the models takes a while.
    static final Linguist ENGLISH = new OpenNlpLinguist();

    private static final Instant SATURDAY = Instant.parse("2026-08-22T12:00:00Z");

    static Tasks of(Message... messages) {
        return new Tasks(
                Scope.ofUser("u"),
                List.of(messages),
                ExtractionTask.Context.NONE,
                SATURDAY,
                ZoneOffset.UTC,
                Guidance.NONE);
    }

    static Message user(String content) {
        return new Message("user", null, content);
    }

    static Message user(String name, String content) {
        return new Message("user", name, content);
    }

    static Message assistant(String content) {
        return new Message("assistant", null, content);
    }

    Tasks in(Scope newScope) {
        return new Tasks(newScope, messages, context, observed, zone, guidance);
    }

    Tasks after(Message... window) {
        var newContext = new ExtractionTask.Context(null, List.of(window), List.of(), List.of());
        return new Tasks(scope, messages, newContext, observed, zone, guidance);
    }

    Tasks observed(String instant, String newZone) {
        return new Tasks(
                scope, messages, context, Instant.parse(instant), ZoneId.of(newZone), guidance);
    }

    /// After memories that are stored already.
    Tasks knowing(String... texts) {
        var existing =
                Stream.of(texts)
                        .map(text ->
                                Memory.of(MemoryId.random(), text, scope, Times.at(Instant.EPOCH)))
                        .toList();
        var newContext = new ExtractionTask.Context(null, List.of(), List.of(), existing);
        return new Tasks(scope, messages, newContext, observed, zone, guidance);
    }

    Tasks instructed(String instructions) {
        var wanted =
                new Guidance(
                        instructions,
                        null,
                        null,
                        null,
                        false,
                        List.of(),
                        List.of(),
                        Catalog.STANDARD);
        return new Tasks(scope, messages, context, observed, zone, wanted);
    }

    Extraction extracted() {
        return new RulesExtractor(ENGLISH, SharedEmbedder.miniLm()).extract(task());
    }

    ExtractionTask task() {
        return new ExtractionTask(
                Purpose.of(ProjectId.random(), Operation.EXTRACT),
                scope,
                messages,
                context,
                observed,
                zone,
                SATURDAY,
                guidance);
    }

    List<String> texts() {
        return extracted().candidates().stream().map(Extraction.Candidate::text).toList();
    }
}
