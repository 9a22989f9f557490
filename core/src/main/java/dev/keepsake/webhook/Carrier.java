package dev.keepsake.webhook;

import dev.keepsake.account.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries notices to receivers. It knows the protocol, which this room does not. Safe for many
/// threads; blocks, but never for long.
public interface Carrier {

    /// Tries once. Whatever goes wrong on the way is an answer, not an exception.
    Answer carry(Parcel parcel);

    /// A notice with all that its receiver is told.
    ///
    /// @param project null unless the receiver wants the context
    /// @param attempt counted from 1
    /// @param secrets to sign with, each by itself; at least one
    /// @param at when it is sent
    /// @param isTest whether somebody tries out the webhook and the notice is made up
    record Parcel(
            WebhookId webhook,
            String url,
            DeliveryId delivery,
            WebhookEvent event,
            Notice notice,
            @Nullable ProjectId project,
            int attempt,
            List<String> secrets,
            Instant at,
            boolean isTest) {
        public Parcel {
            secrets = List.copyOf(secrets);
        }
    }

    /// What came back.
    ///
    /// @param status what the receiver answered; null when it did not
    /// @param response the beginning of its answer, or why there is none
    record Answer(Verdict verdict, @Nullable Integer status, String response) {}

    /// What an answer means for the delivery.
    sealed interface Verdict {

        /// The receiver has it.
        record Taken() implements Verdict {}

        /// It may work later.
        ///
        /// @param after how long the receiver asks to wait; null when it does not say
        record Later(@Nullable Duration after) implements Verdict {}

        /// Sending it again would not help.
        record Refused() implements Verdict {}

        /// The receiver wants nothing more of this webhook.
        record Gone() implements Verdict {}
    }
}
