package dev.keepsake.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Memory that a process occupies, in bytes.
///
/// @param resident everything that is in memory now
/// @param own the part of it that no file backs: heap, native allocations, stacks. The rest are
///   pages of mapped files, which the system takes back when it needs them
public record Memory(long resident, long own) {

    private static final double MIB = 1024 * 1024;

    /// Empty where the system does not tell.
    static Optional<Memory> of(long pid) {
        var status = Path.of("/proc", Long.toString(pid), "status");
        try {
            var lines = Files.readString(status);
            return Optional.of(new Memory(bytes(lines, "VmRSS:"), bytes(lines, "RssAnon:")));
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    private static long bytes(String lines, String name) {
        return lines.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    public long residentMib() {
        return Math.round(resident / MIB);
    }

    public long ownMib() {
        return Math.round(own / MIB);
    }

    @Override
    public String toString() {
        return residentMib() + " MiB (" + ownMib() + " without mapped files)";
    }
}
