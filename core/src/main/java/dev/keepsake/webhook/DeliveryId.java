package dev.keepsake.webhook;

import dev.keepsake.memory.UuidForm;
import java.util.UUID;

/// Names a delivery; the same at every attempt, so that a receiver knows what it has had.
public record DeliveryId(UUID value) {

    public static DeliveryId random() {
        return new DeliveryId(UUID.randomUUID());
    }

    /// @throws IllegalArgumentException for anything but the 8-4-4-4-12 form
    public static DeliveryId parse(String text) {
        return new DeliveryId(UuidForm.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
