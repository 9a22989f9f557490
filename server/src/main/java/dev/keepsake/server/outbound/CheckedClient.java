package dev.keepsake.server.outbound;

import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Makes HTTP clients for targets that others choose: they connect only to checked addresses,
/// follow no redirect by themselves, keep no cookie, unpack nothing, and use no proxy.
public final class CheckedClient {

    private CheckedClient() {}

    /// @param connectsWithin what a connection may take to come about
    /// @param answersWithin what the other side may be silent for
    /// @param keptOpenFor how long a connection can be used again
    public record Limits(
            Duration connectsWithin,
            Duration answersWithin,
            Duration keptOpenFor,
            int connections,
            int connectionsToOneHost) {}

    /// @param tls null for the usual
    public static CloseableHttpClient of(
            String userAgent, CheckedNames names, @Nullable TlsSocketStrategy tls, Limits limits) {
        var answersWithin = Timeout.of(limits.answersWithin);
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(names)
                        .setMaxConnTotal(limits.connections)
                        .setMaxConnPerRoute(limits.connectionsToOneHost)
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(Timeout.of(limits.connectsWithin))
                                        .setSocketTimeout(answersWithin)
                                        .setTimeToLive(TimeValue.of(limits.keptOpenFor))
                                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                                        .build());
        if (tls != null) {
            connections.setTlsSocketStrategy(tls);
        }
        return HttpClients.custom()
                .setConnectionManager(connections.build())
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setResponseTimeout(answersWithin)
                                .setConnectionRequestTimeout(answersWithin)
                                .setProtocolUpgradeEnabled(false)
                                .build())
                .setUserAgent(userAgent)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .build();
    }
}
