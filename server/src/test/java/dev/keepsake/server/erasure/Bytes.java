package dev.keepsake.server.erasure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Looks through the raw bytes of files.
final class Bytes {

    private Bytes() {}

    /// The files below a folder that hold a word, in lower or upper case.
    static List<String> holding(Path folder, String word) throws IOException {
        List<String> found = new ArrayList<>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (holds(file, word)) {
                    found.add(folder.relativize(file).toString());
                }
            }
        }
        return found;
    }

    private static boolean holds(Path file, String word) throws IOException {
        // one char for one byte, so nothing is lost
        var content = Files.readString(file, StandardCharsets.ISO_8859_1);
        return content.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }
}
