package dev.keepsake.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.Neighbour;
import dev.keepsake.server.ServerUnderTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Plays the conversations in `golden/*.http` against a running server and compares whole replies.
/// What differs from run to run is masked: ids are numbered in the order of their first showing,
/// and can be used in later requests; instants of today, durations, scores and the address are
/// named by kind.
///
/// `-Dkeepsake.golden=write` writes what the server says into the files; read the difference before
/// you commit it.
class GoldenTest {

    private static final boolean WRITES = "write".equals(System.getProperty("keepsake.golden"));
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final Pattern ID =
            Pattern.compile(
                    "\\b\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b|\\bwh_[0-9A-Za-z]{22}\\b");
    private static final Pattern STAMP =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00");
    private static final Pattern SECRET = Pattern.compile("whsec_[0-9A-Za-z]{43}");
    private static final Pattern UNFINISHED =
            Pattern.compile("\"status\":\"(?:PENDING|RUNNING)\"|No memory export request found");
    private static final Pattern LATENCY = Pattern.compile("(\"latency\" : )[0-9.E-]+");
    private static final Pattern SCORE =
            Pattern.compile("(\"(?:score|semantic|bm25|entity|final)\" : )0\\.\\d+(?:E-\\d+)?");

    /// The graph follows behind everybody's back.
    private static final Pattern LINKED =
            Pattern.compile("(\"graph_status\" : )(?:null|\"SUCCEEDED\")");

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @TempDir private Path data;
    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of(), Neighbour.BEN);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<String> conversations() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void repliesAreAsWritten(String name) throws IOException {
        var file = FOLDER.resolve(name);
        var masks = new Masks();
        var played = new StringBuilder();
        for (var exchange : exchanges(Files.readString(file))) {
            played.append(exchange.request()).append(play(exchange, masks)).append('\n');
        }
        if (WRITES) {
            Files.writeString(file, played.toString());
        }
        assertThat(played.toString()).isEqualTo(Files.readString(file));
    }

    private String play(Exchange exchange, Masks masks) {
        var response =
                server.send(
                        exchange.method(),
                        masks.unmask(exchange.path()),
                        masks.unmask(exchange.body()),
                        exchange.authorization());
        if (exchange.awaits()) {
            response = await(exchange, masks, response);
        }
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/json");
        return "=> " + response.statusCode() + "\n" + masks.mask(pretty(response.body())) + "\n";
    }

    /// Asks again until the event that is asked for has come to its end, or the export is there.
    private HttpResponse<String> await(Exchange exchange, Masks masks, HttpResponse<String> first) {
        var response = first;
        var until = Instant.now().plusSeconds(30);
        while (UNFINISHED.matcher(response.body()).find() && Instant.now().isBefore(until)) {
            Thread.onSpinWait();
            response =
                    server.send(
                            exchange.method(),
                            masks.unmask(exchange.path()),
                            masks.unmask(exchange.body()),
                            exchange.authorization());
        }
        return response;
    }

    private static String pretty(String json) {
        return PRETTY.writeValueAsString(PRETTY.readTree(json));
    }

    /// @param request as it stands in the file, up to the reply
    private record Exchange(String request, String method, String path, String body) {

        /// Whether the request is repeated until what it is about is finished.
        boolean awaits() {
            return request.contains("(await)");
        }

        /// Ben is a stranger to the organization of the key that is used otherwise.
        Map<String, String> authorization() {
            return request.contains("(as ben)")
                    ? Neighbour.BEN.authorization()
                    : Map.of("Authorization", "Token " + ServerUnderTest.KEY);
        }
    }

    /// An exchange is a comment, a line with method and path, an optional body, and the reply after
    /// `=>`.
    private static List<Exchange> exchanges(String text) {
        List<Exchange> exchanges = new ArrayList<>();
        for (var part : text.split("(?m)^(?=## )")) {
            if (!part.isBlank()) {
                var request = part.split("(?m)^=> ", 2)[0];
                var lines = request.lines().filter(line -> !line.startsWith("##")).toList();
                var words = lines.getFirst().split(" ", 2);
                var body = String.join("\n", lines.subList(1, lines.size())).strip();
                exchanges.add(
                        new Exchange(
                                request.endsWith("\n") ? request : request + "\n",
                                words[0],
                                words[1].strip(),
                                body));
            }
        }
        return exchanges;
    }

    private final class Masks {
        private final Map<String, String> names = new LinkedHashMap<>();

        String mask(String text) {
            var ids = ID.matcher(text).replaceAll(this::numbered);
            var stamps = STAMP.matcher(ids).replaceAll(Masks::unlessOld);
            var durations = LATENCY.matcher(stamps).replaceAll("$1\"<ms>\"");
            var secrets = SECRET.matcher(durations).replaceAll("<secret>");
            var linked = LINKED.matcher(secrets).replaceAll("$1\"<null or SUCCEEDED>\"");
            return SCORE.matcher(linked)
                    .replaceAll("$1\"<score>\"")
                    .replace(server.url().toString(), "<base>");
        }

        private String numbered(MatchResult id) {
            if (id.group().startsWith("00000000-")) {
                return id.group();
            }
            return names.computeIfAbsent(id.group(), _ -> "<id-" + (names.size() + 1) + ">");
        }

        static String unlessOld(MatchResult stamp) {
            var hours =
                    ChronoUnit.HOURS.between(
                            Instant.now(), OffsetDateTime.parse(stamp.group()).toInstant());
            if (Math.abs(hours) < 24) {
                return "<now>";
            }
            return Math.abs(hours - 7 * 24) < 24 ? "<in a week>" : stamp.group();
        }

        String unmask(String text) {
            var plain = text;
            for (var entry : names.entrySet()) {
                plain = plain.replace(entry.getValue(), entry.getKey());
            }
            return plain;
        }
    }
}
