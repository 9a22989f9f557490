package dev.keepsake.ingest;

import dev.keepsake.category.Catalog;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Scope;
import dev.keepsake.model.Purpose;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that an extractor may know about one add (engine contract 1.5 to 1.7).
///
/// @param purpose who pays for models, and the bill of this add
/// @param scope the ids of the call; an agent without a user means agent framing
/// @param messages the new messages, text only, in order: the only source of facts
/// @param context what helps to understand them, never a source of facts
/// @param observed when the conversation happened: the anchor of every relative time word
/// @param zone in which days are counted
/// @param now the current instant
/// @param guidance what to keep and what to leave out
public record ExtractionTask(
        Purpose purpose,
        Scope scope,
        List<Message> messages,
        Context context,
        Instant observed,
        ZoneId zone,
        Instant now,
        Guidance guidance) {

    public ExtractionTask {
        messages = List.copyOf(messages);
    }

    /// Whether statements are about an agent rather than a user.
    public boolean isAgentFramed() {
        return scope.agent() != null && scope.user() == null;
    }

    /// The same task about other messages in another context: a part of it.
    public ExtractionTask about(List<Message> others, Context around) {
        return new ExtractionTask(purpose, scope, others, around, observed, zone, now, guidance);
    }

    /// @param profile a short account of the entity; null when there is none
    /// @param window the messages before the new ones, oldest first
    /// @param recent texts of memories written lately in this session
    /// @param existing stored memories near to the new messages; extractors refer to them by
    ///   position
    public record Context(
            @Nullable String profile,
            List<Message> window,
            List<String> recent,
            List<Memory> existing) {

        public static final Context NONE = new Context(null, List.of(), List.of(), List.of());

        public Context {
            window = List.copyOf(window);
            recent = List.copyOf(recent);
            existing = List.copyOf(existing);
        }
    }

    /// @param instructions for facts that the user stated, or all facts; null for none
    /// @param agentInstructions for facts that the assistant stated; null to use `instructions`
    /// @param includes topics to look for; null for none
    /// @param excludes topics to leave out, stronger than `includes`; null for none
    /// @param multilingual keep language and script of the messages
    /// @param hints what the project is for, one line each, in its own words; empty for none
    /// @param feedback one line for each reason that users gave with feedback on earlier memories;
    ///   empty for none
    /// @param catalog the labels that can be proposed
    public record Guidance(
            @Nullable String instructions,
            @Nullable String agentInstructions,
            @Nullable String includes,
            @Nullable String excludes,
            boolean multilingual,
            List<String> hints,
            List<String> feedback,
            Catalog catalog) {

        public static final Guidance NONE =
                new Guidance(null, null, null, null, false, List.of(), List.of(), Catalog.STANDARD);

        public Guidance {
            hints = List.copyOf(hints);
            feedback = List.copyOf(feedback);
        }
    }
}
