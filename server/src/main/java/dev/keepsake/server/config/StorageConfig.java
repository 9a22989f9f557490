package dev.keepsake.server.config;

import java.nio.file.Path;
import java.time.Duration;

/// Where things are kept and for how long.
///
/// @param folder absolute; holds everything that must survive
/// @param eventRetention how long the feed of events reaches back
/// @param requestRetention how long the log of requests reaches back
public record StorageConfig(Path folder, Duration eventRetention, Duration requestRetention) {

    static StorageConfig from(Values values) {
        return new StorageConfig(
                folder(values),
                Duration.ofDays(
                        values.read(
                                "event.retention_d",
                                Kind.wholeNumber(1, 36_500),
                                "30",
                                "Days after which finished events are forgotten. Memories and their history stay.")),
                Duration.ofDays(
                        values.read(
                                "requests.retention-days",
                                Kind.wholeNumber(1, 36_500),
                                "30",
                                "Days after which requests are dropped from the request log.")));
    }

    StorageConfig in(Path other) {
        return new StorageConfig(other, eventRetention, requestRetention);
    }

    static Path folder(Values values) {
        return values.read(
                        "data",
                        Kind.path(),
                        "data",
                        "Folder of the database and the search index, relative to where the server was started. Not in the file of the data folder itself.")
                .toAbsolutePath()
                .normalize();
    }
}
