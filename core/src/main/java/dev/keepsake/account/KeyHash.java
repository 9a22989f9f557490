package dev.keepsake.account;

/// The peppered HMAC-SHA-256 of an API key in lower-case hex: all that is ever stored of it.
public record KeyHash(String hex) {}
