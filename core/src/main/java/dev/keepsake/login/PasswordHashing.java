package dev.keepsake.login;

/// Turns passwords into what is stored of them. Slow on purpose. Safe for many threads.
public interface PasswordHashing {

    /// The encoded hash, with a salt of its own.
    String hash(String password);

    /// Whether the hash was made from this password.
    boolean verify(String password, String encoded);

    /// Whether the hash was made at another cost than a new one would be.
    boolean isOutdated(String encoded);

    /// A new password that is easy to copy.
    String generate();
}
