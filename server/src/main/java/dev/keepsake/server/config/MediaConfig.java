package dev.keepsake.server.config;

import java.util.List;

/// Pictures and documents in messages (engine contract 1.12).
///
/// @param vision whether the chat model is shown pictures
/// @param allowed addresses that may be fetched from though they are private
public record MediaConfig(boolean vision, List<String> allowed) {

    public MediaConfig {
        allowed = List.copyOf(allowed);
    }

    static MediaConfig from(Values values) {
        var vision =
                values.read(
                        "llm.vision",
                        Kind.yesNo(),
                        "false",
                        "Whether the chat model understands pictures. Without one that does, pictures in messages are skipped.");
        var allowed =
                values.find(
                        "media.allowed-addresses",
                        Kind.list(Kind.addressRange()),
                        "none",
                        "Private addresses that pictures and documents in messages may be fetched from; public ones always may.");
        return new MediaConfig(vision, allowed == null ? List.of() : allowed);
    }
}
