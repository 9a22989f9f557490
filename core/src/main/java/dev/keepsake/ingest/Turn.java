package dev.keepsake.ingest;

import dev.keepsake.memory.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One message of an add as it was sent, with what it holds besides text.
///
/// @param role as sent, see [#speaks]
/// @param text null when the message has no text
/// @param media what came with the text, in order
public record Turn(String role, @Nullable String name, @Nullable String text, List<Media> media) {

    public Turn {
        media = List.copyOf(media);
    }

    /// The speaker that the role stands for: `user` or `assistant`, or null for roles that only
    /// give context.
    @Nullable String speaks() {
        return switch (role) {
            case "user" -> "user";
            case "assistant", "agent" -> "assistant";
            default -> null;
        };
    }

    /// Whether messages of a role, as the extractor sees it, state facts.
    static boolean isSaid(String role) {
        return role.equals("user") || role.equals("assistant");
    }

    /// Whether the role is one that Keepsake knows, if only as context.
    boolean hasKnownRole() {
        return switch (role) {
            case "user", "assistant", "agent", "system", "developer", "tool", "function" -> true;
            default -> false;
        };
    }

    /// As the extractor sees it.
    Message message() {
        return saying(text == null ? "" : text);
    }

    /// A message of the same speaker.
    Message saying(String content) {
        var speaker = speaks();
        var plainRole = "developer".equals(role) ? "system" : speaker == null ? role : speaker;
        return new Message(plainRole, name, content);
    }

    Turn withoutMedia() {
        return media.isEmpty() ? this : new Turn(role, name, text, List.of());
    }

    Turn rewritten(UnaryOperator<String> rewriting) {
        return text == null ? this : new Turn(role, name, rewriting.apply(text), media);
    }

    Map<String, @Nullable Object> toJob() {
        Map<String, @Nullable Object> job = new LinkedHashMap<>();
        job.put("role", role);
        job.put("name", name);
        job.put("text", text);
        job.put("media", media.stream().map(Media::toJob).toList());
        return job;
    }

    static Turn fromJob(Map<?, ?> job) {
        List<Media> media = new ArrayList<>();
        if (job.get("media") instanceof List<?> parts) {
            parts.forEach(part -> Media.fromJob(part).ifPresent(media::add));
        }
        return new Turn(
                String.valueOf(job.get("role")),
                job.get("name") instanceof String name ? name : null,
                job.get("text") instanceof String text ? text : null,
                media);
    }
}
