package dev.keepsake.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// A set of addresses and CIDR ranges.
final class Addresses {

    private final List<Range> ranges;

    /// @throws IllegalArgumentException for what is neither an address nor a range
    Addresses(List<String> ranges) {
        this.ranges = ranges.stream().map(Range::parse).toList();
    }

    boolean contains(String address) {
        if (ranges.isEmpty()) {
            return false;
        }
        var bytes = Range.bytes(address);
        return ranges.stream().anyMatch(range -> range.contains(bytes));
    }

    /// The same for a text that may be no address, which is in no range.
    boolean containsIfAddress(String text) {
        try {
            return contains(text);
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Range(byte[] network, int bits) {

        static Range parse(String text) {
            var slash = text.indexOf('/');
            var network = bytes(slash < 0 ? text : text.substring(0, slash));
            var bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > network.length * 8) {
                throw new IllegalArgumentException("not an address range: " + text);
            }
            return new Range(network, bits);
        }

        /// Only literal addresses; a name would mean a lookup for every request.
        static byte[] bytes(String address) {
            if (!address.matches("[0-9.]+|[0-9a-fA-F:.%]*:[0-9a-fA-F:.%]*")) {
                throw new IllegalArgumentException("not an address: " + address);
            }
            try {
                return InetAddress.getByName(address).getAddress();
            } catch (UnknownHostException wrong) {
                throw new IllegalArgumentException("not an address: " + address, wrong);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (var bit = 0; bit < bits; bit++) {
                var mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
