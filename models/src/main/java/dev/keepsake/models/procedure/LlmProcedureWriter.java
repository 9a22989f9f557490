package dev.keepsake.models.procedure;

import dev.keepsake.failure.Failure;
import dev.keepsake.ingest.ProcedureWriter;
import dev.keepsake.memory.Message;
import dev.keepsake.model.ChatModel;
import dev.keepsake.models.chat.AnswerText;
import dev.keepsake.models.chat.PatientModel;
import dev.keepsake.models.chat.Pause;
import dev.keepsake.models.extract.LlmExtractor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Has a language model write down a run, in one question (engine contract 1.15). What the caller
/// asks for takes the place of our own instructions. Safe for many threads.
public final class LlmProcedureWriter implements ProcedureWriter {

    /// In the name of the resource; a new wording is a new version.
    static final String VERSION = "v1";

    private final ChatModel model;
    private final String instructions = resource();

    public LlmProcedureWriter(ChatModel model) {
        this(model, Pause.SLEEPING);
    }

    LlmProcedureWriter(ChatModel model, Pause pause) {
        this.model = new PatientModel(model, pause);
    }

    @Override
    public Procedure write(Run run) {
        // fences may be part of what was copied, so only thoughts and control tokens go
        var reply = answer(run);
        var text = AnswerText.withoutThoughts(reply.text()).strip();
        if (text.isEmpty()) {
            throw new Failure.ModelFailed("the LLM wrote no procedural memory", false);
        }
        return new Procedure(
                text,
                LlmExtractor.NAME,
                reply.isCut() ? List.of("the LLM's answer was cut off") : List.of());
    }

    private ChatModel.Reply answer(Run run) {
        try {
            return model.ask(ask(run));
        } catch (Failure.ModelFailed failed) {
            throw new Failure.ModelFailed(
                    "procedural memory failed: " + failed.reason(), false, failed);
        }
    }

    ChatModel.Ask ask(Run run) {
        var question = new StringBuilder("The messages of the run:\n");
        run.messages().forEach(message -> question.append('\n').append(line(message)).append('\n'));
        question.append("\nWrite the record of this run.");
        var given = run.instructions();
        return new ChatModel.Ask(
                run.purpose(), given == null ? instructions : given, question.toString(), null);
    }

    private static String line(Message message) {
        var name = message.name() == null ? "" : " (" + message.name() + ")";
        return message.role() + name + ": " + message.content();
    }

    private static String resource() {
        var name = "procedure-" + VERSION + ".txt";
        try (var file = LlmProcedureWriter.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
