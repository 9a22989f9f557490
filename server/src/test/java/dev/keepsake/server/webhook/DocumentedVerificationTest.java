package dev.keepsake.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The functions that `docs/webhooks.md` gives to receivers, run against our signatures. Skipped
/// where their language is not installed.
class DocumentedVerificationTest {

    private static final String BODY = "{\"event_details\":{\"id\":\"größe\"}}";
    private static final byte[] BYTES = BODY.getBytes(StandardCharsets.UTF_8);

    @Test
    void thePythonFunctionAcceptsWhatIsGenuineAndNothingElse() throws Exception {
        run(
                List.of("python3", "-c"),
                snippet("python")
                        + """

                        import sys
                        for line in sys.argv[2:]:
                            print(str(is_genuine("whsec_new", line, sys.argv[1].encode())).lower())
                        """);
    }

    @Test
    void theNodeFunctionAcceptsWhatIsGenuineAndNothingElse() throws Exception {
        run(
                List.of("node", "-e"),
                snippet("javascript")
                        + """

                        for (const line of process.argv.slice(2)) {
                          console.log(isGenuine("whsec_new", line, Buffer.from(process.argv[1])));
                        }
                        """);
    }

    private static void run(List<String> command, String program) throws Exception {
        var now = Instant.now();
        var genuine = Signature.of(BYTES, List.of("whsec_new"), now);
        var words = new java.util.ArrayList<>(command);
        words.addAll(
                List.of(
                        program,
                        BODY,
                        genuine,
                        Signature.of(BYTES, List.of("whsec_old", "whsec_new"), now),
                        Signature.of(BYTES, List.of("whsec_old"), now),
                        Signature.of("{}".getBytes(StandardCharsets.UTF_8), List.of("whsec_new"), now),
                        Signature.of(BYTES, List.of("whsec_new"), now.minusSeconds(400)),
                        genuine.replace("v1=", "v0="),
                        genuine.replaceFirst("t=\\d+,", ""),
                        "",
                        "t=" + now.getEpochSecond() + ",v1=",
                        "garbage"));
        var process = started(words);
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines())
                .containsExactly(
                        "true", "true", "false", "false", "false", "false", "false", "false",
                        "false", "false");
    }

    private static Process started(List<String> words) {
        try {
            return new ProcessBuilder(words).redirectErrorStream(true).start();
        } catch (IOException notInstalled) {
            Assumptions.abort(words.getFirst() + " is not installed");
            throw new AssertionError("abort always throws");
        }
    }

    private static String snippet(String language) throws IOException {
        var page = Files.readString(Path.of("../docs/webhooks.md"));
        var block = Pattern.compile("(?s)```" + language + "\\n(.*?)```").matcher(page);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
