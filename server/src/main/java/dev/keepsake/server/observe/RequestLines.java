package dev.keepsake.server.observe;

import dev.keepsake.account.Credential;
import dev.keepsake.server.http.Answered;
import java.util.function.Consumer;

/// A log line for every request, at `debug`: method, route, status, time and the id of the key.
public final class RequestLines implements Consumer<Answered> {

    private static final System.Logger LOG = System.getLogger(RequestLines.class.getName());

    @Override
    public void accept(Answered answered) {
        if (!answered.isProbe()) {
            LOG.log(System.Logger.Level.DEBUG, () -> line(answered));
        }
    }

    private static String line(Answered answered) {
        var endpoint = answered.endpoint();
        var identity = answered.identity();
        var who =
                identity != null && identity.credential() instanceof Credential.Key(var id, _)
                        ? " key " + id
                        : "";
        return (endpoint == null ? "(no route)" : endpoint.toString())
                + " "
                + answered.status()
                + " in "
                + answered.latency().toMillis()
                + " ms from "
                + answered.address()
                + who;
    }
}
