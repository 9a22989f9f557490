package dev.keepsake.server.http;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request and its reply, as the wire code sees them: the body is read, and replies are JSON.
/// This much is known of any request; its kinds know who asks, and where.
public class Call {

    private final Context context;
    private final Map<String, @Nullable Object> body;
    private final Origin origin;

    Call(Context context, Map<String, @Nullable Object> body, Origin origin) {
        this.context = context;
        this.body = body;
        this.origin = origin;
    }

    /// Where a request came from, proxies that are trusted taken into account.
    ///
    /// @param address the client's
    /// @param baseUrl how it reached the server, without a slash at the end
    public record Origin(String address, String baseUrl) {}

    /// The members of the JSON body; empty when there was none.
    public Map<String, @Nullable Object> body() {
        return body;
    }

    public Origin origin() {
        return origin;
    }

    /// The path as it was sent, which tells whether it ended with a slash.
    public String rawPath() {
        return context.path();
    }

    /// A decoded path segment.
    public String path(String name) {
        return context.pathParam(name);
    }

    /// The first value of a query parameter, or null.
    public @Nullable String query(String name) {
        return context.queryParam(name);
    }

    /// Every value of a query parameter; empty when it is absent.
    public List<String> queries(String name) {
        return context.queryParams(name);
    }

    /// Query parameters with one value as a string and with several as a list.
    public Map<String, @Nullable Object> queryValues() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        context.queryParamMap()
                .forEach((name, each) ->
                        values.put(name, each.size() == 1 ? each.getFirst() : List.copyOf(each)));
        return values;
    }

    /// A request header, or null.
    public @Nullable String header(String name) {
        return context.header(name);
    }

    /// A cookie of the request, or null.
    public @Nullable String cookie(String name) {
        return context.cookie(name);
    }

    /// Sets a header of the reply.
    public void setHeader(String name, String value) {
        context.header(name, value);
    }

    /// This request's absolute URL with another page number, all other parameters kept.
    public String linkToPage(int number) {
        List<String> parts = new ArrayList<>();
        context.queryParamMap()
                .forEach((name, values) -> {
                    if (!name.equals("page")) {
                        values.forEach(value -> parts.add(encode(name) + "=" + encode(value)));
                    }
                });
        parts.addFirst("page=" + number);
        return origin.baseUrl()
                + context.path().replaceFirst("^/+", "/")
                + "?"
                + String.join("&", parts);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public void reply(@Nullable Object value) {
        reply(200, value);
    }

    public void reply(int status, @Nullable Object value) {
        Replies.write(context, status, value);
    }

    /// Answers with something else than JSON.
    public void send(String contentType, byte[] content) {
        context.status(200).contentType(contentType).result(content);
    }
}
