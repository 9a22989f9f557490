package dev.keepsake.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request refused with a body of its own shape, because a client of that endpoint reads it so.
/// Everything else throws a `Failure` from the engine and gets the usual shape.
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Object body;

    public Refusal(int status, Object body) {
        super("refused with " + status, null, false, false);
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public Object body() {
        return body;
    }

    /// A refusal that says the same under the key that the endpoint is known for and under
    /// `detail`, which Python and both command-line clients print.
    public static Refusal keyed(int status, String key, String message) {
        return new Refusal(status, keyedBody(key, message));
    }

    static Map<String, @Nullable Object> keyedBody(String key, String message) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put(key, message);
        body.put("detail", message);
        return body;
    }

    /// A wrong or missing field.
    public static Refusal field(String field, String reason) {
        return keyed(400, "error", field + ": " + reason);
    }

    /// A page that does not exist.
    public static Refusal page() {
        return new Refusal(404, Map.of("detail", "Invalid page."));
    }
}
