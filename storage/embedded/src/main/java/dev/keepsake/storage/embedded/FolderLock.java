package dev.keepsake.storage.embedded;

import dev.keepsake.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right of one process to use a data folder, held by a lock on its file `keepsake.lock`. The
/// operating system ends it with the process, however that dies; the file itself stays.
final class FolderLock implements AutoCloseable {

    /// POSIX drops a process's locks on a file when *any* of its descriptors for it is closed, so a
    /// second opening inside this process must be refused before it touches the file.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Takes the folder, creating it if there is none.
    ///
    /// @throws Failure.Busy when somebody has it
    /// @throws Failure.StorageFailed when it cannot be written
    static FolderLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            var real = folder.toRealPath();
            if (!HELD_HERE.add(real)) {
                throw inUse(folder, "this process");
            }
            try {
                return new FolderLock(real, locked(real));
            } catch (IOException | RuntimeException failure) {
                HELD_HERE.remove(real);
                throw failure;
            }
        } catch (IOException failure) {
            throw new Failure.StorageFailed(
                    "The data folder " + folder + " cannot be used: " + failure, failure);
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        var channel =
                FileChannel.open(
                        folder.resolve("keepsake.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse(folder, "process " + holder(channel));
            }
            var own = Long.toString(ProcessHandle.current().pid());
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(own.getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    private static Failure.Busy inUse(Path folder, String holder) {
        return new Failure.Busy(
                "The data folder "
                        + folder
                        + " is in use by "
                        + holder
                        + ". Only one server can use a folder: stop the other one or choose another"
                        + " folder.",
                Duration.ZERO);
    }

    /// Twice is fine, even when somebody else took the folder in between.
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException failure) {
            throw new Failure.StorageFailed("The lock on " + folder + " did not close", failure);
        } finally {
            HELD_HERE.remove(folder);
        }
    }
}
