package dev.keepsake.server.config;

import dev.keepsake.failure.Failure;
import dev.keepsake.server.config.Effective.Source;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Settings that administrators choose in the dashboard: `console.properties` in the data folder,
/// readable by its owner only because secrets may be among them. Safe for many threads.
public final class SavedSettings {

    static final String FILE_NAME = "console.properties";

    /// What may be chosen there. The rest decides where the server lives and who may reach it, and
    /// belongs to whoever holds the machine.
    private static final List<String> OPEN =
            List.of(
                    "llm.",
                    "embedding.",
                    "extraction.",
                    "ingest.",
                    "context.",
                    "search.",
                    "list.",
                    "fusion.",
                    "bm25.",
                    "event.",
                    "ping.",
                    "auth.signup",
                    "auth.email.",
                    "agent-mode.");

    /// What the running server asks for each time, so that a change needs no restart.
    private static final List<String> LIVE = List.of("auth.signup", "auth.email.", "agent-mode.");

    private final Path file;
    private Configuration current;
    private final Set<String> touched = new HashSet<>();

    /// @param running what the server was started with
    public SavedSettings(Configuration running) {
        this.file = running.storage().folder().resolve(FILE_NAME);
        this.current = running;
    }

    /// What holds now, for the parts that ask each time.
    public synchronized Configuration current() {
        return current;
    }

    /// Whether a setting was chosen anew since the server was started.
    public synchronized boolean isTouched(String name) {
        return touched.contains(name);
    }

    public static boolean isOpen(String name) {
        return OPEN.stream().anyMatch(name::startsWith);
    }

    public static boolean isLive(String name) {
        return LIVE.stream().anyMatch(name::startsWith);
    }

    /// Checks and keeps other values; all or none.
    ///
    /// @param changes by name; null takes a value back
    /// @throws Failure.Invalid when one cannot be chosen here, or breaks its rule
    public synchronized Configuration change(Map<String, @Nullable String> changes) {
        changes.keySet().forEach(this::requireChoosable);
        Map<String, String> lines = new TreeMap<>(saved());
        changes.forEach((name, value) -> {
            if (value == null || value.isBlank()) {
                lines.remove(name);
            } else {
                lines.put(name, value.strip());
            }
        });
        var changed = current.sources().with(lines);
        write(lines);
        touched.addAll(changes.keySet());
        current = changed;
        return changed;
    }

    /// The configuration as it would be with other values, for a trial.
    ///
    /// @throws Failure.Invalid as [#change]
    public Configuration tried(Map<String, @Nullable String> changes) {
        changes.keySet().forEach(this::requireChoosable);
        Map<String, String> lines = new TreeMap<>(saved());
        changes.forEach((name, value) -> {
            if (value != null && !value.isBlank()) {
                lines.put(name, value.strip());
            }
        });
        return current().sources().with(lines);
    }

    private void requireChoosable(String name) {
        var known =
                current().sources().effective().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () -> new Failure.Invalid(name + ": there is no such setting"));
        Rules.require(isOpen(name), "%s: cannot be changed in the dashboard", name);
        Rules.require(
                known.source() != Source.ENVIRONMENT,
                "%s: is set by the environment variable %s",
                name,
                Setting.environmentName(name));
    }

    private Map<String, String> saved() {
        return Files.exists(file) ? Configuration.properties(file) : Map.of();
    }

    /// Under another name first, so that a crash leaves either the old file or the new one.
    private void write(Map<String, String> lines) {
        var draft = file.resolveSibling(FILE_NAME + ".new");
        var properties = new Properties();
        properties.putAll(lines);
        try {
            var text = new StringWriter();
            properties.store(text, "Chosen in the dashboard. The environment wins over it.");
            Files.deleteIfExists(draft);
            try (var channel =
                    Files.newByteChannel(
                            draft,
                            Set.of(
                                    StandardOpenOption.CREATE_NEW,
                                    StandardOpenOption.WRITE,
                                    StandardOpenOption.SYNC),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")))) {
                var bytes = java.nio.charset.StandardCharsets.UTF_8.encode(text.toString());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new Failure.StorageFailed("cannot keep the settings in " + file, failed);
        }
    }
}
