package dev.keepsake.search;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.model.Encoder;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.Row;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.SearchIndex.Fingerprint;
import dev.keepsake.storage.Storage;
import java.util.ArrayList;
import java.util.List;

/// Sees to it that index and rows fit the configured embedding model: checks at start, and rebuilds
/// on demand while nobody else uses the storage. Rows carry their vectors, so only rows of another
/// model are embedded again.
public final class IndexRebuild {

    private static final int BATCH = 500;

    private final Storage storage;
    private final EmbeddingModel model;

    public IndexRebuild(Storage storage, EmbeddingModel model) {
        this.storage = storage;
        this.model = model;
    }

    /// @param memories now in the index
    /// @param embedded of these, how many needed a new vector
    public record Result(long memories, long embedded) {}

    /// Prepares an index that is new, and refuses one that was made for another model.
    ///
    /// @throws Failure.Conflict when only a rebuild can help
    public void check() {
        var found = storage.index().fingerprint();
        if (found.isEmpty()) {
            requireRowsOfTheModel();
            storage.index().reset(wanted());
        } else {
            refuseUnless(
                    found.get().equals(wanted()),
                    "The search index was made for " + found.get().modelId());
        }
    }

    /// All rows, because a rebuild that was cut short leaves some of the new model and some not.
    private void requireRowsOfTheModel() {
        for (var rows = after(Row.BEFORE_FIRST);
                !rows.isEmpty();
                rows = after(rows.getLast().position())) {
            for (var row : rows) {
                var found = row.stored().encoding().modelId();
                refuseUnless(
                        found.equals(model.id()), "The stored memories have vectors of " + found);
            }
        }
    }

    private void refuseUnless(boolean fits, String finding) {
        if (!fits) {
            throw new Failure.Conflict(
                    finding
                            + ", but the configured embedding model is "
                            + model.id()
                            + ". Run `keepsake reindex`, or configure the former model again.");
        }
    }

    private Fingerprint wanted() {
        return new Fingerprint(model.id(), model.dimensions(), storage.index().layout());
    }

    /// Gives every row a vector of the model, and only then empties the index and fills it from the
    /// rows. A crash before that leaves the index under its former fingerprint, so that [#check]
    /// asks for the rest; a crash after it leaves an index that follows the log from its start,
    /// which comes to the same.
    public Result rebuild(Encoder encoder) {
        var embedded = refresh(encoder);
        var head = storage.memories().head();
        storage.index().reset(wanted());
        long count = 0;
        for (var rows = after(Row.BEFORE_FIRST);
                !rows.isEmpty();
                rows = after(rows.getLast().position())) {
            index(rows, Mark.START);
            count += rows.size();
        }
        index(List.of(), head);
        storage.index().flush();
        return new Result(count, embedded);
    }

    private long refresh(Encoder encoder) {
        long embedded = 0;
        for (var rows = after(Row.BEFORE_FIRST);
                !rows.isEmpty();
                rows = after(rows.getLast().position())) {
            embedded += keep(rows, encoder.refreshed(rows.stream().map(Row::stored).toList()));
        }
        return embedded;
    }

    private List<Row> after(long position) {
        return storage.memories().rows(position, BATCH);
    }

    private long keep(List<Row> rows, List<Stored> fresh) {
        List<Row> changed = new ArrayList<>();
        long embedded = 0;
        for (var i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            if (!row.stored().equals(fresh.get(i))) {
                changed.add(new Row(row.position(), row.project(), fresh.get(i)));
            }
            if (!row.stored().encoding().modelId().equals(model.id())) {
                embedded++;
            }
        }
        storage.memories().reencode(changed);
        return embedded;
    }

    private void index(List<Row> rows, Mark upTo) {
        var puts =
                rows.stream().map(row -> new SearchIndex.Put(row.project(), row.stored())).toList();
        storage.index().write(new SearchIndex.Batch(puts, List.of(), upTo));
    }
}
