package dev.keepsake.ingest;

import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Message;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who speaks in a task, and to whom.
///
/// @param names of the named ones, the window's included
/// @param isAgentFramed whether an agent alone is being told
record Speakers(ExtractionTask task, Set<String> names, boolean isAgentFramed) {

    private static final int ECHO_TURNS = 4;
    private static final Set<String> ASSISTANT_NAMES =
            English.words("assistant agent bot ai chatgpt gpt claude gemini copilot model llm");

    static Speakers in(ExtractionTask task) {
        var names =
                allIn(task)
                        .map(Speakers::nameOf)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        return new Speakers(task, names, task.isAgentFramed());
    }

    private static Stream<Message> allIn(ExtractionTask task) {
        return Stream.concat(task.context().window().stream(), task.messages().stream());
    }

    List<String> texts() {
        return allIn(task).map(Message::content).toList();
    }

    /// Whether a word is somebody's name or its beginning.
    boolean isCalled(String word) {
        return names.stream().anyMatch(name -> name.startsWith(word));
    }

    /// Whether people talk with each other, rather than one with an assistant.
    boolean isBetweenPeople() {
        return names.size() > 1;
    }

    /// What an assistant could only be repeating; nothing when no assistant speaks.
    List<String> echoable() {
        var messages = task.messages();
        if (messages.stream().noneMatch(each -> isAssistant(each) && !isHuman(each))) {
            return List.of();
        }
        var window = task.context().window();
        var last = window.subList(Math.max(0, window.size() - ECHO_TURNS), window.size());
        return Stream.concat(last.stream(), messages.stream())
                .filter(Speakers::isHuman)
                .map(Message::content)
                .toList();
    }

    /// Whom a message is said to: the other one of two, or the assistant; null when nobody can
    /// tell.
    @Nullable String listener(Message message) {
        var name = nameOf(message);
        if (name == null) {
            return isAgentFramed ? "Agent" : "Assistant";
        }
        var others = names.stream().filter(each -> !each.equals(name)).toList();
        return others.size() == 1 ? others.getFirst() : null;
    }

    /// A user, or a named person whom the caller put into the assistant's place.
    static boolean isHuman(Message message) {
        return message.role().equals("user")
                || isAssistant(message) && isPersonName(message.name());
    }

    static boolean isAssistant(Message message) {
        return message.role().equals("assistant") || message.role().equals("agent");
    }

    static Attribution attribution(Message message) {
        return isAssistant(message) ? Attribution.ASSISTANT : Attribution.USER;
    }

    static String called(Message message) {
        var name = nameOf(message);
        return name == null ? "User" : name;
    }

    static @Nullable String nameOf(Message message) {
        var name = message.name();
        return name == null || name.isBlank() ? null : name.strip();
    }

    private static boolean isPersonName(@Nullable String name) {
        return name != null
                && !name.isBlank()
                && Tokens.lowerWords(name).stream().noneMatch(ASSISTANT_NAMES::contains);
    }
}
