package dev.keepsake.server.http;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Identity;
import dev.keepsake.account.OrganizationCaller;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.ProjectId;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Goes around every request: gives it its id, under which everything that is logged meanwhile can
/// be found, and lets those who watch see how it ended.
final class RequestFilter implements Filter {

    /// Where the request came from, found out once.
    static final String ORIGIN = "origin";

    private static final Pattern FOREIGN_ID = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

    /// Anybody can send any word as a method.
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Origins origins;
    private final List<RequestWatcher> watchers;
    private final InstantSource clock;

    RequestFilter(Origins origins, List<RequestWatcher> watchers, InstantSource clock) {
        this.origins = origins;
        this.watchers = List.copyOf(watchers);
        this.clock = clock;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var asked = (HttpServletRequest) request;
        var reply = (HttpServletResponse) response;
        var id = id(asked);
        reply.setHeader("X-Request-Id", id);
        var origin = origins.of(asked);
        asked.setAttribute(ORIGIN, origin);
        RequestWatcher.Request watched = () -> answer(asked, reply, chain, id, origin.address());
        for (var watcher : watchers.reversed()) {
            var inner = watched;
            watched = () -> watcher.watch(method(asked), asked::getHeader, inner);
        }
        answerAs(id, watched);
    }

    private static void answerAs(String id, RequestWatcher.Request request)
            throws IOException, ServletException {
        try {
            ScopedValue.where(RequestId.CURRENT, id).call(request::answer);
        } catch (IOException | ServletException | RuntimeException failed) {
            throw failed;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A proxy that is trusted may have given it one already; anybody else could write somebody
    /// else's id into the log.
    private String id(HttpServletRequest request) {
        var given = request.getHeader("X-Request-Id");
        return given != null && origins.trusts(request) && FOREIGN_ID.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }

    private Answered answer(
            HttpServletRequest request,
            HttpServletResponse reply,
            FilterChain chain,
            String id,
            String address)
            throws IOException, ServletException {
        var at = clock.instant();
        var started = System.nanoTime();
        chain.doFilter(request, reply);
        return new Answered(
                id,
                at,
                method(request),
                attribute(request, Door.ENDPOINT, Endpoint.class),
                reply.getStatus(),
                Duration.ofNanos(System.nanoTime() - started),
                address,
                ClientHeaders.line(request::getHeader),
                attribute(request, Door.IDENTITY, Identity.class),
                organization(request.getAttribute(Door.CALLER)),
                project(request.getAttribute(Door.CALLER)));
    }

    private static String method(HttpServletRequest request) {
        return METHODS.contains(request.getMethod()) ? request.getMethod() : "OTHER";
    }

    private static <T> @Nullable T attribute(
            HttpServletRequest request, String name, Class<T> type) {
        return type.cast(request.getAttribute(name));
    }

    private static @Nullable OrganizationId organization(@Nullable Object caller) {
        return switch (caller) {
            case Caller inProject -> inProject.organization();
            case OrganizationCaller inOrganization -> inOrganization.organization();
            case null, default -> null;
        };
    }

    private static @Nullable ProjectId project(@Nullable Object caller) {
        return caller instanceof Caller inProject ? inProject.project() : null;
    }
}
