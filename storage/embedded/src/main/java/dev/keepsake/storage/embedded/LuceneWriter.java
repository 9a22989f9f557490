package dev.keepsake.storage.embedded;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;

/// An index writer that says when the content of a commit is settled. The long part of a commit,
/// waiting for the disk, comes after that, and other threads may write and search meanwhile.
final class LuceneWriter extends IndexWriter {

    private final ThreadLocal<Runnable> settled = ThreadLocal.withInitial(() -> () -> {});

    LuceneWriter(Directory directory, IndexWriterConfig config) throws IOException {
        super(directory, config);
    }

    /// Commits what is written when this is called, together with the given user data.
    ///
    /// @param whenSettled called once on this thread; what is written from then on is not part of
    ///   the commit
    void commit(Map<String, String> data, Runnable whenSettled) throws IOException {
        setLiveCommitData(data.entrySet());
        settled.set(whenSettled);
        try {
            commit();
        } finally {
            settled.remove();
        }
    }

    /// Lucene calls this when it has noted what belongs to the commit (or, on other threads, to a
    /// new view) and before it waits for the disk.
    @Override
    protected void doAfterFlush() {
        var action = settled.get();
        settled.remove();
        action.run();
    }
}
