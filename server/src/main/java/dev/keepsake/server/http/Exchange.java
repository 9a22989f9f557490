package dev.keepsake.server.http;

import dev.keepsake.account.Caller;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request and its reply, as the wire code sees them: the caller is known, the body is read,
/// and replies are JSON.
public final class Exchange {

    private final Context context;
    private final Caller caller;
    private final Map<String, @Nullable Object> body;
    private final String baseUrl;

    Exchange(Context context, Caller caller, Map<String, @Nullable Object> body, String baseUrl) {
        this.context = context;
        this.caller = caller;
        this.body = body;
        this.baseUrl = baseUrl;
    }

    public Caller caller() {
        return caller;
    }

    /// The members of the JSON body; empty when there was none.
    public Map<String, @Nullable Object> body() {
        return body;
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
        return baseUrl + context.path().replaceFirst("^/+", "/") + "?" + String.join("&", parts);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public void reply(@Nullable Object value) {
        reply(200, value);
    }

    public void reply(int status, @Nullable Object value) {
        write(context, status, value);
    }

    static void write(Context context, int status, @Nullable Object value) {
        context.status(status).contentType("application/json").result(Json.bytes(value));
    }
}
