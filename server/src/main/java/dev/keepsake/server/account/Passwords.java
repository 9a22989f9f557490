package dev.keepsake.server.account;

import dev.keepsake.login.PasswordHashing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes passwords with Argon2id (RFC 9106) and checks them. The cost is the least that OWASP
/// advises: 19 MiB of memory, 2 passes, 1 lane; about 30 ms. Hashes are in the common encoded form
/// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, so the cost can rise later and old hashes stay
/// readable. Safe for many threads.
public final class Passwords implements PasswordHashing {

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final String ALPHABET =
            "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private static final Pattern ENCODED =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");

    private final SecureRandom random = new SecureRandom();

    /// A new password that is easy to copy: 20 letters and digits (116 bits) without those that
    /// look alike.
    @Override
    public String generate() {
        var password = new StringBuilder();
        random.ints(20, 0, ALPHABET.length())
                .forEach(position -> password.append(ALPHABET.charAt(position)));
        return password.toString();
    }

    /// The encoded hash, with a salt of its own.
    @Override
    public String hash(String password) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        var hash = argon2id(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        MEMORY_KIB,
                        PASSES,
                        LANES,
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    /// Whether the hash was made from this password.
    ///
    /// @throws IllegalArgumentException when the text is no Argon2id hash
    @Override
    public boolean verify(String password, String encoded) {
        var parts = ENCODED.matcher(encoded);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an encoded Argon2id hash");
        }
        var base64 = Base64.getDecoder();
        var expected = base64.decode(parts.group(5));
        var actual =
                argon2id(
                        password,
                        base64.decode(parts.group(4)),
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)),
                        expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    @Override
    public boolean isOutdated(String encoded) {
        return !encoded.startsWith(
                "$argon2id$v=19$m=%d,t=%d,p=%d$".formatted(MEMORY_KIB, PASSES, LANES));
    }

    private static byte[] argon2id(
            String password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memoryKib)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        var hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
