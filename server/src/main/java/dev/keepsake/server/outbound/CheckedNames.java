package dev.keepsake.server.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/// Resolves names to addresses that may be targets. The client asks once for each connection and
/// connects to exactly what it is told, so a name cannot mean something else by then.
public record CheckedNames(TargetRules rules, Names names) implements DnsResolver {

    /// Where names are looked up.
    @FunctionalInterface
    public interface Names {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    /// A host with no address that may be a target.
    public static final class Forbidden extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        Forbidden(String message) {
            super(message);
        }
    }

    /// As this machine looks names up.
    public static CheckedNames of(TargetRules rules) {
        return new CheckedNames(rules, InetAddress::getAllByName);
    }

    /// A host may have an address of each kind; those that are allowed will do.
    ///
    /// @throws Forbidden when none is
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        List<InetAddress> allowed = new ArrayList<>();
        String objection = null;
        for (var address : names.lookUp(host)) {
            var against = rules.objection(address);
            if (against.isEmpty()) {
                allowed.add(address);
            } else {
                objection = address.getHostAddress() + " is " + against.get();
            }
        }
        if (allowed.isEmpty()) {
            throw objection == null ? new UnknownHostException(host) : forbidden(host, objection);
        }
        return allowed.toArray(new InetAddress[0]);
    }

    private static Forbidden forbidden(String host, String objection) {
        return new Forbidden(host + " may not be a target: " + objection);
    }

    @Override
    public @Nullable String resolveCanonicalHostname(@Nullable String host) {
        return host;
    }
}
