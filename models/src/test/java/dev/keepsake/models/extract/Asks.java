package dev.keepsake.models.extract;

import dev.keepsake.account.ProjectId;
import dev.keepsake.ingest.ExtractionTask;
import dev.keepsake.ingest.ExtractionTask.Context;
import dev.keepsake.ingest.ExtractionTask.Guidance;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Times;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Extraction tasks for tests, observed on August 22, 2026 and processed two days later.
final class Asks {

    static final Instant OBSERVED = Instant.parse("2026-08-22T12:00:00Z");

    private Asks() {}

    static ExtractionTask of(Message... messages) {
        return with(Scope.ofUser("u"), Context.NONE, Guidance.NONE, messages);
    }

    static ExtractionTask with(
            Scope scope, Context context, Guidance guidance, Message... messages) {
        return new ExtractionTask(
                Purpose.of(ProjectId.random(), Operation.EXTRACT),
                scope,
                List.of(messages),
                context,
                OBSERVED,
                ZoneOffset.UTC,
                OBSERVED.plusSeconds(2 * 24 * 3600),
                guidance);
    }

    static Message user(String content) {
        return new Message("user", null, content);
    }

    static Memory memory(String text) {
        return Memory.of(MemoryId.random(), text, Scope.ofUser("u"), Times.at(OBSERVED));
    }
}
