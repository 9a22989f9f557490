package dev.keepsake.ingest;

import dev.keepsake.ingest.ProcedureWriter.Run;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Origin;
import dev.keepsake.model.Purpose;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// From the messages of a run to the one memory of it (engine contract 1.15). The agent owns it.
/// Safe for many threads.
final class Procedures {

    private final ProcedureWriter writer;

    Procedures(ProcedureWriter writer) {
        this.writer = writer;
    }

    /// One draft, or none when nothing was said.
    ///
    /// @param facts of the event, to add to
    /// @param warnings to add to
    List<Draft> drafts(
            Purpose purpose,
            AddCommand command,
            Transcript transcript,
            Map<String, @Nullable Object> facts,
            List<String> warnings) {
        if (transcript.messages().isEmpty()) {
            return List.of();
        }
        var run = new Run(purpose, transcript.messages(), command.wishes().instructions());
        var procedure = writer.write(run).holdingAllOf(run);
        facts.put("extractor", procedure.writer());
        warnings.addAll(procedure.warnings());
        var scope = Distillation.scopeOf(Attribution.ASSISTANT, command.scope());
        var origin = new Origin(null, null, Attribution.ASSISTANT, command.wishes().memoryType());
        return List.of(Draft.of(procedure.text(), scope, origin, transcript.remembered()));
    }
}
