package dev.keepsake.storage;

import dev.keepsake.memory.Page;
import java.util.List;

/// Cuts pages out of whole lists.
final class Pages {

    private Pages() {}

    static <T> Page<T> cut(List<T> all, Page.Ask ask) {
        var items = all.stream().skip(ask.offset()).limit(ask.size()).toList();
        return new Page<>(items, all.size(), ask.number(), ask.size());
    }
}
