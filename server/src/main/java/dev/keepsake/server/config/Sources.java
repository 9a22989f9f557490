package dev.keepsake.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the values of a configuration came from, and what it takes to read it again. Equal to any
/// other: where values came from makes no difference to what they are. Immutable.
public final class Sources {

    static final Sources NONE = new Sources(null, Map.of(), List.of());

    private final @Nullable Path file;
    private final Map<String, String> environment;
    private final List<Effective> effective;

    Sources(@Nullable Path file, Map<String, String> environment, List<Effective> effective) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.effective = List.copyOf(effective);
    }

    /// Every setting, in the order of the documentation.
    public List<Effective> effective() {
        return effective;
    }

    /// The configuration as it would be with other values from the dashboard.
    Configuration with(Map<String, String> saved) {
        return Configuration.load(file, environment, saved);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sources;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "Sources";
    }
}
