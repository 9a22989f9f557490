package dev.keepsake.models.media;

/// Fetches what lies at a web address. Addresses are untrusted: an implementation visits only those
/// that may be visited, and keeps to limits of size and time. Safe for many threads.
@FunctionalInterface
public interface MediaSource {

    /// @param url that begins with `http://` or `https://`
    /// @throws UnreadableMedia when there is nothing to be had
    byte[] fetch(String url) throws UnreadableMedia;
}
