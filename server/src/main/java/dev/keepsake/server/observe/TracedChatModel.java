package dev.keepsake.server.observe;

import dev.keepsake.model.ChatModel;
import dev.keepsake.trace.Step;
import dev.keepsake.trace.Tracer;

/// Shows what a language model takes, in time and in tokens.
public final class TracedChatModel implements ChatModel {

    private final ChatModel model;
    private final Tracer tracer;
    private final Tokens tokens;

    /// Is told what a call cost.
    @FunctionalInterface
    public interface Tokens {
        void used(long input, long output);
    }

    public TracedChatModel(ChatModel model, Tracer tracer, Tokens tokens) {
        this.model = model;
        this.tracer = tracer;
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Reply ask(Ask ask) {
        var reply = tracer.trace(Step.ASK_MODEL, () -> model.ask(ask));
        tokens.used(reply.inputTokens(), reply.outputTokens());
        return reply;
    }
}
