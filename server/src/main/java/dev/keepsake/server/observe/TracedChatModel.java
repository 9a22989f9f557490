package dev.keepsake.server.observe;

import dev.keepsake.model.ChatModel;
import dev.keepsake.trace.Step;
import dev.keepsake.trace.Tracer;

/// Shows what a language model takes, in time.
public final class TracedChatModel implements ChatModel {

    private final ChatModel model;
    private final Tracer tracer;

    public TracedChatModel(ChatModel model, Tracer tracer) {
        this.model = model;
        this.tracer = tracer;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Reply ask(Ask ask) {
        return tracer.trace(Step.ASK_MODEL, () -> model.ask(ask));
    }
}
