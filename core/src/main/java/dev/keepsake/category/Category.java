package dev.keepsake.category;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A label that memories can carry.
///
/// @param name how memories carry it, as its owner wrote it
/// @param description what belongs to it; null when only the name says so
/// @param examples statements that belong to it
/// @param cues words that speak for it, in any inflection
public record Category(
        String name, @Nullable String description, List<String> examples, List<String> cues) {

    /// Carried only by memories that nothing else fits.
    private static final String REST = "misc";

    // the compiler leaves the type annotations of a compact constructor's parameters out of the
    // class file
    @SuppressWarnings("NullAway")
    public Category {
        examples = List.copyOf(examples);
        cues = List.copyOf(cues);
    }

    /// One that its owner made up.
    public static Category of(String name, @Nullable String description) {
        return new Category(name, description, List.of(), List.of());
    }

    /// Whether it stands for whatever fits nothing else.
    public boolean isRest() {
        return folded(name).equals(REST);
    }

    /// The name as a reader would say it: `personal details`.
    public String spoken() {
        return name.replace('_', ' ').replace('-', ' ').strip();
    }

    /// Name and description in one line.
    String line() {
        var line = description == null ? name : name + ": " + description;
        return "- " + line.replaceAll("\\s+", " ");
    }

    /// By which names are compared: without case, spaces, underscores and hyphens.
    static String folded(String name) {
        return name.replaceAll("[\\s_-]+", "").toLowerCase(Locale.ROOT);
    }
}
