package dev.keepsake.ingest;

import dev.keepsake.ingest.MediaReader.Reading;
import dev.keepsake.model.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes text of everything that was sent (engine contract 1.12). A part that cannot be read is
/// noted and left out; the text beside it stays. Parts are read side by side, and what is not read
/// when the time is over is given up. Safe for many threads.
final class Transcription {

    private static final System.Logger LOG = System.getLogger(Transcription.class.getName());

    private final MediaReader reader;
    private final Duration within;

    /// @param within what all parts of one add may take together
    Transcription(MediaReader reader, Duration within) {
        this.reader = reader;
        this.within = within;
    }

    Transcript of(Purpose purpose, List<Turn> turns) {
        if (turns.stream().allMatch(turn -> turn.media().isEmpty())) {
            return Transcript.of(turns);
        }
        var writer = new Transcript.Writer();
        var readings = readings(purpose, turns).iterator();
        for (var turn : turns) {
            writer.add(turn, turn.media().stream().map(_ -> readings.next()).toList());
        }
        return writer.transcript();
    }

    /// In the order of the parts.
    private List<Reading> readings(Purpose purpose, List<Turn> turns) {
        List<Callable<Reading>> parts = new ArrayList<>();
        for (var turn : turns) {
            turn.media().forEach(media -> parts.add(() -> reader.read(purpose, media)));
        }
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var end = System.nanoTime() + within.toNanos();
            var underWay = parts.stream().map(threads::submit).toList();
            return underWay.stream().map(part -> reading(part, end)).toList();
        } finally {
            // not closed: that would wait for what was given up
            threads.shutdownNow();
        }
    }

    private static Reading reading(Future<Reading> part, long end) {
        try {
            return part.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return new Reading.Unreadable("took too long");
        } catch (ExecutionException failed) {
            LOG.log(System.Logger.Level.WARNING, "a media part could not be read", failed);
            return new Reading.Unreadable("could not be read");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Reading.Unreadable("the server stopped");
        }
    }
}
