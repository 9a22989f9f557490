package dev.keepsake.server.webhook;

import dev.keepsake.server.http.Json;
import dev.keepsake.server.outbound.CheckedClient;
import dev.keepsake.server.outbound.CheckedNames;
import dev.keepsake.server.outbound.TargetRules;
import dev.keepsake.server.outbound.WebAddress;
import dev.keepsake.webhook.Carrier;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/// Posts notices to their receivers (management contract 9.4). Follows no redirect, keeps no
/// cookie, unpacks nothing, uses no proxy, and connects only to addresses that [TargetRules] allow.
/// An attempt takes ten seconds at most, looking up the name included.
public final class HttpCarrier implements Carrier, AutoCloseable {

    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final Duration KEPT_OPEN_FOR = Duration.ofSeconds(30);
    private static final int MOST_CONNECTIONS = 512;
    private static final int MOST_TO_ONE_HOST = 256;

    private final CloseableHttpClient client;
    private final Duration answersWithin;
    private final ExecutorService underWay = Executors.newVirtualThreadPerTaskExecutor();

    /// @param version of this server, for the `User-Agent`
    /// @param allowsPrivate whether private networks and this machine may be targets
    public HttpCarrier(String version, boolean allowsPrivate) {
        this(version, CheckedNames.of(new TargetRules(allowsPrivate)), null, ANSWERS_WITHIN);
    }

    /// @param tls null for the usual
    HttpCarrier(
            String version,
            CheckedNames names,
            @Nullable TlsSocketStrategy tls,
            Duration answersWithin) {
        this.answersWithin = answersWithin;
        this.client =
                CheckedClient.of(
                        "keepsake-webhook/" + version,
                        names,
                        tls,
                        new CheckedClient.Limits(
                                CONNECTS_WITHIN,
                                ANSWERS_WITHIN,
                                KEPT_OPEN_FOR,
                                MOST_CONNECTIONS,
                                MOST_TO_ONE_HOST));
    }

    @Override
    public Answer carry(Parcel parcel) {
        HttpPost request;
        try {
            request = request(parcel);
        } catch (IllegalArgumentException | URISyntaxException unusable) {
            return new Answer(new Verdict.Refused(), null, "The URL cannot be used.");
        }
        return post(request, parcel.at());
    }

    private static HttpPost request(Parcel parcel) throws URISyntaxException {
        var body = Json.bytes(NoticeBody.of(parcel.event(), parcel.notice(), parcel.project()));
        var request = new HttpPost(WebAddress.of(parcel.url()));
        if (request.getAuthority() == null) {
            throw new URISyntaxException(parcel.url(), "no host that can be read");
        }
        request.setEntity(new ByteArrayEntity(body, ContentType.create("application/json")));
        request.setHeader("X-Mem0-Event", parcel.event().wireName());
        request.setHeader("X-Mem0-Webhook-Id", parcel.webhook().value());
        request.setHeader("X-Mem0-Delivery", parcel.delivery().toString());
        request.setHeader("X-Mem0-Attempt", parcel.attempt());
        request.setHeader("X-Mem0-Signature", Signature.of(body, parcel.secrets(), parcel.at()));
        if (parcel.isTest()) {
            request.setHeader("X-Mem0-Test", "true");
        }
        return request;
    }

    /// Waits outside of the exchange, because a look-up of a name cannot be cut short.
    private Answer post(HttpPost request, Instant sentAt) {
        var reply = new Reply(sentAt);
        var target = new HttpHost(request.getScheme(), request.getAuthority());
        var exchange =
                underWay.submit(() -> {
                    try (var response = client.executeOpen(target, request, null)) {
                        if (!reply.read(response)) {
                            // closing would read the rest, however long that is
                            request.cancel();
                        }
                    }
                    return true;
                });
        try {
            exchange.get(answersWithin.toMillis(), TimeUnit.MILLISECONDS);
            return reply.answer();
        } catch (ExecutionException failed) {
            return reply.answerOr(failed.getCause());
        } catch (TimeoutException late) {
            request.cancel();
            exchange.cancel(true);
            return reply.answerOr(
                    new IOException("no answer within " + answersWithin.toSeconds() + " s"));
        } catch (InterruptedException interrupted) {
            request.cancel();
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer(new Verdict.Later(null), null, "the server stopped");
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        underWay.shutdownNow();
    }
}
