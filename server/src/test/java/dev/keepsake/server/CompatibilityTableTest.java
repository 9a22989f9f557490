package dev.keepsake.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.http.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/compatibility.md` names routes that are served, with the permissions that they need, and
/// tests that exist; what the tests find out is another matter.
class CompatibilityTableTest {

    private static final Path DOCUMENT = Path.of("../docs/compatibility.md");
    private static final Path SCRIPTS = Path.of("../compat/src/test/clients");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern PYTHON_TEST = Pattern.compile("(test_\\w+)(?:\\[(\\w+)])?");

    /// One action of the table, read from the cells of its line.
    private record Row(
            String number, List<String> endpoints, String permission, List<String> tests) {

        static Row of(String line) {
            var cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            return new Row(cells.get(1), codes(cells.get(3)), cells.get(7), codes(cells.get(8)));
        }

        private static List<String> codes(String cell) {
            return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
        }
    }

    @Test
    void thereAre47Actions() {
        assertThat(rows())
                .extracting(Row::number)
                .isEqualTo(IntStream.rangeClosed(1, 47).mapToObj(String::valueOf).toList());
    }

    @Test
    void everyRouteIsServedWithThatPermission(@TempDir Path folder) {
        Map<String, String> served =
                Routes.all(folder).stream()
                        .collect(
                                Collectors.toMap(
                                        CompatibilityTableTest::name,
                                        CompatibilityTableTest::words));
        var told = new HashMap<String, String>();

        for (var row : rows()) {
            assertThat(row.endpoints()).as("endpoints of row %s", row.number()).isNotEmpty();
            row.endpoints().forEach(endpoint -> told.put(inFull(endpoint), row.permission()));
        }

        assertThat(served).containsAllEntriesOf(told);
    }

    @Test
    void everyTestExists() {
        var python = sources(".py");
        var javaScript = sources(".mjs");
        var absent = new ArrayList<String>();

        for (var row : rows()) {
            assertThat(row.tests()).as("tests of row %s", row.number()).isNotEmpty();
            row.tests().stream()
                    .filter(test -> !exists(test, python, javaScript))
                    .forEach(absent::add);
        }

        assertThat(absent).isEmpty();
    }

    private static boolean exists(String test, String python, String javaScript) {
        var name = PYTHON_TEST.matcher(test);
        if (!name.matches()) {
            return javaScript.contains("test(\"%s\"".formatted(test));
        }
        return python.contains("def %s(".formatted(name.group(1)))
                && (name.group(2) == null || python.contains("\"%s\"".formatted(name.group(2))));
    }

    private static List<Row> rows() {
        return read(DOCUMENT)
                .lines()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .map(Row::of)
                .toList();
    }

    private static String inFull(String endpoint) {
        return endpoint.replace(" ORGS/", " /api/v1/orgs/organizations/")
                .replace(" HOOKS/", " /api/v1/webhooks/");
    }

    private static String name(Endpoint endpoint) {
        return endpoint.method() + " " + endpoint.path() + "/";
    }

    private static String words(Endpoint endpoint) {
        return endpoint.permission().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String sources(String ending) {
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .map(CompatibilityTableTest::read)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
