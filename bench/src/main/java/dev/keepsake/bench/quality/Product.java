package dev.keepsake.bench.quality;

import dev.keepsake.bench.server.Add;
import dev.keepsake.bench.server.MemoryApi;
import dev.keepsake.bench.server.MemoryApi.Event;
import dev.keepsake.bench.server.MemoryApi.Remembered;
import dev.keepsake.bench.server.MemoryApi.Stored;
import dev.keepsake.bench.server.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// The product as the gates use it: every call of the client that they need, failing at once when
/// the server does not do it. Everybody who is named here is a user of their own.
final class Product {

    private final MemoryApi api;

    Product(MemoryApi api) {
        this.api = api;
    }

    MemoryApi api() {
        return api;
    }

    /// Has memories made of messages and waits until that is done.
    Event tell(String user, String observed, List<Message> messages) throws InterruptedException {
        try {
            var event = api.awaitEvent(api.addInferred(Add.observed(user, observed, messages)));
            if (!event.status().equals("SUCCEEDED")) {
                throw new IllegalStateException("the add for " + user + " " + event.status());
            }
            return event;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Event tell(String user, String observed, String words) throws InterruptedException {
        return tell(user, observed, List.of(Message.byUser(words)));
    }

    /// Stores texts as they are, in that order.
    List<Stored> store(String user, List<String> texts) throws InterruptedException {
        try {
            return api.add(Add.of(user, texts.stream().map(Message::byUser).toList()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Everything that is stored, merged memories included.
    List<Remembered> memories(String user) throws InterruptedException {
        try {
            return api.listWithMerged(Map.of("user_id", user));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Texts of an add's memories, in the order in which it tells them.
    static List<String> texts(Event event) {
        return event.results().stream().map(Stored::text).toList();
    }
}
