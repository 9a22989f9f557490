package dev.keepsake.ingest;

import java.time.Duration;

/// The constants of adding (engine contract 1.1, 1.5, 13.1 and 18).
///
/// @param workers adds processed at the same time
/// @param maxMessages per add
/// @param maxMessageChars per message
/// @param maxTextBytes of all messages of an add together
/// @param existing stored memories shown to the extractor, per side
/// @param recent memories of the session shown to the extractor
/// @param maxMemoryChars longer statements are cut at a sentence
/// @param lease how long a piece of work may take before somebody else may take it over
/// @param attempts how often work is tried before its event fails
/// @param mediaItems pictures and documents per add
/// @param mediaBytes of each of these
/// @param mediaWithin what reading all of an add may take
public record IngestSettings(
        int workers,
        int maxMessages,
        int maxMessageChars,
        int maxTextBytes,
        int existing,
        int recent,
        int maxMemoryChars,
        Duration lease,
        int attempts,
        int mediaItems,
        int mediaBytes,
        Duration mediaWithin) {

    public static final IngestSettings STANDARD =
            new IngestSettings(
                    4,
                    500,
                    100_000,
                    1 << 20,
                    10,
                    20,
                    2000,
                    Duration.ofMinutes(10),
                    3,
                    10,
                    20 << 20,
                    Duration.ofMinutes(3));

    public IngestSettings withWorkers(int count) {
        return new IngestSettings(
                count,
                maxMessages,
                maxMessageChars,
                maxTextBytes,
                existing,
                recent,
                maxMemoryChars,
                lease,
                attempts,
                mediaItems,
                mediaBytes,
                mediaWithin);
    }

    public IngestSettings withExisting(int count) {
        return new IngestSettings(
                workers,
                maxMessages,
                maxMessageChars,
                maxTextBytes,
                count,
                recent,
                maxMemoryChars,
                lease,
                attempts,
                mediaItems,
                mediaBytes,
                mediaWithin);
    }

    public IngestSettings withMediaBytes(int bytes) {
        return new IngestSettings(
                workers,
                maxMessages,
                maxMessageChars,
                maxTextBytes,
                existing,
                recent,
                maxMemoryChars,
                lease,
                attempts,
                mediaItems,
                bytes,
                mediaWithin);
    }
}
