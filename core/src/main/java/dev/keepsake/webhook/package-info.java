/// Telling others of changes to memories (management contract 9).
///
/// What enters: the change log, which [dev.keepsake.webhook.WebhookDispatcher] follows and turns
/// into deliveries for every webhook that wants to know, and what owners of projects ask of
/// [dev.keepsake.webhook.WebhookBook]. What leaves: deliveries, which
/// [dev.keepsake.webhook.WebhookCourier] hands to a [dev.keepsake.webhook.Carrier] until the
/// receiver has them or all attempts are spent.
///
/// The log is the outbox: a change is committed together with its entry, and the mark that was
/// reached is committed together with the deliveries, so nothing is lost or queued twice whenever
/// the process dies, and writing memories neither waits for webhooks nor knows of them.
@NullMarked
package dev.keepsake.webhook;

import org.jspecify.annotations.NullMarked;
