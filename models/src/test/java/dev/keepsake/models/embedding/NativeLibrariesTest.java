package dev.keepsake.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    @TempDir Path folder;

    @Test
    void unpacksOnceAndMendsADamagedFile() throws Exception {
        NativeLibraries.onnxRuntime(folder);
        var library = files().getFirst();
        long size = Files.size(library);
        var written = Files.getLastModifiedTime(library);

        NativeLibraries.onnxRuntime(folder);
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(written);

        // A new file in place of the old one, which this process may have mapped
        Files.delete(library);
        Files.writeString(library, "cut short");
        NativeLibraries.onnxRuntime(folder);
        assertThat(Files.size(library)).isEqualTo(size);
        assertThat(files()).hasSize(2);
    }

    private List<Path> files() throws IOException {
        try (var walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
