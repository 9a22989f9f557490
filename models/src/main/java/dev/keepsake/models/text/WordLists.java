package dev.keepsake.models.text;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The word lists beside this class: words between spaces, `#` starts a comment.
final class WordLists {

    private WordLists() {}

    static Set<String> set(String resource) {
        var words = new HashSet<String>();
        lines(resource).forEach(words::addAll);
        return Set.copyOf(words);
    }

    /// Lines of a word and its forms, as a map from form to word.
    static Map<String, String> forms(String resource) {
        var forms = new HashMap<String, String>();
        for (var line : lines(resource)) {
            for (var form : line.subList(1, line.size())) {
                var other = forms.put(form, line.getFirst());
                if (other != null) {
                    throw new IllegalStateException(
                            resource + ": " + form + " is of " + other + " and " + line.getFirst());
                }
            }
        }
        return Map.copyOf(forms);
    }

    private static List<List<String>> lines(String resource) {
        try (var stream = WordLists.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new FileNotFoundException(resource);
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .map(line -> line.replaceAll("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(line -> List.of(line.split("\\s+")))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
