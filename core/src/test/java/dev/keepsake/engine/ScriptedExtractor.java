package dev.keepsake.engine;

import dev.keepsake.ingest.Extraction;
import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.ingest.ExtractionTask;
import dev.keepsake.ingest.Extractor;
import dev.keepsake.memory.Attribution;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// Answers what the test says and remembers what it was asked. By default every message is one fact
/// of whoever said it.
public final class ScriptedExtractor implements Extractor {

    private final List<ExtractionTask> tasks = new CopyOnWriteArrayList<>();
    private volatile Function<ExtractionTask, Extraction> script = ScriptedExtractor::eachMessage;

    @Override
    public Extraction extract(ExtractionTask task) {
        tasks.add(task);
        return script.apply(task);
    }

    public void answers(Candidate... candidates) {
        script = _ -> extraction(candidates);
    }

    public void behaves(Function<ExtractionTask, Extraction> behaviour) {
        script = behaviour;
    }

    public List<ExtractionTask> tasks() {
        return tasks;
    }

    public ExtractionTask lastTask() {
        return tasks.getLast();
    }

    public static Extraction extraction(Candidate... candidates) {
        return new Extraction(Arrays.asList(candidates), "scripted", List.of());
    }

    public static Candidate said(String text) {
        return Candidate.of(text, Attribution.USER, List.of());
    }

    public static Extraction eachMessage(ExtractionTask task) {
        return extraction(
                task.messages().stream()
                        .map(message ->
                                Candidate.of(
                                        message.content(),
                                        message.role().equals("assistant")
                                                ? Attribution.ASSISTANT
                                                : Attribution.USER,
                                        List.of()))
                        .toArray(Candidate[]::new));
    }
}
