package dev.keepsake.webhook;

import dev.keepsake.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// Makes the secrets that deliveries are signed with, and seals them for storage: unlike an API
/// key, a secret must come back in clear to sign with. AES-256-GCM under a key derived from the
/// installation's pepper, bound to the webhook, so that a sealed secret is worthless in another
/// installation and under another webhook. Safe for many threads.
public final class Secrets {

    private static final int LENGTH = 43;
    private static final int SHORTEST = 16;
    private static final int LONGEST = 255;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    /// @param pepper secret of this installation; changing it makes sealed secrets unreadable
    public Secrets(byte[] pepper) {
        try {
            key =
                    KDF.getInstance("HKDF-SHA256")
                            .deriveKey(
                                    "AES",
                                    HKDFParameterSpec.ofExtract()
                                            .addIKM(pepper)
                                            .thenExpand(
                                                    "keepsake webhook secrets"
                                                            .getBytes(StandardCharsets.UTF_8),
                                                    32));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HKDF-SHA256", impossible);
        }
    }

    /// A new secret: `whsec_` and 43 letters and digits, 256 bits.
    public static String mint() {
        return "whsec_" + Base62.random(LENGTH);
    }

    /// @throws Failure.Invalid saying what is wrong with a secret that somebody chose
    public static String requireSecret(String secret) {
        if (secret.length() < SHORTEST || secret.length() > LONGEST) {
            throw new Failure.Invalid(
                    "Ensure this field has " + SHORTEST + " to " + LONGEST + " characters.");
        }
        return secret;
    }

    SealedSecret seal(WebhookId webhook, String secret) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var sealed =
                    cipher(Cipher.ENCRYPT_MODE, webhook, nonce)
                            .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            var both = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed);
            return new SealedSecret(Base64.getEncoder().encodeToString(both.array()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
    }

    /// @throws Failure.Conflict when it was sealed by another installation or for another webhook
    String open(WebhookId webhook, SealedSecret sealed) {
        try {
            var both = ByteBuffer.wrap(Base64.getDecoder().decode(sealed.text()));
            var nonce = new byte[NONCE_BYTES];
            both.get(nonce);
            var rest = new byte[both.remaining()];
            both.get(rest);
            return new String(
                    cipher(Cipher.DECRYPT_MODE, webhook, nonce).doFinal(rest),
                    StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | RuntimeException unreadable) {
            throw new Failure.Conflict(
                    "The webhook's secret cannot be read, because the key pepper changed since."
                            + " Rotate the secret.");
        }
    }

    private Cipher cipher(int mode, WebhookId webhook, byte[] nonce)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(webhook.value().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
