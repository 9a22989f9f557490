package dev.keepsake.models.extract;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.ChatModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Replays answers and failures in order and remembers what it was asked. Each answer costs 100
/// tokens in and 10 out.
public final class ScriptedModel implements ChatModel {

    private final Deque<Object> script;
    private final List<Ask> asked = new ArrayList<>();

    /// @param script strings or replies to answer with, failures to throw
    public ScriptedModel(Object... script) {
        this.script = new ArrayDeque<>(List.of(script));
    }

    public static Failure.ModelFailed down() {
        return new Failure.ModelFailed("the chat endpoint answered 503", true);
    }

    public static Failure.ModelFailed refused() {
        return new Failure.ModelFailed("the chat endpoint answered 401", false);
    }

    public List<Ask> asked() {
        return asked;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Reply ask(Ask ask) {
        asked.add(ask);
        if (script.isEmpty()) {
            throw new AssertionError("asked more often than scripted: " + asked.size());
        }
        return switch (script.removeFirst()) {
            case Failure.ModelFailed failure -> throw failure;
            case Reply reply -> reply;
            case Object answer -> Reply.of(answer.toString(), 100, 10);
        };
    }
}
