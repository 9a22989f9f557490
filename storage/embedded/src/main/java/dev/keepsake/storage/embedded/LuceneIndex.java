package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.SearchIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The search index as one Lucene index in one folder: vectors, words and filter fields of a memory
/// in the same document ([LuceneDocuments] describes it). Up to 200,000 matches of a filter the
/// nearest are found exactly, above approximately.
///
/// - **Durable** is what the last Lucene commit holds. Its user data carries the mark and the
///   fingerprint, so content and mark cannot part. Commits happen by themselves some seconds or
///   some thousand changes after a write, and in [#flush], [#reset] and [#close].
/// - **Visible** is everything written. A search that finds unseen writes makes them visible first,
///   which takes milliseconds; searches with no write in between pay nothing.
/// - **Locks:** one lock orders writes, commits and making visible. Searches take it only to make
///   writes visible; then they run in parallel, each on a view that stays until the search is done.
///
/// Safe for many threads. Every method throws [Failure.StorageFailed] when the disk fails and after
/// [#close].
final class LuceneIndex implements SearchIndex, AutoCloseable {

    /// Version of what [LuceneDocuments] describes, for the fingerprint.
    static final int LAYOUT = 1;

    private static final Logger LOG = LoggerFactory.getLogger(LuceneIndex.class);

    static {
        // how large a filter may be is decided where it is parsed; Lucene's 1,024 would be too few
        // for the distinct terms of a long text
        IndexSearcher.setMaxClauseCount(1_000_000);
    }

    private final LuceneSettings settings;
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final ScheduledExecutorService committer = committer();

    private final ReentrantLock writing = new ReentrantLock();
    private int uncommitted;
    private volatile boolean unseen;
    private volatile boolean closed;
    private volatile LuceneState state;

    /// Opens the index in a folder, which may be empty or missing; nobody else may have it open.
    ///
    /// @throws Failure.StorageFailed when the folder is in use or its content cannot be read; the
    ///   message says which, and what helps
    static LuceneIndex open(Path folder) {
        return open(folder, LuceneSettings.STANDARD);
    }

    static LuceneIndex open(Path folder, LuceneSettings settings) {
        var place = new LuceneFolder(folder);
        try {
            return open(place.open(), settings);
        } catch (IOException | IllegalArgumentException failure) {
            throw place.failed(failure);
        }
    }

    private static LuceneIndex open(Directory directory, LuceneSettings settings)
            throws IOException {
        IndexWriter writer = null;
        try {
            writer = new IndexWriter(directory, LuceneFolder.writing(settings));
            return new LuceneIndex(directory, writer, settings);
        } catch (Throwable failure) {
            IOUtils.closeWhileHandlingException(writer, directory);
            throw failure;
        }
    }

    /// Deletes the closed index in a folder, readable or not, so that it can be built anew.
    ///
    /// @throws Failure.StorageFailed when the folder is in use or cannot be written
    static void erase(Path folder) {
        new LuceneFolder(folder).erase();
    }

    private LuceneIndex(Directory directory, IndexWriter writer, LuceneSettings settings)
            throws IOException {
        this.settings = settings;
        this.directory = directory;
        this.writer = writer;
        this.state = LuceneState.from(writer.getLiveCommitData());
        // opens every segment, so damage shows now and not in the first search
        this.searchers = new SearcherManager(writer, new Searching());
    }

    private static final class Searching extends SearcherFactory {
        @Override
        public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
            var searcher = new IndexSearcher(reader);
            // nearly every filter names another user: caching them would cost more than it saves
            searcher.setQueryCache(null);
            return searcher;
        }
    }

    private static ScheduledExecutorService committer() {
        var executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("index-committer").factory());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    @Override
    public void write(Batch batch) {
        // before the first change, because a vector that does not fit must not leave half a batch
        var documents = batch.puts().stream().map(this::document).toList();
        exclusively(() -> {
            unseen = true;
            for (var i = 0; i < documents.size(); i++) {
                var put = batch.puts().get(i);
                var id = put.stored().memory().id();
                writer.updateDocument(key(put.project(), id), documents.get(i));
            }
            for (var removal : batch.removals()) {
                writer.deleteDocuments(key(removal.project(), removal.id()));
            }
            state = state.at(batch.upTo());
            commitLater(1 + documents.size() + batch.removals().size());
        });
    }

    private Document document(Put put) {
        var length = put.stored().encoding().vector().length;
        var expected = state.dimensions().orElse(length);
        if (length != expected) {
            throw new Failure.StorageFailed(
                    "a vector of " + length + " dimensions for an index of " + expected);
        }
        return LuceneDocuments.of(put.project(), put.stored());
    }

    private static Term key(ProjectId project, MemoryId id) {
        return new Term(LuceneDocuments.KEY, LuceneDocuments.key(project, id));
    }

    @Override
    public Mark applied() {
        requireOpen();
        return state.mark();
    }

    @Override
    public Optional<Fingerprint> fingerprint() {
        requireOpen();
        return Optional.ofNullable(state.fingerprint());
    }

    @Override
    public int layout() {
        return LAYOUT;
    }

    @Override
    public List<Candidate> gather(ProjectId project, Probe probe, Filter filter) {
        return search(searcher ->
                new LuceneGathering(searcher, project, probe, filter)
                        .candidates(settings.exactUpTo()));
    }

    @Override
    public long size() {
        return search(searcher -> (long) searcher.getIndexReader().numDocs());
    }

    @Override
    public Set<MemoryId> present(ProjectId project, Set<MemoryId> ids) {
        return search(searcher -> {
            Set<MemoryId> present = new HashSet<>();
            for (var segment : searcher.getIndexReader().leaves()) {
                var terms = segment.reader().terms(LuceneDocuments.KEY);
                var keys = terms == null ? TermsEnum.EMPTY : terms.iterator();
                for (var id : ids) {
                    if (keys.seekExact(LuceneDocuments.key(project, id))
                            && isAlive(keys, segment.reader())) {
                        present.add(id);
                    }
                }
            }
            return present;
        });
    }

    private static boolean isAlive(TermsEnum keys, LeafReader segment) throws IOException {
        var living = segment.getLiveDocs();
        var documents = keys.postings(null, PostingsEnum.NONE);
        while (documents.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            if (living == null || living.get(documents.docID())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void reset(Fingerprint fingerprint) {
        exclusively(() -> {
            unseen = true;
            writer.deleteAll();
            state = new LuceneState(Mark.START, fingerprint);
            commit();
        });
    }

    @Override
    public void flush() {
        exclusively(this::commit);
    }

    /// Makes everything durable and ends all use; searches under way may finish. Twice is fine.
    @Override
    public void close() {
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                committer.shutdown();
                end();
            }
        } finally {
            writing.unlock();
        }
    }

    private void end() {
        try {
            if (writer.isOpen()) {
                commit();
            }
        } catch (IOException failure) {
            throw failed(failure);
        } finally {
            // after the commit there is nothing to lose, and merges are not worth waiting for
            IOUtils.closeWhileHandlingException(searchers, writer::rollback, directory);
        }
    }

    private void commitLater(int changes) {
        if (uncommitted == 0) {
            committer.schedule(
                    this::commitByItself, settings.commitAfter().toMillis(), TimeUnit.MILLISECONDS);
        }
        if (uncommitted < settings.commitAt() && uncommitted + changes >= settings.commitAt()) {
            committer.execute(this::commitByItself);
        }
        uncommitted += changes;
    }

    private void commitByItself() {
        try {
            exclusively(() -> {
                if (uncommitted > 0) {
                    commit();
                }
            });
        } catch (Failure.StorageFailed failure) {
            if (!closed) {
                LOG.error("the search index could not be made durable", failure);
            }
        }
    }

    private void commit() throws IOException {
        writer.setLiveCommitData(state.data().entrySet());
        writer.commit();
        uncommitted = 0;
    }

    private interface Search<R> {
        R in(IndexSearcher searcher) throws IOException;
    }

    private <R> R search(Search<R> search) {
        requireOpen();
        if (unseen) {
            exclusively(this::show);
        }
        try {
            var searcher = searchers.acquire();
            try {
                return search.in(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException | AlreadyClosedException failure) {
            throw failed(failure);
        }
    }

    private void show() throws IOException {
        if (unseen) {
            searchers.maybeRefreshBlocking();
            unseen = false;
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private void exclusively(Action action) {
        writing.lock();
        try {
            requireOpen();
            action.run();
        } catch (IOException | AlreadyClosedException failure) {
            throw failed(failure);
        } finally {
            writing.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new Failure.StorageFailed("the search index is closed");
        }
    }

    private Failure.StorageFailed failed(Exception failure) {
        return closed
                ? new Failure.StorageFailed("the search index is closed", failure)
                : new Failure.StorageFailed(
                        "the search index failed: " + failure.getMessage(), failure);
    }
}
