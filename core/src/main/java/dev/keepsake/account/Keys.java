package dev.keepsake.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Makes API keys and turns them into what is stored of them (management contract 18.4). Keys are
/// full-entropy, so one peppered HMAC is enough and costs microseconds per request. Safe for many
/// threads.
public final class Keys {

    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 43;
    private static final Pattern FORM = Pattern.compile("m0-[0-9A-Za-z]{" + LENGTH + "}");

    private final SecretKeySpec pepper;
    private final SecureRandom random = new SecureRandom();

    /// @param pepper secret of this installation, at least 16 bytes; changing it invalidates every
    ///   key
    public Keys(byte[] pepper) {
        if (pepper.length < 16) {
            throw new IllegalArgumentException(
                    "the key pepper has " + pepper.length + " bytes, it needs 16");
        }
        this.pepper = new SecretKeySpec(pepper, "HmacSHA256");
    }

    /// A new key: `m0-` and 43 base-62 characters, 256 bits. It is shown once and never stored.
    public String mint() {
        var key = new StringBuilder("m0-");
        for (var i = 0; i < LENGTH; i++) {
            key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return key.toString();
    }

    /// A new key with what is to be stored of it.
    public MintedKey mint(
            AccountId owner,
            KeyTerms terms,
            ApiKey.Kind kind,
            @Nullable String agentCaller,
            Instant now) {
        return sealed(mint(), owner, terms, kind, agentCaller, now);
    }

    /// The same for a text that was given.
    MintedKey sealed(
            String text,
            AccountId owner,
            KeyTerms terms,
            ApiKey.Kind kind,
            @Nullable String agentCaller,
            Instant now) {
        var key =
                new ApiKey(
                        KeyId.random(),
                        hash(text),
                        text.substring(0, 8),
                        text.substring(text.length() - 4),
                        terms.label(),
                        owner,
                        terms.project().organization(),
                        terms.project().id(),
                        terms.restricted(),
                        terms.access(),
                        terms.expiresAt(),
                        null,
                        now,
                        kind,
                        agentCaller,
                        null,
                        null);
        return new MintedKey(key, text);
    }

    /// Whether a text has the form of a key.
    public static boolean isWellFormed(String key) {
        return FORM.matcher(key).matches();
    }

    public KeyHash hash(String key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(pepper);
            return new KeyHash(
                    HexFormat.of().formatHex(mac.doFinal(key.getBytes(StandardCharsets.UTF_8))));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
