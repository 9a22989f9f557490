package dev.keepsake.fact;

import java.util.LinkedHashMap;
import java.util.Map;

/// Reads statements and remembers the latest readings, because the neighbours of one statement are
/// read again for the next. Safe for many threads.
public final class Statements {

    private static final int MOST = 20_000;

    private final Map<String, StatedFacts> read =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, StatedFacts> eldest) {
                    return size() > MOST;
                }
            };

    /// What a text says.
    public StatedFacts read(String text) {
        synchronized (read) {
            var known = read.get(text);
            if (known != null) {
                return known;
            }
        }
        var facts = StatedFacts.of(text);
        synchronized (read) {
            read.put(text, facts);
        }
        return facts;
    }
}
