package dev.keepsake.server.outbound;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;

/// Addresses as people write them, in the form that can be sent. Pure.
public final class WebAddress {

    private WebAddress() {}

    /// Names of other scripts in their ASCII form; the part after `#` stays here.
    ///
    /// @param url that begins with `http://` or `https://`
    /// @throws IllegalArgumentException when the name cannot be one
    public static URI of(String url) throws URISyntaxException {
        var start = url.indexOf("://") + 3;
        var end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        var authority = url.substring(start, end);
        var ascii = authority.startsWith("[") ? authority : IDN.toASCII(authority);
        var rest = url.substring(end).replaceFirst("#.*", "");
        return new URI(new URI(url.substring(0, start) + ascii + rest).toASCIIString());
    }
}
