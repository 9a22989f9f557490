package dev.keepsake.account;

/// A key that was just made, with its text, which exists only here: it is shown once and stored
/// nowhere.
public record MintedKey(ApiKey key, String text) {

    @Override
    public String toString() {
        return "MintedKey[" + key.id() + "]";
    }
}
