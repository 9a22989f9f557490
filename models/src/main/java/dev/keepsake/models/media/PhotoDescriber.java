package dev.keepsake.models.media;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.ChatModel;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.chat.AnswerText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Has a language model that sees say what a picture shows (engine contract 1.12). A failure that
/// may pass is tried once more. As safe for many threads as the model.
public final class PhotoDescriber {

    /// In the name of the resource; a new wording is a new version.
    static final String VERSION = "v1";

    private static final int MOST_CHARS = 2_000;
    private static final String QUESTION = "Describe this picture.";

    private final ChatModel model;
    private final String instructions = resource();

    public PhotoDescriber(ChatModel model) {
        this.model = model;
    }

    /// In one line.
    ///
    /// @throws UnreadableMedia when it is no picture that a model takes, or the model says nothing
    String describe(Purpose purpose, byte[] image) throws UnreadableMedia {
        var ask = ask(purpose, image);
        var said = AnswerText.bare(answer(ask)).strip().replaceAll("\\s+", " ");
        if (said.isEmpty()) {
            throw new UnreadableMedia("the vision model said nothing");
        }
        return said.length() <= MOST_CHARS ? said : cut(said);
    }

    ChatModel.Ask ask(Purpose purpose, byte[] image) throws UnreadableMedia {
        var picture = new ChatModel.Picture(typeOf(image), image);
        return new ChatModel.Ask(
                purpose.as(Operation.VISION), instructions, QUESTION, null, List.of(picture));
    }

    private String answer(ChatModel.Ask ask) throws UnreadableMedia {
        try {
            return model.ask(ask).text();
        } catch (Failure.ModelFailed failed) {
            if (!failed.retriable()) {
                throw new UnreadableMedia("the vision model failed: " + failed.reason());
            }
        }
        try {
            return model.ask(ask).text();
        } catch (Failure.ModelFailed failed) {
            throw new UnreadableMedia("the vision model failed: " + failed.reason());
        }
    }

    private static String cut(String text) {
        var end = text.lastIndexOf(' ', MOST_CHARS);
        return text.substring(0, end <= 0 ? MOST_CHARS : end) + " …";
    }

    /// By its first bytes; what a server or a caller says about it counts for nothing.
    private static String typeOf(byte[] image) throws UnreadableMedia {
        var start = new String(image, 0, Math.min(image.length, 12), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0089PNG\r\n")) {
            return "image/png";
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (start.startsWith("GIF8")) {
            return "image/gif";
        }
        if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
            return "image/webp";
        }
        throw new UnreadableMedia("is no PNG, JPEG, GIF or WebP picture");
    }

    private static String resource() {
        var name = "vision-" + VERSION + ".txt";
        try (var file = PhotoDescriber.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
