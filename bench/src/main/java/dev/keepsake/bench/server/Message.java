package dev.keepsake.bench.server;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One message of an add.
///
/// @param role `user` or `assistant`
/// @param name who speaks; null when that is not known
public record Message(String role, @Nullable String name, String content) {

    public static Message byUser(String content) {
        return new Message("user", null, content);
    }

    Map<String, Object> toWire() {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("role", role);
        wire.put("content", content);
        if (name != null) {
            wire.put("name", name);
        }
        return wire;
    }
}
