package dev.keepsake.ingest;

import dev.keepsake.memory.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The messages of one add as text (stage 1 of engine contract 1.4).
///
/// @param messages what an extractor reads: those that say something, documents as messages of
///   their own
/// @param remembered the same one by one, as history and window keep them: of a long document only
///   the beginning
/// @param mediaErrors what could not be read, and why
record Transcript(List<Message> messages, List<Message> remembered, List<String> mediaErrors) {

    /// Of a document, what history shows as the source of its memories.
    private static final int REMEMBERED_CHARS = 2_000;

    /// By this the extractors know shared material.
    private static final String ANNOUNCED = "For reference:\n\n";

    /// Somebody's notes about themselves are read like what they say.
    private static final Pattern FIRST_PERSON =
            Pattern.compile("(?<![\\w.])(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Ww]e|[Oo]ur)(?![\\w.])");

    Transcript {
        messages = List.copyOf(messages);
        remembered = List.copyOf(remembered);
        mediaErrors = List.copyOf(mediaErrors);
    }

    /// Whether nothing is left to read.
    boolean isLost() {
        return messages.isEmpty() && !mediaErrors.isEmpty();
    }

    /// The same with every text rewritten, as what was in documents is not yet.
    Transcript rewritten(UnaryOperator<String> rewriting) {
        return new Transcript(
                rewritten(messages, rewriting), rewritten(remembered, rewriting), mediaErrors);
    }

    private static List<Message> rewritten(
            List<Message> messages, UnaryOperator<String> rewriting) {
        return messages.stream()
                .map(each -> new Message(each.role(), each.name(), rewriting.apply(each.content())))
                .toList();
    }

    /// Of turns without media.
    static Transcript of(List<Turn> turns) {
        var writer = new Writer();
        turns.forEach(turn -> writer.add(turn, List.of()));
        return writer.transcript();
    }

    /// Puts a transcript together, turn by turn. For one thread.
    static final class Writer {
        private final List<Message> messages = new ArrayList<>();
        private final List<Message> remembered = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private int turns;

        /// @param readings of the turn's media, in order
        void add(Turn turn, List<MediaReader.Reading> readings) {
            var said = new StringBuilder(turn.text() == null ? "" : turn.text());
            List<MediaReader.Reading.Text> documents = new ArrayList<>();
            for (var at = 0; at < readings.size(); at++) {
                switch (readings.get(at)) {
                    case MediaReader.Reading.Photo(var description) ->
                            said.append(said.isEmpty() ? "" : "\n")
                                    .append("[Shared photo: ")
                                    .append(description)
                                    .append("]");
                    case MediaReader.Reading.Text document -> {
                        documents.add(document);
                        if (document.isCut()) {
                            note(turn, at, "only its beginning was read, it is too long");
                        }
                    }
                    case MediaReader.Reading.Unreadable(var reason) -> note(turn, at, reason);
                }
            }
            if (!said.toString().isBlank()) {
                var message = turn.saying(said.toString());
                messages.add(message);
                remembered.add(message);
            }
            for (var document : documents) {
                var start = FIRST_PERSON.matcher(document.text()).find() ? "" : ANNOUNCED;
                messages.add(turn.saying(start + document.text()));
                remembered.add(turn.saying(start + beginning(document.text())));
            }
            turns++;
        }

        private void note(Turn turn, int at, String what) {
            errors.add(
                    "messages[%d] %s: %s"
                            .formatted(turns, turn.media().get(at).kind().wireName(), what));
        }

        private static String beginning(String text) {
            if (text.length() <= REMEMBERED_CHARS) {
                return text;
            }
            var end =
                    Character.isHighSurrogate(text.charAt(REMEMBERED_CHARS - 1))
                            ? REMEMBERED_CHARS - 1
                            : REMEMBERED_CHARS;
            return text.substring(0, end) + " …";
        }

        Transcript transcript() {
            return new Transcript(messages, remembered, errors);
        }
    }
}
