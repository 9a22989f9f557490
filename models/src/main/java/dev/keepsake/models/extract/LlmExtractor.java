package dev.keepsake.models.extract;

import dev.keepsake.failure.Failure;
import dev.keepsake.ingest.Extraction;
import dev.keepsake.ingest.ExtractionTask;
import dev.keepsake.ingest.Extractor;
import dev.keepsake.model.ChatModel;
import dev.keepsake.models.chat.PatientModel;
import dev.keepsake.models.chat.Pause;
import java.util.ArrayList;
import java.util.List;

/// Extraction by a language model in one question (engine contract 1.7). Safe for many threads.
///
/// A failure that may pass is tried again after 1, 4 and 16 seconds. What then happens is
/// configured: the add fails with `LLM extraction failed: …`, or the rules extractor takes over. An
/// answer that cannot be read is asked for once more; after that the rules extractor takes over in
/// any case, because losing what was said would be worse.
public final class LlmExtractor implements Extractor {

    /// Shown in events as what made the memories.
    public static final String NAME = "llm";

    private final ChatModel model;
    private final Extractor rules;
    private final OnLlmFailure onFailure;
    private final ExtractionPrompt prompt = new ExtractionPrompt();

    /// @param rules takes over when the model cannot do it
    public LlmExtractor(ChatModel model, Extractor rules, OnLlmFailure onFailure) {
        this(model, rules, onFailure, Pause.SLEEPING);
    }

    LlmExtractor(ChatModel model, Extractor rules, OnLlmFailure onFailure, Pause pause) {
        this.model = new PatientModel(model, pause);
        this.rules = rules;
        this.onFailure = onFailure;
    }

    @Override
    public Extraction extract(ExtractionTask task) {
        var spent = new Spending();
        try {
            return extracted(task, spent);
        } catch (Failure.ModelFailed failed) {
            return switch (onFailure) {
                case FAIL ->
                        throw new Failure.ModelFailed(
                                "LLM extraction failed: " + failed.reason(), false, failed);
                case RULES -> byRules(task, "LLM extraction failed: " + failed.reason(), spent);
            };
        }
    }

    private Extraction extracted(ExtractionTask task, Spending spent) {
        for (var ask : List.of(prompt.first(task), prompt.again(task))) {
            var answer = AnswerLadder.items(asked(ask, spent));
            if (answer.isPresent()) {
                var candidates = new CandidateReading(task).candidates(answer.get());
                return new Extraction(candidates, NAME, List.of(), spent.input, spent.output);
            }
        }
        return byRules(task, "the LLM's answer could not be read", spent);
    }

    private Extraction byRules(ExtractionTask task, String reason, Spending spent) {
        var extraction = rules.extract(task);
        List<String> warnings = new ArrayList<>(extraction.warnings());
        warnings.add(reason + "; extracted by rules");
        return new Extraction(
                extraction.candidates(),
                extraction.extractor(),
                warnings,
                spent.input,
                spent.output);
    }

    private String asked(ChatModel.Ask ask, Spending spent) {
        var reply = model.ask(ask);
        spent.input += reply.inputTokens();
        spent.output += reply.outputTokens();
        return reply.text();
    }

    /// The tokens of all questions of one task.
    private static final class Spending {
        private long input;
        private long output;
    }
}
