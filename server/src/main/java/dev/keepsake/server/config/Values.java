package dev.keepsake.server.config;

import dev.keepsake.failure.Failure;
import dev.keepsake.server.config.Effective.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the operator gave, handed out setting by setting. Reading a setting is also its
/// declaration: once all are read, what is left over has no meaning, and [#refuseUnknown] says so.
/// For one thread.
final class Values {

    /// Variables that the launcher and the clients read from the same environment.
    private static final Set<String> RESERVED =
            Set.of("KEEPSAKE_API_KEY", "KEEPSAKE_BASE_URL", "KEEPSAKE_JAVA_OPTS", "KEEPSAKE_AOT");

    private final List<Layer> files;
    private final Map<String, String> environment;
    private final Map<String, Setting> declared = new LinkedHashMap<>();
    private final Map<String, Effective> effective = new LinkedHashMap<>();

    /// The lines of one file.
    ///
    /// @param name how the file is called in messages
    record Layer(Source source, String name, Map<String, String> lines) {}

    /// @param fileName how the file is called in messages
    Values(Map<String, String> file, String fileName, Map<String, String> environment) {
        this(List.of(new Layer(Source.FILE, fileName, file)), environment);
    }

    /// @param files the first that names a setting decides
    Values(List<Layer> files, Map<String, String> environment) {
        this.files = List.copyOf(files);
        this.environment = environment;
    }

    /// A setting with a default.
    ///
    /// @throws Failure.Invalid when what was given breaks the rule of its kind
    <T> T read(String name, Kind<T> kind, String standard, String meaning) {
        declare(new Setting(name, "`" + standard + "`", kind.rule(), meaning));
        var given = given(name);
        note(name, kind, given);
        return parse(
                name,
                kind,
                given == null ? new Given(standard, "the default", Source.DEFAULT) : given);
    }

    /// A setting that may be absent.
    ///
    /// @param otherwise what its absence means, in words
    /// @throws Failure.Invalid when what was given breaks the rule of its kind
    <T> @Nullable T find(String name, Kind<T> kind, String otherwise, String meaning) {
        declare(new Setting(name, otherwise, kind.rule(), meaning));
        var given = given(name);
        note(name, kind, given);
        return given == null ? null : parse(name, kind, given);
    }

    /// Every setting read so far, in order.
    List<Setting> declared() {
        return List.copyOf(declared.values());
    }

    /// The same with the values that hold.
    List<Effective> effective() {
        return List.copyOf(effective.values());
    }

    /// @throws Failure.Invalid naming a given setting that nobody read, and the nearest one that
    ///   exists
    void refuseUnknown() {
        for (var file : files) {
            for (var name : new TreeSet<>(file.lines.keySet())) {
                if (!declared.containsKey(name)) {
                    throw unknown(file.name, name, declared.keySet());
                }
            }
        }
        var variables = declared.values().stream().map(Setting::environmentName).toList();
        Set<String> known = new HashSet<>(RESERVED);
        for (var variable : variables) {
            known.add(variable);
            known.add(variable + "_FILE");
        }
        for (var name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(Setting.PREFIX) && !known.contains(name)) {
                throw unknown("the environment", name, variables);
            }
        }
    }

    private record Given(String text, String origin, Source source) {}

    private void note(String name, Kind<?> kind, @Nullable Given given) {
        var setting = declared.get(name);
        if (setting == null) {
            throw new IllegalStateException(name + " is not declared");
        }
        effective.put(
                name,
                new Effective(
                        name,
                        given == null || kind.hidden() ? null : given.text(),
                        given == null ? Source.DEFAULT : given.source(),
                        setting.standard(),
                        setting.rule(),
                        setting.meaning(),
                        kind.hidden()));
    }

    private void declare(Setting setting) {
        if (declared.putIfAbsent(setting.name(), setting) != null) {
            throw new IllegalStateException(setting.name() + " is declared twice");
        }
    }

    private @Nullable Given given(String name) {
        var variable = Setting.environmentName(name);
        var direct = environment.getOrDefault(variable, "");
        var indirect = environment.getOrDefault(variable + "_FILE", "");
        if (!direct.isBlank() && !indirect.isBlank()) {
            throw new Failure.Invalid(variable + " and " + variable + "_FILE are both set");
        }
        if (!direct.isBlank()) {
            return new Given(direct.strip(), variable, Source.ENVIRONMENT);
        }
        if (!indirect.isBlank()) {
            return new Given(
                    contents(variable + "_FILE", indirect.strip()),
                    variable + "_FILE",
                    Source.ENVIRONMENT);
        }
        return files.stream()
                .filter(file -> !file.lines.getOrDefault(name, "").isBlank())
                .findFirst()
                .map(file ->
                        new Given(
                                file.lines.getOrDefault(name, "").strip(), file.name, file.source))
                .orElse(null);
    }

    private static String contents(String variable, String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure.Invalid(variable + ": cannot read the file " + path);
        }
    }

    private static <T> T parse(String name, Kind<T> kind, Given given) {
        try {
            return kind.reading().read(given.text());
        } catch (IllegalArgumentException _) {
            throw new Failure.Invalid(
                    "%s = %s (from %s): must be %s"
                            .formatted(
                                    name,
                                    kind.hidden() ? "(hidden)" : given.text(),
                                    given.origin(),
                                    kind.rule()));
        }
    }

    private static Failure.Invalid unknown(String origin, String name, Collection<String> known) {
        var nearest =
                known.stream()
                        .min(
                                Comparator.comparingInt((String each) -> distance(each, name))
                                        .thenComparing(Comparator.naturalOrder()))
                        .orElseThrow();
        return new Failure.Invalid(
                "%s: there is no setting %s; the nearest is %s".formatted(origin, name, nearest));
    }

    /// Levenshtein's edit distance.
    private static int distance(String left, String right) {
        var previous = Stream.iterate(0, i -> i + 1).limit(right.length() + 1L).toList();
        for (int i = 1; i <= left.length(); i++) {
            List<Integer> row = new ArrayList<>(List.of(i));
            for (int j = 1; j <= right.length(); j++) {
                var swap = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                row.add(
                        Math.min(
                                previous.get(j - 1) + swap,
                                Math.min(previous.get(j), row.get(j - 1)) + 1));
            }
            previous = row;
        }
        return previous.getLast();
    }
}
