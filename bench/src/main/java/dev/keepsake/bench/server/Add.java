package dev.keepsake.bench.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages to be remembered for one user.
///
/// @param run null for none
/// @param time ISO 8601, of the memories to be stored; null for now
/// @param observed ISO 8601, when the words were said; null for the same as `time`
/// @param metadata kept with every memory that comes of them
public record Add(
        String user,
        @Nullable String run,
        List<Message> messages,
        @Nullable String time,
        @Nullable String observed,
        Map<String, Object> metadata) {

    public static Add of(String user, List<Message> messages) {
        return new Add(user, null, messages, null, null, Map.of());
    }

    /// Words said at that time, stored now.
    public static Add observed(String user, String at, List<Message> messages) {
        return new Add(user, null, messages, null, at, Map.of());
    }

    public static Add of(String user, String text) {
        return of(user, List.of(Message.byUser(text)));
    }

    Map<String, Object> toWire(boolean infer) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("messages", messages.stream().map(Message::toWire).toList());
        wire.put("user_id", user);
        wire.put("infer", infer);
        if (run != null) {
            wire.put("run_id", run);
        }
        if (time != null) {
            wire.put("timestamp", time);
        }
        if (observed != null) {
            wire.put("observation_datetime", observed);
        }
        if (!metadata.isEmpty()) {
            wire.put("metadata", metadata);
        }
        return wire;
    }
}
