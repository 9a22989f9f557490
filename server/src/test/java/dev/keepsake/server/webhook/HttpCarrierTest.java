package dev.keepsake.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.server.outbound.CheckedNames;
import dev.keepsake.server.outbound.TargetRules;
import dev.keepsake.webhook.Carrier.Answer;
import dev.keepsake.webhook.Carrier.Parcel;
import dev.keepsake.webhook.Carrier.Verdict;
import dev.keepsake.webhook.DeliveryId;
import dev.keepsake.webhook.Notice;
import dev.keepsake.webhook.WebhookEvent;
import dev.keepsake.webhook.WebhookId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Deliveries to real receivers of every temper: management contract 9.3 and 9.4.
class HttpCarrierTest {

    private static final Instant AT = Instant.parse("2026-08-01T09:30:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final MemoryId MEMORY = MemoryId.parse("6a0f2c1e-0d7b-4a7e-9b0e-5a5b7f6f2d11");
    private static final ProjectId PROJECT =
            ProjectId.parse("3be2f0a4-58a4-4a39-8d5a-0c6a1f0b7d9d");

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    // --- what is sent

    @Test
    void aDeliveryHasItsHeadersAndExactlyTheDocumentedKeys() {
        var receiver = receiver(Receiver.status(200));
        var parcel = parcel(receiver.url(), WebhookEvent.MEMORY_ADD);

        var answer = carry(parcel);

        assertThat(answer).isEqualTo(new Answer(new Verdict.Taken(), 200, "status 200"));
        var call = receiver.calls().getFirst();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.path()).isEqualTo("/hook");
        assertThat(call.text())
                .isEqualTo(
                        "{\"event_details\":{\"id\":\"6a0f2c1e-0d7b-4a7e-9b0e-5a5b7f6f2d11\","
                                + "\"data\":{\"memory\":\"Prefers \\\"Öre\\\" seats\"},\"event\":\"ADD\"}}");
        assertThat(call.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("user-agent", "keepsake-webhook/1.2.3")
                .containsEntry("host", "127.0.0.1:" + receiver.port())
                .containsEntry("x-mem0-event", "memory_add")
                .containsEntry("x-mem0-webhook-id", parcel.webhook().value())
                .containsEntry("x-mem0-delivery", parcel.delivery().toString())
                .containsEntry("x-mem0-attempt", "3")
                .doesNotContainKeys("x-mem0-test", "authorization", "cookie", "accept-encoding");
    }

    @Test
    void aReceiverCanVerifyTheSignatureWithEitherSecret() throws Exception {
        var receiver = receiver(Receiver.status(200));

        carry(parcel(receiver.url(), WebhookEvent.MEMORY_ADD));

        var call = receiver.calls().getFirst();
        var seconds = Long.toString(AT.getEpochSecond());
        assertThat(call.headers().get("x-mem0-signature"))
                .isEqualTo(
                        "t=%s,v1=%s,v1=%s"
                                .formatted(
                                        seconds,
                                        hmac("whsec_old", seconds, call.body()),
                                        hmac("whsec_new", seconds, call.body())));
    }

    private static String hmac(String secret, String seconds, byte[] body) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update(seconds.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) '.');
        return HexFormat.of().formatHex(mac.doFinal(body));
    }

    @ParameterizedTest
    @CsvSource({"MEMORY_UPDATE,UPDATE", "MEMORY_DELETE,DELETE"})
    void updatesAndDeletionsLookAlike(WebhookEvent event, String name) {
        var receiver = receiver(Receiver.status(200));

        carry(parcel(receiver.url(), event));

        assertThat(receiver.calls().getFirst().text())
                .startsWith("{\"event_details\":{\"id\":\"" + MEMORY + "\",\"data\":{")
                .endsWith("},\"event\":\"" + name + "\"}}");
    }

    @Test
    void categoriesAreToldWithoutTheText() {
        var receiver = receiver(Receiver.status(200));

        carry(parcel(receiver.url(), WebhookEvent.MEMORY_CATEGORIZE));

        assertThat(receiver.calls().getFirst().text())
                .isEqualTo(
                        "{\"event_details\":{\"event\":\"CATEGORIZE\",\"memory_id\":\""
                                + MEMORY
                                + "\",\"categories\":[\"travel\",\"user_preferences\"]}}");
    }

    @Test
    void theContextStandsBesideTheEvent() {
        var receiver = receiver(Receiver.status(200));

        carry(parcel(receiver.url(), WebhookEvent.MEMORY_ADD, PROJECT, false));

        assertThat(receiver.calls().getFirst().text())
                .endsWith(
                        "},\"context\":{\"project_id\":\""
                                + PROJECT
                                + "\",\"user_id\":\"ana\",\"agent_id\":null,\"app_id\":null,"
                                + "\"run_id\":\"r-1\",\"occurred_at\":\"2026-08-01T09:29:59.000000+00:00\"}}");
    }

    @Test
    void aTestSaysThatItIsOne() {
        var receiver = receiver(Receiver.status(200));

        carry(parcel(receiver.url(), WebhookEvent.MEMORY_ADD, null, true));

        assertThat(receiver.calls().getFirst().headers()).containsEntry("x-mem0-test", "true");
    }

    @Test
    void theConnectionIsUsedAgain() {
        var receiver = receiver(Receiver.status(200));
        var carrier = carrier();

        for (var n = 0; n < 3; n++) {
            assertThat(carrier.carry(parcel(receiver.url(), WebhookEvent.MEMORY_ADD)).verdict())
                    .isEqualTo(new Verdict.Taken());
        }

        assertThat(receiver.calls()).hasSize(3);
    }

    // --- what comes back

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void any2xxIsSuccess(int status) {
        assertThat(answerTo(Receiver.status(status, "", Map.of())).verdict())
                .isEqualTo(new Verdict.Taken());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 599})
    void someFailuresMayPass(int status) {
        assertThat(answerTo(Receiver.status(status)))
                .isEqualTo(new Answer(new Verdict.Later(null), status, "status " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 413, 418, 422})
    void otherRefusalsAreFinal(int status) {
        assertThat(answerTo(Receiver.status(status)))
                .isEqualTo(new Answer(new Verdict.Refused(), status, "status " + status));
    }

    @Test
    void aReceiverMaySayThatItIsGone() {
        assertThat(answerTo(Receiver.status(410)).verdict()).isEqualTo(new Verdict.Gone());
    }

    @ParameterizedTest
    @CsvSource({
        "120,120",
        "'Sat, 01 Aug 2026 09:35:00 GMT',300",
        "'Sat, 01 Aug 2026 09:00:00 GMT',-1800",
        "99999999999999999999,",
        "-5,",
        "soon,",
        "'',"
    })
    void aReceiverMayAskForPatience(String header, @Nullable Long seconds) {
        var answer = answerTo(Receiver.status(429, "slow down", Map.of("Retry-After", header)));

        assertThat(answer.verdict())
                .isEqualTo(new Verdict.Later(seconds == null ? null : Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreNotFollowed(int status) {
        var elsewhere = receiver(Receiver.status(200));

        var answer = answerTo(Receiver.status(status, "", Map.of("Location", elsewhere.url())));

        assertThat(answer.verdict()).isEqualTo(new Verdict.Later(null));
        assertThat(elsewhere.calls()).isEmpty();
    }

    @Test
    void longAnswersAreCutShort() {
        var answer = answerTo(Receiver.status(200, "é\u0000\n" + "x".repeat(1_000_000), Map.of()));

        assertThat(answer.verdict()).isEqualTo(new Verdict.Taken());
        assertThat(answer.response()).startsWith("é  xxx").hasSizeLessThanOrEqualTo(1024);
    }

    @Test
    void anAnswerThatNeverEndsIsReadOnlySoFar() {
        var answer =
                answerTo(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    var block = "y".repeat(8192).getBytes(StandardCharsets.UTF_8);
                    try (var out = exchange.getResponseBody()) {
                        while (true) {
                            out.write(block);
                        }
                    }
                });

        assertThat(answer.verdict()).isEqualTo(new Verdict.Taken());
        assertThat(answer.response()).hasSize(1024);
    }

    @Test
    void packedAnswersAreNotUnpacked() {
        var answer =
                answerTo(Receiver.status(200, "not really", Map.of("Content-Encoding", "gzip")));

        assertThat(answer).isEqualTo(new Answer(new Verdict.Taken(), 200, "not really"));
    }

    // --- what goes wrong

    @Test
    void aReceiverThatHangsIsGivenUpOn() {
        var letGo = new CountDownLatch(1);
        open.add(letGo::countDown);
        var receiver = receiver(_ -> await(letGo));

        var answer = impatient().carry(parcel(receiver.url(), WebhookEvent.MEMORY_ADD));

        assertThat(answer.verdict()).isEqualTo(new Verdict.Later(null));
        assertThat(answer.status()).isNull();
        assertThat(answer.response()).contains("no answer within");
    }

    @Test
    void anAnswerWhoseBodyHangsCountsByItsStatus() {
        var letGo = new CountDownLatch(1);
        open.add(letGo::countDown);
        var receiver =
                receiver(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('z');
                    exchange.getResponseBody().flush();
                    await(letGo);
                });

        var answer = impatient().carry(parcel(receiver.url(), WebhookEvent.MEMORY_ADD));

        assertThat(answer.verdict()).isEqualTo(new Verdict.Taken());
        assertThat(answer.status()).isEqualTo(200);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aReceiverThatHangsUpMayAnswerLater() throws Exception {
        try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var hangingUp =
                    Thread.startVirtualThread(() -> {
                        while (!socket.isClosed()) {
                            try (var connection = socket.accept()) {
                                readSome(connection.getInputStream());
                            } catch (IOException _) {
                                // closed
                            }
                        }
                    });

            var answer =
                    carry(
                            parcel(
                                    "http://127.0.0.1:" + socket.getLocalPort() + "/",
                                    WebhookEvent.MEMORY_ADD));

            assertThat(answer.verdict()).isEqualTo(new Verdict.Later(null));
            assertThat(answer.status()).isNull();
            assertThat(answer.response()).isNotEmpty();
            socket.close();
            assertThat(hangingUp.join(PATIENCE)).isTrue();
        }
    }

    private static void readSome(InputStream in) throws IOException {
        var _ = in.read(new byte[16]);
    }

    @Test
    void nobodyThereIsNoLastWord() {
        var receiver = receiver(Receiver.status(200));
        receiver.close();

        var answer = carry(parcel(receiver.url(), WebhookEvent.MEMORY_ADD));

        assertThat(answer.verdict()).isEqualTo(new Verdict.Later(null));
        assertThat(answer.response()).containsIgnoringCase("refused");
    }

    @Test
    void aNameThatIsUnknownMayBeKnownLater() {
        var carrier =
                carrier(
                        true,
                        host -> {
                            throw new java.net.UnknownHostException(host);
                        });

        var answer = carrier.carry(parcel("http://nobody.example.org/", WebhookEvent.MEMORY_ADD));

        assertThat(answer.verdict()).isEqualTo(new Verdict.Later(null));
        assertThat(answer.response()).contains("nobody.example.org");
    }

    @Test
    void aLookUpThatHangsIsGivenUpOn() {
        var letGo = new CountDownLatch(1);
        open.add(letGo::countDown);
        var carrier =
                carrier(
                        new CheckedNames(
                                new TargetRules(true),
                                host -> {
                                    await(letGo);
                                    throw new java.net.UnknownHostException(host);
                                }),
                        Duration.ofMillis(300));

        var answer = carrier.carry(parcel("http://slow.example.org/", WebhookEvent.MEMORY_ADD));

        assertThat(answer.verdict()).isEqualTo(new Verdict.Later(null));
    }

    @Test
    void anAddressThatTheClientCannotReadIsRefused() {
        var answer =
                carry(parcel("http://hooks.example.org:99999999999/", WebhookEvent.MEMORY_ADD));

        assertThat(answer.verdict()).isEqualTo(new Verdict.Refused());
    }

    // --- where it may go

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://[::ffff:169.254.169.254]/",
                "http://[fe80::1]/",
                "http://[fd00:ec2::254]/",
                "http://2852039166/",
                "http://0.0.0.0/",
                "http://[::]/",
                "http://224.0.0.1/",
                "https://169.254.169.254/"
            })
    void forbiddenAddressesAreRefusedWithoutATry(String url) {
        var answer = carry(parcel(url, WebhookEvent.MEMORY_ADD));

        assertThat(answer.verdict()).isEqualTo(new Verdict.Refused());
        assertThat(answer.status()).isNull();
        assertThat(answer.response()).contains("may not be a target");
    }

    @Test
    void privateTargetsCanBeForbidden() {
        var receiver = receiver(Receiver.status(200));
        var strict = carrier(false, InetAddress::getAllByName);

        for (var host : List.of("127.0.0.1", "localhost", "[::1]", "2130706433")) {
            var url = "http://" + host + ":" + receiver.port() + "/";
            var answer = strict.carry(parcel(url, WebhookEvent.MEMORY_ADD));
            assertThat(answer.verdict()).as(host).isEqualTo(new Verdict.Refused());
        }

        assertThat(receiver.calls()).isEmpty();
    }

    /// A name that means one thing when it is checked and another when it is called.
    @Test
    void aNameIsLookedUpOnceAndCalledWhereItWasChecked() {
        var receiver = receiver(Receiver.status(200));
        List<String> asked = new ArrayList<>();
        var rebinding =
                carrier(
                        true,
                        host -> {
                            asked.add(host);
                            return addresses(asked.size() == 1 ? "127.0.0.1" : "169.254.169.254");
                        });
        var url = "http://hooks.example.org:" + receiver.port() + "/a?b=c#d";

        var first = rebinding.carry(parcel(url, WebhookEvent.MEMORY_ADD));

        assertThat(first.verdict()).isEqualTo(new Verdict.Taken());
        assertThat(asked).containsExactly("hooks.example.org");
        var call = receiver.calls().getFirst();
        assertThat(call.headers()).containsEntry("host", "hooks.example.org:" + receiver.port());
        assertThat(call.path()).isEqualTo("/a?b=c");
        receiver.close();
        assertThat(rebinding.carry(parcel(url, WebhookEvent.MEMORY_ADD)).verdict())
                .isEqualTo(new Verdict.Refused());
    }

    @Test
    void ofSeveralAddressesTheAllowedOnesAreCalled() {
        var receiver = receiver(Receiver.status(200));
        var carrier = carrier(true, _ -> addresses("169.254.169.254", "127.0.0.1"));

        var answer =
                carrier.carry(
                        parcel(
                                "http://both.example.org:" + receiver.port() + "/",
                                WebhookEvent.MEMORY_ADD));

        assertThat(answer.verdict()).isEqualTo(new Verdict.Taken());
    }

    @ParameterizedTest
    @CsvSource({
        "compose_service,compose_service",
        "bücher.example,xn--bcher-kva.example",
        "Hooks.Example.Org,Hooks.Example.Org"
    })
    void unusualNamesWork(String host, String expected) {
        var receiver = receiver(Receiver.status(200));
        var carrier = carrier(true, _ -> addresses("127.0.0.1"));
        var url = "http://" + host + ":" + receiver.port() + "/größe/%20?q=ü";

        assertThat(carrier.carry(parcel(url, WebhookEvent.MEMORY_ADD)).verdict())
                .isEqualTo(new Verdict.Taken());

        var call = receiver.calls().getFirst();
        assertThat(call.headers().get("host"))
                .isEqualToIgnoringCase(expected + ":" + receiver.port());
        assertThat(call.path()).isEqualTo("/gr%C3%B6%C3%9Fe/%20?q=%C3%BC");
    }

    /// The name goes into the handshake and the certificate is checked against it, though the
    /// connection is made by address.
    @Test
    void encryptedReceiversAreCalledByName(@TempDir Path folder) throws Exception {
        var context = certificate(folder, "hooks.example.org");
        List<String> names = new ArrayList<>();
        var server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        var receiver =
                Receiver.start(
                        server,
                        exchange -> {
                            var session =
                                    (ExtendedSSLSession)
                                            ((com.sun.net.httpserver.HttpsExchange) exchange)
                                                    .getSSLSession();
                            session.getRequestedServerNames()
                                    .forEach(
                                            name -> names.add(((SNIHostName) name).getAsciiName()));
                            Receiver.status(200).answer(exchange);
                        });
        open.add(receiver);
        var carrier =
                new HttpCarrier(
                        "1.2.3",
                        new CheckedNames(new TargetRules(true), _ -> addresses("127.0.0.1")),
                        new DefaultClientTlsStrategy(context),
                        PATIENCE);
        open.add(carrier);

        var right =
                carrier.carry(
                        parcel(
                                "https://hooks.example.org:" + receiver.port() + "/",
                                WebhookEvent.MEMORY_ADD));
        var wrong =
                carrier.carry(
                        parcel(
                                "https://other.example.org:" + receiver.port() + "/",
                                WebhookEvent.MEMORY_ADD));

        assertThat(right.verdict()).isEqualTo(new Verdict.Taken());
        assertThat(names).containsExactly("hooks.example.org");
        assertThat(wrong.verdict()).as("another name").isEqualTo(new Verdict.Later(null));
        assertThat(receiver.calls()).hasSize(1);
    }

    /// Trusts, and proves with, a certificate made for the occasion.
    private static SSLContext certificate(Path folder, String name) throws Exception {
        var file = folder.resolve("keys.p12");
        var password = "password".toCharArray();
        var made =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "it",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "san=dns:" + name,
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(password))
                        .redirectErrorStream(true)
                        .start();
        assertThat(made.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, password);
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    // --- pieces

    private Receiver receiver(Receiver.Manner manner) {
        var receiver = Receiver.start(manner);
        open.add(receiver);
        return receiver;
    }

    private HttpCarrier carrier() {
        return carrier(true, InetAddress::getAllByName);
    }

    private HttpCarrier carrier(boolean allowsPrivate, CheckedNames.Names names) {
        return carrier(new CheckedNames(new TargetRules(allowsPrivate), names), PATIENCE);
    }

    /// Gives up soon, for receivers that never answer.
    private HttpCarrier impatient() {
        return carrier(
                new CheckedNames(new TargetRules(true), InetAddress::getAllByName),
                Duration.ofSeconds(1));
    }

    private HttpCarrier carrier(CheckedNames names, Duration patience) {
        var carrier = new HttpCarrier("1.2.3", names, null, patience);
        open.add(carrier);
        return carrier;
    }

    private Answer carry(Parcel parcel) {
        return carrier().carry(parcel);
    }

    private Answer answerTo(Receiver.Manner manner) {
        return carry(parcel(receiver(manner).url(), WebhookEvent.MEMORY_ADD));
    }

    private static InetAddress[] addresses(String... literals) {
        try {
            var addresses = new InetAddress[literals.length];
            for (var n = 0; n < literals.length; n++) {
                addresses[n] = InetAddress.getByName(literals[n]);
            }
            return addresses;
        } catch (IOException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    private static Parcel parcel(String url, WebhookEvent event) {
        return parcel(url, event, null, false);
    }

    private static Parcel parcel(
            String url, WebhookEvent event, @Nullable ProjectId project, boolean isTest) {
        return new Parcel(
                WebhookId.random(),
                url,
                DeliveryId.random(),
                event,
                new Notice(
                        MEMORY,
                        "Prefers \"Öre\" seats",
                        List.of("travel", "user_preferences"),
                        new Scope("ana", null, null, "r-1"),
                        AT.minusSeconds(1)),
                project,
                3,
                List.of("whsec_old", "whsec_new"),
                AT,
                isTest);
    }
}
