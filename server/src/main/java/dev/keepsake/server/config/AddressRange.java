package dev.keepsake.server.config;

import java.net.InetAddress;
import java.util.Arrays;

/// A block of IP addresses: those that share the first `prefix` bits with `base`.
public record AddressRange(InetAddress base, int prefix) {

    /// Reads `192.0.2.7`, `10.0.0.0/8` or `fd00::/8`. Host names are refused, so that nothing is
    /// looked up.
    ///
    /// @throws IllegalArgumentException for anything else
    static AddressRange parse(String text) {
        var slash = text.indexOf('/');
        var base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        var bits = base.getAddress().length * 8;
        var prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(text);
        }
        return new AddressRange(base, prefix);
    }

    public boolean contains(InetAddress address) {
        var wanted = base.getAddress();
        var given = address.getAddress();
        if (wanted.length != given.length) {
            return false;
        }
        var whole = prefix / 8;
        if (!Arrays.equals(wanted, 0, whole, given, 0, whole)) {
            return false;
        }
        var rest = prefix % 8;
        return rest == 0 || (wanted[whole] ^ given[whole]) >> (8 - rest) == 0;
    }
}
