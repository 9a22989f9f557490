package dev.keepsake.models.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts together what came of the parts of an export, the older first: member by member the newer
/// value wins unless it is empty, and lists are united. Pure.
final class PartialObjects {

    private PartialObjects() {}

    static Map<String, @Nullable Object> together(List<Map<String, @Nullable Object>> parts) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (var part : parts) {
            part.forEach((name, value) -> all.put(name, both(all.get(name), value)));
        }
        return all;
    }

    private static @Nullable Object both(@Nullable Object older, @Nullable Object newer) {
        if (isEmpty(newer)) {
            return older == null ? newer : older;
        }
        if (older instanceof Map<?, ?> one && newer instanceof Map<?, ?> other) {
            return together(List.of(object(one), object(other)));
        }
        if (older instanceof List<?> one && newer instanceof List<?> other) {
            Set<@Nullable Object> united = new LinkedHashSet<>(one);
            united.addAll(other);
            return new ArrayList<>(united);
        }
        return newer;
    }

    /// Without members that say nothing, at any depth, so that only what was told is judged.
    static Map<String, @Nullable Object> told(Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            var kept = value instanceof Map<?, ?> inner ? told(object(inner)) : value;
            if (!isEmpty(kept)) {
                told.put(name, kept);
            }
        });
        return told;
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null
                || value.equals("")
                || value.equals(List.of())
                || value.equals(Collections.emptyMap());
    }

    static Map<String, @Nullable Object> object(Map<?, ?> members) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        members.forEach((name, value) -> object.put(String.valueOf(name), value));
        return object;
    }
}
