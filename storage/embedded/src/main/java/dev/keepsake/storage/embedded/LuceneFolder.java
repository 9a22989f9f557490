package dev.keepsake.storage.embedded;

import dev.keepsake.failure.Failure;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.store.ReadAdvice;

/// The folder of a Lucene index: how it is read and written, and what its failures mean to somebody
/// who runs the server.
record LuceneFolder(Path path) {

    /// Documents wait in memory until somebody searches or commits, or until they fill this.
    /// Vectors are most of it: some 20,000 memories.
    private static final double BUFFER_MB = 48;

    /// Segments below this size count as equally small, so that the many tiny ones of single writes
    /// are merged by the handful, soon and cheaply.
    private static final double TINY_SEGMENT_MB = 2;

    /// As much as this of new small segments stays in memory until a commit or a merge, so that
    /// writes and searches in turns do not wait for the file system.
    private static final double FRESH_MB = 16;

    Directory open() throws IOException {
        Files.createDirectories(path);
        var directory = new MMapDirectory(path);
        // by default vectors are read without looking ahead, which suits graphs; here most searches
        // go through them in order
        directory.setReadAdvice((_, _) -> Optional.of(ReadAdvice.NORMAL));
        return new NRTCachingDirectory(directory, TINY_SEGMENT_MB, FRESH_MB);
    }

    /// How to write: one background thread merges, and searches see few segments.
    static IndexWriterConfig writing(LuceneSettings settings) {
        var merging = new TieredMergePolicy();
        merging.setFloorSegmentMB(TINY_SEGMENT_MB);
        // compaction leaves no removed document anywhere
        merging.setForceMergeDeletesPctAllowed(0);
        return new IndexWriterConfig()
                .setOpenMode(IndexWriterConfig.OpenMode.CREATE_OR_APPEND)
                .setCodec(LuceneFormat.codec(settings.graphFrom()))
                .setMergePolicy(merging)
                .setRAMBufferSizeMB(BUFFER_MB)
                // neither a search nor a commit waits for merges
                .setMaxFullFlushMergeWaitMillis(0)
                .setCommitOnClose(false);
    }

    /// Deletes all that the index consists of, readable or not.
    void erase() {
        try (var directory = open();
                var _ = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            for (var file : directory.listAll()) {
                if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
                    directory.deleteFile(file);
                }
            }
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    /// Why the index could not be opened or emptied.
    Failure.StorageFailed failed(Exception failure) {
        return new Failure.StorageFailed(
                switch (failure) {
                    case LockObtainFailedException _ ->
                            "the search index in "
                                    + path
                                    + " is in use by another server or command";
                    case CorruptIndexException _,
                            IndexFormatTooNewException _,
                            IndexFormatTooOldException _,
                            IndexNotFoundException _,
                            EOFException _,
                            FileNotFoundException _,
                            NoSuchFileException _,
                            // unknown formats and foreign commits
                            IllegalArgumentException _ ->
                            "the search index in "
                                    + path
                                    + " is damaged or of another version ("
                                    + failure.getMessage()
                                    + "); `keepsake reindex` rebuilds it, no memory is lost";
                    default ->
                            "the search index in "
                                    + path
                                    + " cannot be opened: "
                                    + failure.getMessage();
                },
                failure);
    }
}
