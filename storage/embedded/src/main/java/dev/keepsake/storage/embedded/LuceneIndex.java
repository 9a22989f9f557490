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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexReader;
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
/// - **Threads:** one thread writes and makes visible, one commits; a lock between them is free
///   while a commit waits for the disk. Searches run in parallel on their callers' threads, each on
///   a view that stays until the search is done.
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
    private final LuceneWriter writer;
    private final SearcherManager searchers;
    private final LuceneThread writing = new LuceneThread("index-writer");
    private final LuceneThread committing = new LuceneThread("index-committer");

    /// Held while the writer's content and the state may disagree.
    private final ReentrantLock changing = new ReentrantLock();

    private final AtomicInteger uncommitted = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean unseen;
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
        LuceneWriter writer = null;
        try {
            writer = new LuceneWriter(directory, LuceneFolder.writing(settings));
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

    private LuceneIndex(Directory directory, LuceneWriter writer, LuceneSettings settings)
            throws IOException {
        this.settings = settings;
        this.directory = directory;
        this.writer = writer;
        this.state = LuceneState.from(writer.getLiveCommitData());
        // opens every segment, so damage shows now and not in the first search
        this.searchers = new SearcherManager(writer, new Searching());
        committing.every(settings.commitAfter(), this::commitByItself);
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

    @Override
    public void write(Batch batch) {
        // before the first change, because a vector that does not fit must not leave half a batch
        var documents = batch.puts().stream().map(this::document).toList();
        change(
                1 + documents.size() + batch.removals().size(),
                () -> {
                    for (var i = 0; i < documents.size(); i++) {
                        var put = batch.puts().get(i);
                        var id = put.stored().memory().id();
                        writer.updateDocument(key(put.project(), id), documents.get(i));
                    }
                    for (var removal : batch.removals()) {
                        writer.deleteDocuments(key(removal.project(), removal.id()));
                    }
                    state = state.at(batch.upTo());
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
        change(
                1,
                () -> {
                    writer.deleteAll();
                    state = new LuceneState(Mark.START, fingerprint);
                });
        flush();
    }

    @Override
    public void erase(ProjectId project) {
        change(
                1,
                () ->
                        writer.deleteDocuments(
                                new Term(
                                        LuceneDocuments.PROJECT,
                                        LuceneDocuments.bytes(project.value()))));
        flush();
    }

    /// Merging leaves removed documents behind; the files that held them go when the last commit
    /// and the last view let go of them.
    @Override
    public void compact() {
        flush();
        requireOpen();
        try {
            writer.forceMergeDeletes(true);
        } catch (IOException | AlreadyClosedException failure) {
            throw failed(failure);
        }
        // a commit of nothing but the merge
        uncommitted.incrementAndGet();
        flush();
        run(
                writing,
                () -> {
                    unseen = true;
                    show();
                });
    }

    private void change(int changes, LuceneThread.Work work) {
        run(
                writing,
                () -> {
                    changing.lock();
                    try {
                        unseen = true;
                        work.run();
                    } finally {
                        changing.unlock();
                    }
                });
        var before = uncommitted.getAndAdd(changes);
        if (before < settings.commitAt() && before + changes >= settings.commitAt()) {
            committing.later(this::commitByItself);
        }
    }

    @Override
    public void flush() {
        run(committing, this::commit);
    }

    private void commitByItself() {
        try {
            commit();
        } catch (IOException | RuntimeException failure) {
            // the next attempt comes by itself
            LOG.error("the search index could not be made durable", failure);
        }
    }

    /// Only on the committing thread.
    private void commit() throws IOException {
        changing.lock();
        try {
            var changes = uncommitted.get();
            if (changes > 0) {
                writer.commit(state.data(), changing::unlock);
                uncommitted.addAndGet(-changes);
            }
        } finally {
            if (changing.isHeldByCurrentThread()) {
                changing.unlock();
            }
        }
    }

    /// Makes everything durable and ends all use; searches under way may finish. Twice is fine.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            writing.end();
            committing.run(this::end);
        } catch (IOException failure) {
            throw failed(failure);
        } finally {
            committing.end();
        }
    }

    private void end() throws IOException {
        try {
            if (writer.isOpen()) {
                commit();
            }
        } finally {
            // after the commit there is nothing to lose, and merges are not worth waiting for
            IOUtils.closeWhileHandlingException(searchers, writer::rollback, directory);
        }
    }

    private interface Search<R> {
        R in(IndexSearcher searcher) throws IOException;
    }

    private <R> R search(Search<R> search) {
        requireOpen();
        if (unseen) {
            run(writing, this::show);
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

    /// Only on the writing thread.
    private void show() throws IOException {
        if (unseen) {
            searchers.maybeRefreshBlocking();
            unseen = false;
        }
    }

    private void run(LuceneThread thread, LuceneThread.Work work) {
        requireOpen();
        try {
            thread.run(work);
        } catch (IOException | AlreadyClosedException failure) {
            throw failed(failure);
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new Failure.StorageFailed("the search index is closed");
        }
    }

    private Failure.StorageFailed failed(Exception failure) {
        return closed.get()
                ? new Failure.StorageFailed("the search index is closed", failure)
                : new Failure.StorageFailed(
                        "the search index failed: " + failure.getMessage(), failure);
    }
}
