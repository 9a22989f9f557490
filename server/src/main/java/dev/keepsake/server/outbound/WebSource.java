package dev.keepsake.server.outbound;

import dev.keepsake.models.media.MediaSource;
import dev.keepsake.models.media.UnreadableMedia;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/// Fetches media (engine contract 1.12): from checked addresses only, those of redirects included,
/// of which it follows three; nothing larger than allowed, and nothing that takes longer than
/// thirty seconds in all. Reasons name neither addresses behind names nor what the other side says.
/// Safe for many threads.
public final class WebSource implements MediaSource, AutoCloseable {

    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(5);
    private static final Duration FETCHES_WITHIN = Duration.ofSeconds(30);
    private static final int MOST_REDIRECTS = 3;
    private static final int MOST_CONNECTIONS = 64;

    private final CloseableHttpClient client;
    private final int mostBytes;
    private final Duration fetchesWithin;
    private final ExecutorService underWay = Executors.newVirtualThreadPerTaskExecutor();

    /// @param version of this server, for the `User-Agent`
    /// @param mostBytes of one thing
    public WebSource(String version, TargetRules rules, int mostBytes) {
        this(version, CheckedNames.of(rules), mostBytes, FETCHES_WITHIN);
    }

    WebSource(String version, CheckedNames names, int mostBytes, Duration fetchesWithin) {
        this.mostBytes = mostBytes;
        this.fetchesWithin = fetchesWithin;
        this.client =
                CheckedClient.of(
                        "keepsake-media/" + version,
                        names,
                        null,
                        new CheckedClient.Limits(
                                CONNECTS_WITHIN,
                                fetchesWithin,
                                Duration.ofSeconds(1),
                                MOST_CONNECTIONS,
                                MOST_CONNECTIONS));
    }

    /// Waits outside of the exchange, because a look-up of a name cannot be cut short.
    @Override
    public byte[] fetch(String url) throws UnreadableMedia {
        var fetching = new Fetching();
        var exchange = underWay.submit(() -> fetching.follow(url));
        try {
            return exchange.get(fetchesWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw reason(failed.getCause());
        } catch (TimeoutException late) {
            fetching.cancel();
            exchange.cancel(true);
            throw new UnreadableMedia("was not there within " + fetchesWithin.toSeconds() + " s");
        } catch (InterruptedException interrupted) {
            fetching.cancel();
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnreadableMedia("the server stopped");
        }
    }

    private static UnreadableMedia reason(@Nullable Throwable wrong) {
        return switch (wrong) {
            case UnreadableMedia told -> told;
            case CheckedNames.Forbidden _ ->
                    new UnreadableMedia("its address is one that must not be fetched from");
            case UnknownHostException _ -> new UnreadableMedia("its host is unknown");
            case IllegalArgumentException _ -> new UnreadableMedia("its address cannot be used");
            case URISyntaxException _ -> new UnreadableMedia("its address cannot be used");
            case null, default -> new UnreadableMedia("could not be fetched");
        };
    }

    /// One fetch, from redirect to redirect.
    private final class Fetching {

        private volatile @Nullable HttpGet current;

        byte[] follow(String url) throws IOException, URISyntaxException, UnreadableMedia {
            var address = WebAddress.of(url);
            for (var hop = 0; hop <= MOST_REDIRECTS; hop++) {
                var step = get(address);
                if (step.next() == null) {
                    return step.bytes();
                }
                address = step.next();
            }
            throw new UnreadableMedia("redirects more than " + MOST_REDIRECTS + " times");
        }

        private Step get(URI address) throws IOException, URISyntaxException, UnreadableMedia {
            var request = new HttpGet(address);
            if (request.getAuthority() == null) {
                throw new URISyntaxException("", "no host");
            }
            current = request;
            var target = new HttpHost(request.getScheme(), request.getAuthority());
            try (var response = client.executeOpen(target, request, null)) {
                try {
                    return step(address, response);
                } finally {
                    // closing would read the rest, however long that is
                    request.cancel();
                }
            }
        }

        void cancel() {
            var request = current;
            if (request != null) {
                request.cancel();
            }
        }
    }

    /// @param next where to go on, or null when the bytes are all
    private record Step(byte[] bytes, @Nullable URI next) {}

    private Step step(URI address, ClassicHttpResponse response)
            throws IOException, URISyntaxException, UnreadableMedia {
        var status = response.getCode();
        if (status >= 300 && status < 400) {
            return new Step(new byte[0], redirected(address, response));
        }
        if (status != 200) {
            throw new UnreadableMedia("was answered with " + status);
        }
        return new Step(body(response), null);
    }

    private static URI redirected(URI from, ClassicHttpResponse response)
            throws URISyntaxException, UnreadableMedia {
        var location =
                Optional.ofNullable(response.getFirstHeader("Location"))
                        .map(header -> header.getValue().strip())
                        .orElse("");
        var next = location.contains("://") ? WebAddress.of(location) : from.resolve(location);
        var scheme = String.valueOf(next.getScheme());
        if (location.isEmpty() || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new UnreadableMedia("redirects to nowhere");
        }
        return next;
    }

    private byte[] body(ClassicHttpResponse response) throws IOException, UnreadableMedia {
        var entity = response.getEntity();
        if (entity == null) {
            throw new UnreadableMedia("is empty");
        }
        if (response.getFirstHeader("Content-Encoding") != null) {
            // nobody asked for it, and a little that is packed can be a lot
            throw new UnreadableMedia("came packed");
        }
        if (entity.getContentLength() > mostBytes) {
            throw tooLarge();
        }
        var bytes = entity.getContent().readNBytes(mostBytes + 1);
        if (bytes.length > mostBytes) {
            throw tooLarge();
        }
        if (bytes.length == 0) {
            throw new UnreadableMedia("is empty");
        }
        return bytes;
    }

    private UnreadableMedia tooLarge() {
        return new UnreadableMedia("is larger than " + mostBytes + " bytes");
    }

    @Override
    public void close() throws IOException {
        client.close();
        underWay.shutdownNow();
    }
}
