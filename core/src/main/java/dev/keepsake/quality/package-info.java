/// What may become a memory. Enters: what an extractor proposes, with the messages that it rests on
/// and what is known already. Leaves: a [Verdict] with a reason for each proposal. What is refused
/// goes into the quarantine of the project, where it can be looked at, let in after all, or
/// dismissed. [SecretScan] finds credentials in texts before anything durable is written.
///
/// The judges are pure and call no model: they would rather let junk pass than refuse a fact.
@NullMarked
package dev.keepsake.quality;

import org.jspecify.annotations.NullMarked;
