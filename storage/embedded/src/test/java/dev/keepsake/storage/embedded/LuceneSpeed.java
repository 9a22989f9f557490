package dev.keepsake.storage.embedded;

import com.sun.management.OperatingSystemMXBean;
import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import dev.keepsake.memory.Visibility;
import dev.keepsake.search.Bm25;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.SearchIndex.Batch;
import dev.keepsake.storage.SearchIndex.Fingerprint;
import dev.keepsake.storage.SearchIndex.Probe;
import dev.keepsake.storage.SearchIndex.Put;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Prints what the index costs; run by hand. Arguments: the number of memories (100,000) and of
/// users (1,000).
final class LuceneSpeed {

    private static final ProjectId PROJECT = ProjectId.random();
    private static final int DIMENSIONS = 384;
    private static final int VOCABULARY = 20_000;

    private final Random random = new Random(1);
    private final LuceneIndex index;
    private final int users;
    private long mark;

    private LuceneSpeed(LuceneIndex index, int users) {
        this.index = index;
        this.users = users;
    }

    public static void main(String[] arguments) throws IOException {
        var memories = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        var users = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        var folder = Files.createTempDirectory("lucene-speed");
        try (var index = LuceneIndex.open(folder)) {
            index.reset(new Fingerprint("test", DIMENSIONS, LuceneIndex.LAYOUT));
            new LuceneSpeed(index, users).measure(memories);
            print("disk: %d MB in %d files", megabytes(folder), files(folder).length);
        } finally {
            LuceneIndex.erase(folder);
        }
    }

    private void measure(int memories) {
        var batches = IntStream.range(0, memories / 500).mapToObj(_ -> rows(500)).toList();
        rate("batches of 500", memories, () -> batches.forEach(this::write));
        rate("flush", 1, index::flush);
        search();
        var ones = rows(5_000);
        rate("single writes", ones.size(), () -> ones.forEach(row -> write(List.of(row))));
        var first = rows(1).getFirst();
        write(List.of(first));
        rate("size after writes", 1, index::size);
        latency(
                "write one, search one user",
                1_000,
                () -> {
                    write(rows(1));
                    index.gather(PROJECT, probe(), visible(user()));
                });
        latency(
                "write one, replace, search",
                300,
                () -> {
                    write(List.of(first));
                    index.gather(PROJECT, probe(), visible(user()));
                });
        search();
    }

    private void search() {
        latency("one user", 5_000, () -> index.gather(PROJECT, probe(), visible(user())));
        latency(
                "any user",
                200,
                () -> {
                    var anyUser = new Filter.EntityPresent(EntityKind.USER);
                    index.gather(PROJECT, probe(), visible(anyUser));
                });
        latency("everything", 200, () -> index.gather(PROJECT, probe(), Filter.EVERYTHING));
        latency(
                "text contains",
                50,
                () -> {
                    var filter = new Filter.TextContains("w7 w1", true);
                    index.gather(PROJECT, probe(), visible(filter));
                });
    }

    private Filter user() {
        return new Filter.EntityIn(EntityKind.USER, Set.of("user " + random.nextInt(users)));
    }

    private static Filter visible(Filter filter) {
        return Visibility.standard(LocalDate.now()).within(filter);
    }

    private void write(List<Stored> rows) {
        var puts = rows.stream().map(row -> new Put(PROJECT, row)).toList();
        index.write(new Batch(puts, List.of(), new Mark(++mark)));
    }

    private Probe probe() {
        return new Probe(vector(), terms(6).stream().distinct().toList(), 60, 60, Bm25.STANDARD);
    }

    private List<Stored> rows(int count) {
        return IntStream.range(0, count).mapToObj(_ -> row()).toList();
    }

    private Stored row() {
        var terms = terms(8 + random.nextInt(16));
        var memory =
                Memory.of(
                        MemoryId.random(),
                        String.join(" ", terms),
                        Scope.ofUser("user " + random.nextInt(users)),
                        Times.at(Instant.now()));
        return new Stored(memory, new Encoding(terms, "test", vector()));
    }

    /// Few words are frequent, most are rare.
    private List<String> terms(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> "w" + (int) Math.pow(VOCABULARY, random.nextDouble()))
                .toList();
    }

    private float[] vector() {
        var vector = new float[DIMENSIONS];
        var square = 0.0;
        for (var i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
            square += vector[i] * vector[i];
        }
        for (var i = 0; i < DIMENSIONS; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    private static void rate(String name, int count, Runnable work) {
        var cpu = cpuNanos();
        var start = System.nanoTime();
        work.run();
        var wall = (System.nanoTime() - start) / 1e9;
        var used = (cpuNanos() - cpu) / 1e9;
        print("%s: %.0f/s wall, %.0f/s CPU (%.2f s)", name, count / wall, count / used, wall);
    }

    private static void latency(String name, int rounds, Runnable work) {
        for (var i = 0; i < rounds / 2; i++) {
            work.run();
        }
        List<Long> nanos = new ArrayList<>();
        var cpu = cpuNanos();
        for (var i = 0; i < rounds; i++) {
            var start = System.nanoTime();
            work.run();
            nanos.add(System.nanoTime() - start);
        }
        var used = (cpuNanos() - cpu) / 1e6 / rounds;
        var sorted = nanos.stream().mapToLong(each -> each).sorted().toArray();
        print(
                "%s: p50 %.3f ms, p99 %.3f ms, CPU %.3f ms",
                name, sorted[rounds / 2] / 1e6, sorted[rounds * 99 / 100] / 1e6, used);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static File[] files(Path folder) {
        var files = folder.toFile().listFiles();
        return files == null ? new File[0] : files;
    }

    private static long megabytes(Path folder) {
        return Arrays.stream(files(folder)).mapToLong(File::length).sum() >> 20;
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
