package dev.keepsake.storage.embedded;

import dev.keepsake.storage.Mark;
import dev.keepsake.storage.SearchIndex.Fingerprint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a commit says about its content, kept as the commit's user data under the keys `mark`,
/// `model`, `dimensions` and `layout`.
record LuceneState(Mark mark, @Nullable Fingerprint fingerprint) {

    /// Of an index without any commit.
    private static final LuceneState NEW = new LuceneState(Mark.START, null);

    private static final String MARK = "mark";
    private static final String MODEL = "model";
    private static final String DIMENSIONS = "dimensions";
    private static final String LAYOUT = "layout";

    /// @param commitData of [IndexWriter#getLiveCommitData]
    /// @throws IllegalArgumentException when the data is not from here
    static LuceneState from(@Nullable Iterable<Map.Entry<String, String>> commitData) {
        Map<String, String> data = new HashMap<>();
        if (commitData != null) {
            commitData.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        }
        var mark = data.get(MARK);
        var model = data.get(MODEL);
        return mark == null
                ? NEW
                : new LuceneState(
                        new Mark(Long.parseLong(mark)),
                        model == null ? null : fingerprint(model, data));
    }

    private static Fingerprint fingerprint(String model, Map<String, String> data) {
        return new Fingerprint(
                model,
                Integer.parseInt(data.getOrDefault(DIMENSIONS, "")),
                Integer.parseInt(data.getOrDefault(LAYOUT, "")));
    }

    Map<String, String> data() {
        Map<String, String> data = new HashMap<>();
        data.put(MARK, Long.toString(mark.value()));
        if (fingerprint != null) {
            data.put(MODEL, fingerprint.modelId());
            data.put(DIMENSIONS, Integer.toString(fingerprint.dimensions()));
            data.put(LAYOUT, Integer.toString(fingerprint.layout()));
        }
        return data;
    }

    LuceneState at(Mark newMark) {
        return new LuceneState(newMark, fingerprint);
    }

    /// The number of dimensions that vectors must have, if that is known.
    Optional<Integer> dimensions() {
        return Optional.ofNullable(fingerprint).map(Fingerprint::dimensions);
    }
}
