package dev.keepsake.models.extract;

import dev.keepsake.failure.Failure;
import dev.keepsake.ingest.Extraction;
import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.ingest.ExtractionTask;
import dev.keepsake.ingest.Extractor;
import dev.keepsake.memory.Message;
import dev.keepsake.model.ChatModel;
import dev.keepsake.models.chat.PatientModel;
import dev.keepsake.models.chat.Pause;
import dev.keepsake.models.extract.Windows.Window;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Extraction by a language model in one question, or one for each window of what is too long for
/// one (engine contract 1.7 and 1.12). Safe for many threads.
///
/// A failure that may pass is tried again after 1, 4 and 16 seconds. What then happens is
/// configured: the add fails with `LLM extraction failed: …`, or the rules extractor takes over. An
/// answer that cannot be read is asked for once more; after that the rules extractor takes over in
/// any case, because losing what was said would be worse. Of an answer that was cut short the whole
/// items are taken.
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
        try {
            return extracted(task);
        } catch (Failure.ModelFailed failed) {
            return switch (onFailure) {
                case FAIL ->
                        throw new Failure.ModelFailed(
                                "LLM extraction failed: " + failed.reason(), false, failed);
                case RULES -> byRules(task, "LLM extraction failed: " + failed.reason());
            };
        }
    }

    private Extraction extracted(ExtractionTask task) {
        var split = Windows.of(task.messages());
        var found = new Gathering();
        var warnings = new LinkedHashSet<String>();
        var makers = new LinkedHashSet<String>();
        List<Message> before = List.of();
        for (var window : split.windows()) {
            var extraction = ofWindow(part(task, window, before, found));
            found.add(located(extraction.candidates(), window));
            warnings.addAll(extraction.warnings());
            makers.add(extraction.extractor());
            before = window.messages();
        }
        if (split.isCut()) {
            warnings.add(
                    "the messages are too long: only the first "
                            + split.windows().size()
                            + " parts were read");
        }
        var maker = makers.contains(NAME) ? NAME : makers.getFirst();
        return new Extraction(found.all(), maker, List.copyOf(warnings));
    }

    /// What came before a window helps to understand it, as the messages before an add do.
    private static ExtractionTask part(
            ExtractionTask task, Window window, List<Message> before, Gathering found) {
        var context = task.context();
        List<Message> seen = new ArrayList<>(context.window());
        seen.addAll(before);
        List<String> recent = new ArrayList<>(context.recent());
        recent.addAll(found.texts());
        return task.about(
                window.messages(),
                new ExtractionTask.Context(context.profile(), seen, recent, context.existing()));
    }

    private static List<Candidate> located(List<Candidate> candidates, Window window) {
        return candidates.stream()
                .map(each ->
                        each.from(
                                each.sources().stream()
                                        .map(at -> window.positions().get(at))
                                        .distinct()
                                        .toList()))
                .toList();
    }

    private Extraction ofWindow(ExtractionTask task) {
        for (var ask : List.of(prompt.first(task), prompt.again(task))) {
            var reply = model.ask(ask);
            var answer = AnswerLadder.items(reply.text());
            if (answer.isPresent()) {
                return read(task, answer.get(), List.of());
            }
            var whole = reply.isCut() ? AnswerLadder.wholeItems(reply.text()) : List.<JsonNode>of();
            if (!whole.isEmpty()) {
                return read(task, whole, List.of("the LLM's answer was cut short"));
            }
        }
        return byRules(task, "the LLM's answer could not be read");
    }

    private static Extraction read(
            ExtractionTask task, List<JsonNode> items, List<String> warnings) {
        return new Extraction(new CandidateReading(task).candidates(items), NAME, warnings);
    }

    private Extraction byRules(ExtractionTask task, String reason) {
        var extraction = rules.extract(task);
        List<String> warnings = new ArrayList<>(extraction.warnings());
        warnings.add(reason + "; extracted by rules");
        return new Extraction(extraction.candidates(), extraction.extractor(), warnings);
    }
}
