package dev.keepsake.server.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which addresses this server may connect to on somebody's word (management contract 9.4, engine
/// contract 1.12). Callers choose the targets of webhooks and the sources of media, so without
/// rules the server would carry requests into places that only it can reach.
///
/// Not allowed unless named: link-local addresses, where clouds answer with credentials, the same
/// services at their other known addresses, and what is no address of one machine. Private networks
/// and the machine itself are a choice of the operator. An IPv6 address that carries an IPv4
/// address is judged by both.
///
/// @param allowsPrivate whether private networks and this machine may be targets
/// @param named what the operator allows whatever else is said
public record TargetRules(boolean allowsPrivate, List<Range> named) {

    public TargetRules {
        named = List.copyOf(named);
    }

    public TargetRules(boolean allowsPrivate) {
        this(allowsPrivate, List.of());
    }

    /// Metadata services outside of the link-local ranges: AWS and Google over IPv6, Alibaba,
    /// Azure, Oracle.
    private static final List<Range> NEVER =
            List.of(
                    Range.of("0.0.0.0", 8, "unspecified"),
                    Range.of("169.254.0.0", 16, "link-local"),
                    Range.of("224.0.0.0", 4, "multicast"),
                    Range.of("240.0.0.0", 4, "reserved"),
                    Range.of("100.100.100.200", 32, "a metadata service"),
                    Range.of("168.63.129.16", 32, "a metadata service"),
                    Range.of("192.0.0.192", 32, "a metadata service"),
                    Range.of("::", 128, "unspecified"),
                    Range.of("fe80::", 10, "link-local"),
                    Range.of("ff00::", 8, "multicast"),
                    Range.of("fd00:ec2::", 32, "a metadata service"),
                    Range.of("fd20:ce::254", 128, "a metadata service"));

    private static final List<Range> PRIVATE =
            List.of(
                    Range.of("10.0.0.0", 8, "private"),
                    Range.of("100.64.0.0", 10, "private"),
                    Range.of("127.0.0.0", 8, "loopback"),
                    Range.of("172.16.0.0", 12, "private"),
                    Range.of("192.0.0.0", 24, "private"),
                    Range.of("192.168.0.0", 16, "private"),
                    Range.of("198.18.0.0", 15, "private"),
                    Range.of("::1", 128, "loopback"),
                    Range.of("fc00::", 7, "private"),
                    Range.of("fec0::", 10, "private"),
                    Range.of("64:ff9b:1::", 48, "private"));

    /// Ranges of IPv6 that carry an IPv4 address, and the byte where it begins: mapped, compatible,
    /// translated, 6to4.
    private static final List<Embedding> EMBEDDINGS =
            List.of(
                    new Embedding(Range.of(mapped(), 96, ""), 12),
                    new Embedding(Range.of("::", 96, ""), 12),
                    new Embedding(Range.of("64:ff9b::", 96, ""), 12),
                    new Embedding(Range.of("2002::", 16, ""), 2));

    private record Embedding(Range range, int at) {}

    /// Why an address may not be a target; empty when it may.
    public Optional<String> objection(InetAddress address) {
        var bytes = address.getAddress();
        var objection = objection(bytes);
        if (objection.isPresent()) {
            return objection;
        }
        return EMBEDDINGS.stream()
                .filter(embedding -> embedding.range.contains(bytes))
                .map(embedding -> Arrays.copyOfRange(bytes, embedding.at, embedding.at + 4))
                // ::1 is itself, and not 0.0.0.1 in disguise
                .filter(_ -> !Range.of("::1", 128, "").contains(bytes))
                .flatMap(inner -> objection(inner).stream())
                .findFirst();
    }

    private Optional<String> objection(byte[] address) {
        if (named.stream().anyMatch(range -> range.contains(address))) {
            return Optional.empty();
        }
        return first(NEVER, address)
                .or(() -> allowsPrivate ? Optional.empty() : first(PRIVATE, address));
    }

    private static Optional<String> first(List<Range> ranges, byte[] address) {
        return ranges.stream()
                .filter(range -> range.contains(address))
                .map(Range::name)
                .findFirst();
    }

    /// `::ffff:0.0.0.0`, which Java's own parser would turn into an IPv4 address.
    private static byte[] mapped() {
        var bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        return bytes;
    }

    /// The addresses that begin with the same bits.
    public record Range(byte[] start, int bits, String name) {

        /// @param text an address, or a range such as `10.0.0.0/8`
        /// @throws IllegalArgumentException when it is neither
        public static Range of(String text) {
            var parts = text.split("/", 2);
            var start = InetAddress.ofLiteral(parts[0]).getAddress();
            var bits = parts.length == 1 ? start.length * 8 : Integer.parseInt(parts[1]);
            return new Range(start, bits, text);
        }

        static Range of(String literal, int bits, String name) {
            try {
                return of(InetAddress.getByName(literal).getAddress(), bits, name);
            } catch (UnknownHostException impossible) {
                throw new IllegalArgumentException(literal, impossible);
            }
        }

        static Range of(byte[] start, int bits, String name) {
            return new Range(start, bits, name);
        }

        boolean contains(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            var whole = bits / 8;
            if (!Arrays.equals(address, 0, whole, start, 0, whole)) {
                return false;
            }
            var mask = (0xff00 >> bits % 8) & 0xff;
            return mask == 0 || (address[whole] & mask) == (start[whole] & mask);
        }
    }
}
