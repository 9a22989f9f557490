package dev.keepsake.compat;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// One script of client tests, run by its own language's test runner, each of its tests reported as
/// one of ours.
///
/// The runners of both languages can write the same XML report, which is read here.
record Script(String name, RunningServer server, Map<String, String> variables) {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// Runs the script now.
    ///
    /// @param folder where to run it
    /// @param words the command, given the file its XML report goes to
    /// @return the tests it ran; never none, since a script that ran nothing is itself a failing
    ///   test
    Stream<DynamicTest> run(Path folder, Function<Path, List<String>> words) {
        try {
            var home = Clients.emptyFolder("home");
            var report = home.resolve("report.xml");
            var command = new Command(words.apply(report), folder, environment(home), PATIENCE);
            var ending =
                    command.run()
                            .orElseThrow(() ->
                                    new IllegalStateException("Cannot run " + command.words()));
            var tests =
                    Files.exists(report) ? tests(Files.readString(report)) : List.<DynamicTest>of();
            return ending.exitCode() == 0 && !tests.isEmpty()
                    ? tests.stream()
                    : Stream.concat(tests.stream(), Stream.of(broken(ending)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment(Path home) {
        var environment = new HashMap<String, String>();
        environment.put("COMPAT_URL", server.baseUrl());
        environment.put("COMPAT_PREFIXED_URL", server.prefixedUrl());
        environment.put("COMPAT_API_KEY", server.apiKey());
        environment.put("COMPAT_EMAIL", server.email());
        environment.put("COMPAT_PASSWORD", server.password());
        // The clients report their use to a third party unless told not to, and keep files in the
        // home folder.
        environment.put("MEM0_TELEMETRY", "false");
        environment.put("MEM0_DIR", home.toString());
        environment.put("HOME", home.toString());
        environment.put("NO_PROXY", "127.0.0.1,localhost");
        environment.put("no_proxy", "127.0.0.1,localhost");
        environment.putAll(variables);
        return environment;
    }

    private DynamicTest broken(Command.Ending ending) {
        return DynamicTest.dynamicTest(
                name + " ends well",
                () ->
                        fail(
                                "exit code %d%n%s%n%s",
                                ending.exitCode(), ending.output(), server.logTail()));
    }

    private static List<DynamicTest> tests(String report) {
        var tests = new ArrayList<DynamicTest>();
        var cases = parse(report).getElementsByTagName("testcase");
        for (int at = 0; at < cases.getLength(); at++) {
            tests.add(test((Element) cases.item(at)));
        }
        return tests;
    }

    private static DynamicTest test(Element testcase) {
        var failures =
                Stream.of("failure", "error", "skipped")
                        .flatMap(kind -> texts(testcase, kind))
                        .toList();
        return DynamicTest.dynamicTest(
                title(testcase),
                () -> {
                    if (!failures.isEmpty()) {
                        fail(String.join("\n", failures));
                    }
                });
    }

    private static Stream<String> texts(Element testcase, String kind) {
        var found = testcase.getElementsByTagName(kind);
        return Stream.iterate(0, at -> at < found.getLength(), at -> at + 1)
                .map(at -> (Element) found.item(at))
                .map(element -> element.getAttribute("message") + "\n" + element.getTextContent());
    }

    // Node nests a suite per describe and escapes quotes twice; pytest names the module and class
    // in an attribute.
    private static String title(Element testcase) {
        var name = testcase.getAttribute("name").replace("&quot;", "\"");
        Node parent = testcase.getParentNode();
        if (parent instanceof Element suite && !suite.getAttribute("name").equals("pytest")) {
            var outer = suite.getAttribute("name");
            return outer.isEmpty() ? name : outer + " > " + name;
        }
        return testcase.getAttribute("classname") + " > " + name;
    }

    private static Element parse(String report) {
        // Colours and other control characters of a failure text are not legal in XML.
        var legal = report.replaceAll("[\\p{Cntrl}&&[^\\r\\n\\t]]", "");
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(legal)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("Not an XML report: " + legal, e);
        }
    }
}
