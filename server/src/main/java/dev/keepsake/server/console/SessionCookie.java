package dev.keepsake.server.console;

import dev.keepsake.login.Sessions;
import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Door;

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
        var base = call.origin().baseUrl();
        var secure = base.startsWith("https:") ? "; Secure" : "";
        var prefix = prefix(base);
        call.setHeader(
                "Set-Cookie",
                "%s=%s; Path=%s/console; Max-Age=%d; HttpOnly; SameSite=Lax%s"
                        .formatted(Door.SESSION_COOKIE, value, prefix, seconds, secure));
        call.setHeader("Cache-Control", "no-store");
    }

    /// What comes after the host, which may be whatever a client wrote and no part of any URI.
    private static String prefix(String base) {
        var slash = base.indexOf('/', base.indexOf("://") + 3);
        return slash < 0 ? "" : base.substring(slash).replaceFirst("/+$", "");
    }
}
