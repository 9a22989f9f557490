/// Connections to where somebody else says. What enters: addresses from requests. What never
/// happens here: a connection to an address that was not checked first, or to another than was
/// checked.
@NullMarked
package dev.keepsake.server.outbound;

import org.jspecify.annotations.NullMarked;
