package dev.keepsake.category;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the shipped catalog, whose form its own head explains.
final class CatalogText {

    private final List<Category> categories = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();
    private final List<String> cues = new ArrayList<>();
    private @Nullable String name;
    private @Nullable String description;

    private CatalogText() {}

    static Catalog standard() {
        var text = new CatalogText();
        resource("default-catalog.txt").lines().forEach(text::read);
        text.end();
        return new Catalog(text.categories);
    }

    private void read(String line) {
        if (line.startsWith("[")) {
            end();
            name = line.substring(1, line.length() - 1);
        } else if (line.startsWith("- ")) {
            examples.add(line.substring(2));
        } else if (line.startsWith("~ ")) {
            cues.addAll(List.of(line.substring(2).split(", ")));
        } else if (!line.isBlank() && !line.startsWith("#")) {
            description = line;
        }
    }

    private void end() {
        if (name != null) {
            categories.add(new Category(name, description, examples, cues));
        }
        examples.clear();
        cues.clear();
    }

    private static String resource(String name) {
        try (var stream =
                Objects.requireNonNull(CatalogText.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
