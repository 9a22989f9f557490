package dev.keepsake.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers what no route ever sees, such as a path with a broken percent escape (older clients do
/// not encode ids): as JSON like every other error, where Jetty would send a page.
final class UnreadableRequests implements Request.Handler {

    private static final String BODY = "{\"detail\":\"The request cannot be read.\"}";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, BODY, callback);
        return true;
    }
}
