package dev.keepsake.server.console;

import dev.keepsake.login.Sessions;
import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Door;
import java.net.URI;

/// The cookie that holds a session's token (management contract 18.3): out of reach for scripts,
/// sent to the dashboard's paths only.
final class SessionCookie {

    private SessionCookie() {}

    static void set(Call call, String token) {
        write(call, token, Sessions.LONGEST.toSeconds());
    }

    static void clear(Call call) {
        write(call, "", 0);
    }

    private static void write(Call call, String value, long seconds) {
        var base = URI.create(call.origin().baseUrl());
        var prefix = base.getRawPath() == null ? "" : base.getRawPath().replaceFirst("/+$", "");
        var secure = "https".equals(base.getScheme()) ? "; Secure" : "";
        call.setHeader(
                "Set-Cookie",
                "%s=%s; Path=%s/console; Max-Age=%d; HttpOnly; SameSite=Lax%s"
                        .formatted(Door.SESSION_COOKIE, value, prefix, seconds, secure));
        call.setHeader("Cache-Control", "no-store");
    }
}
