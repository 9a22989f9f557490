package dev.keepsake.server.observe;

import dev.keepsake.webhook.Carrier;

/// Counts what becomes of webhook deliveries while another carrier carries them.
final class CountedCarrier implements Carrier {

    private final Carrier carrier;
    private final Metrics metrics;

    CountedCarrier(Carrier carrier, Metrics metrics) {
        this.carrier = carrier;
        this.metrics = metrics;
    }

    @Override
    public Answer carry(Parcel parcel) {
        var answer = carrier.carry(parcel);
        metrics.webhookAttempt(
                switch (answer.verdict()) {
                    case Verdict.Taken _ -> "taken";
                    case Verdict.Later _ -> "later";
                    case Verdict.Refused _ -> "refused";
                    case Verdict.Gone _ -> "gone";
                });
        return answer;
    }
}
