package dev.keepsake.server;

import dev.keepsake.failure.Failure;
import dev.keepsake.server.config.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/// The secret that goes into the hash of every API key and seals the secrets of webhooks: the
/// configured one, or one made on first use and kept beside the database, readable by its owner
/// only. Whoever loses it has to make all keys anew, and to rotate those secrets.
final class Pepper {

    private static final String FILE = "key.pepper";
    private static final int BYTES = 32;

    private Pepper() {}

    static byte[] of(Configuration configuration) {
        var given = configuration.accounts().keyPepper();
        if (given != null) {
            return given.value().getBytes(StandardCharsets.UTF_8);
        }
        var file = configuration.storage().folder().resolve(FILE);
        try {
            Files.createDirectories(configuration.storage().folder());
            return Files.exists(file) ? read(file) : made(file);
        } catch (IOException failed) {
            throw new Failure.StorageFailed("cannot keep the key pepper in " + file, failed);
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            var pepper = HexFormat.of().parseHex(Files.readString(file).strip());
            if (pepper.length == BYTES) {
                return pepper;
            }
        } catch (IllegalArgumentException notHex) {
            throw damaged(file);
        }
        throw damaged(file);
    }

    private static Failure.StorageFailed damaged(Path file) {
        return new Failure.StorageFailed(
                file + " is damaged: restore it, or all API keys are lost");
    }

    /// Written whole under another name first, so that a crash leaves either no pepper or a good
    /// one.
    private static byte[] made(Path file) throws IOException {
        var pepper = new byte[BYTES];
        new SecureRandom().nextBytes(pepper);
        var draft = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(draft);
        try (var channel =
                Files.newByteChannel(
                        draft,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.SYNC),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            channel.write(StandardCharsets.US_ASCII.encode(HexFormat.of().formatHex(pepper)));
        }
        Files.move(draft, file);
        return pepper;
    }
}
