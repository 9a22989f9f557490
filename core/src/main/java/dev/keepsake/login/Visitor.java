package dev.keepsake.login;

import org.jspecify.annotations.Nullable;

/// From where somebody comes who is not known yet.
///
/// @param address null when it cannot be told
/// @param userAgent what the browser says it is, cut to a sensible length
public record Visitor(@Nullable String address, @Nullable String userAgent) {

    private static final int LONGEST = 255;

    @SuppressWarnings("NullAway") // the annotations of record components are lost here
    public Visitor {
        userAgent =
                userAgent == null || userAgent.length() <= LONGEST
                        ? userAgent
                        : userAgent.substring(0, LONGEST);
    }

    /// The network that counts as one visitor: an IPv4 address, or the /64 of an IPv6 address,
    /// within which everybody can choose theirs.
    String network() {
        if (address == null) {
            return "unknown";
        }
        if (!address.contains(":") || address.contains(".")) {
            return address;
        }
        var groups = address.replaceFirst("%.*", "").split(":", -1);
        var network = new StringBuilder();
        for (var i = 0; i < Math.min(4, groups.length) && !groups[i].isEmpty(); i++) {
            network.append(groups[i]).append(':');
        }
        return network + ":/64";
    }
}
