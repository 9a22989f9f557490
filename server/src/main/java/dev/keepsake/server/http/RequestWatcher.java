package dev.keepsake.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Goes around every request, to watch it from its first byte to its reply. Must neither block nor
/// throw anything of its own.
@FunctionalInterface
public interface RequestWatcher {

    /// Has the request answered, exactly once, and tells the same answer on.
    ///
    /// @param headers of the request, by name
    Answered watch(String method, UnaryOperator<@Nullable String> headers, Request request)
            throws IOException, ServletException;

    /// A request that waits to be answered.
    @FunctionalInterface
    interface Request {

        Answered answer() throws IOException, ServletException;
    }

    /// One that looks at answers alone.
    static RequestWatcher ofAnswers(Consumer<Answered> watcher) {
        return (_, _, request) -> {
            var answered = request.answer();
            watcher.accept(answered);
            return answered;
        };
    }
}
