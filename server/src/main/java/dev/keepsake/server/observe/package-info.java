/// What the server lets its operator see: the log of requests, metrics, traces, log lines. Watches
/// from outside; nothing here decides what a request gets.
@NullMarked
package dev.keepsake.server.observe;

import org.jspecify.annotations.NullMarked;
