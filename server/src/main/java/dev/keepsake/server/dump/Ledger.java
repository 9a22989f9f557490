package dev.keepsake.server.dump;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/// Counts the lines of a dump by kind and hashes them. The hash of a kind is the sum of the SHA-256
/// hashes of its lines modulo 2^256, so it does not depend on their order. For one thread.
final class Ledger {

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);
    private static final int HASH_BYTES = 32;

    private final Map<LineKind, Long> counts = new EnumMap<>(LineKind.class);
    private final Map<LineKind, BigInteger> sums = new EnumMap<>(LineKind.class);

    void enter(LineKind kind, String line) {
        counts.merge(kind, 1L, Long::sum);
        sums.merge(
                kind, new BigInteger(1, sha256(line)), (sum, hash) -> sum.add(hash).mod(MODULUS));
    }

    /// Kinds of which there was none are absent.
    Map<LineKind, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /// Lower-case hex of 32 bytes.
    String hash(LineKind kind) {
        var sum = sums.getOrDefault(kind, BigInteger.ZERO).toByteArray();
        var bytes = new byte[HASH_BYTES];
        var length = Math.min(sum.length, HASH_BYTES);
        System.arraycopy(sum, sum.length - length, bytes, HASH_BYTES - length, length);
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(String line) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(line.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
