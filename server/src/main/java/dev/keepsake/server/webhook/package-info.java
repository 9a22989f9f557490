/// How webhook deliveries travel: payloads, signatures and HTTP. What enters: parcels of the
/// webhook room of the core. What never happens here: a connection to an address that was not
/// checked first.
@NullMarked
package dev.keepsake.server.webhook;

import org.jspecify.annotations.NullMarked;
