package dev.keepsake.ingest;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Message;
import dev.keepsake.model.Purpose;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes down how an agent did something, so that it can be done again (engine contract 1.15): the
/// objective, how far it came, and numbered steps with their results word for word. Safe for many
/// threads.
public interface ProcedureWriter {

    /// @throws Failure.ModelFailed when a model is needed and does not answer, or has nothing to
    ///   say
    Procedure write(Run run);

    /// What the agent did.
    ///
    /// @param purpose who pays for models
    /// @param messages in order, what tools gave back among them; at least one
    /// @param instructions in place of the usual ones; null for those
    record Run(Purpose purpose, List<Message> messages, @Nullable String instructions) {
        public Run {
            messages = List.copyOf(messages);
        }

        static boolean isResult(Message message) {
            return switch (message.role()) {
                case "user", "system" -> false;
                default -> true;
            };
        }
    }

    /// @param writer `rules` or `llm`: which way it was made, shown in the event
    /// @param warnings for the event's metadata
    record Procedure(String text, String writer, List<String> warnings) {

        public Procedure {
            warnings = List.copyOf(warnings);
        }

        /// The same, with everything that tools and the agent said in it unchanged: what the text
        /// leaves out or tells in other words follows at its end.
        Procedure holdingAllOf(Run run) {
            var whole = new StringBuilder(text.strip());
            var isFirst = true;
            for (var message : run.messages()) {
                if (Run.isResult(message) && whole.indexOf(message.content()) < 0) {
                    whole.append(isFirst ? "\n\nWord for word:" : "").append('\n');
                    whole.append(message.content());
                    isFirst = false;
                }
            }
            return new Procedure(whole.toString(), writer, warnings);
        }
    }
}
