package dev.keepsake.bench.crash;

import dev.keepsake.bench.crash.Ledger.Shared;
import dev.keepsake.bench.server.Add;
import dev.keepsake.bench.server.MemoryApi;
import dev.keepsake.bench.server.Message;
import dev.keepsake.bench.server.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A client that adds, repeats, changes and deletes until the server is gone, and writes down every
/// answer. Its memories belong to users that others write to as well.
final class Client {

    /// Texts that all clients of a round add.
    private static final int SHARED_TEXTS = 4;

    private final int number;
    private final Ledger ledger;
    private final SplittableRandom random;
    private int said;

    Client(int number, long seed) {
        this.number = number;
        this.ledger = new Ledger();
        this.random = new SplittableRandom(seed * 31 + number);
    }

    Ledger ledger() {
        return ledger;
    }

    /// Works until the server does not answer any more, or for so many operations.
    void work(MemoryApi api, int round, int operations) throws InterruptedException {
        for (int i = 0; i < operations; i++) {
            try {
                operate(api, round);
            } catch (Refused refused) {
                ledger.problem("client " + number + " was refused: " + refused.getMessage());
            } catch (IOException gone) {
                return;
            }
        }
    }

    private void operate(MemoryApi api, int round) throws IOException, InterruptedException {
        var present = ledger.present();
        var choice = random.nextInt(100);
        if (choice < 40 || present.isEmpty()) {
            add(api, round);
        } else if (choice < 55) {
            addShared(api, round);
        } else if (choice < 65) {
            infer(api, round);
        } else {
            var at = present.get(random.nextInt(present.size()));
            var fact = (Fact.Present) ledger.fact(at);
            if (choice < 75) {
                repeat(api, fact);
            } else if (choice < 88) {
                update(api, round, at, fact);
            } else {
                delete(api, at, fact);
            }
        }
    }

    private void add(MemoryApi api, int round) throws IOException, InterruptedException {
        var user = "user-" + random.nextInt(3);
        List<String> texts = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            texts.add(text(round));
        }
        var at = ledger.open(new Fact.Sent(user, texts));
        var results = api.add(Add.of(user, texts.stream().map(Message::byUser).toList()));
        if (results.size() != texts.size()) {
            ledger.problem(texts.size() + " texts sent, results: " + results);
            return;
        }
        List<Fact.Present> present = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            var result = results.get(i);
            if (!result.isNew() || !result.text().equals(texts.get(i))) {
                ledger.problem("a new text was not stored as new: " + result);
            }
            present.add(new Fact.Present(user, result.id(), texts.get(i)));
        }
        ledger.settle(at, present);
    }

    private void addShared(MemoryApi api, int round) throws IOException, InterruptedException {
        var text =
                "In round %d everybody said sentence %d"
                        .formatted(round, random.nextInt(SHARED_TEXTS));
        var shared = new Shared("everybody", text);
        ledger.shares(shared);
        api.add(Add.of(shared.user(), text)).forEach(result -> ledger.shared(shared, result.id()));
    }

    private void infer(MemoryApi api, int round) throws IOException, InterruptedException {
        said++;
        var text =
                "My cousin number %d%d bought a blue bicycle for %d euros in Oslo."
                        .formatted(number, said, 100 + round);
        ledger.accepted(api.addInferred(Add.of("listener-" + number % 2, text)));
    }

    private void repeat(MemoryApi api, Fact.Present fact) throws IOException, InterruptedException {
        for (var result : api.add(Add.of(fact.user(), fact.text()))) {
            if (result.isNew() || !result.id().equals(fact.id())) {
                ledger.problem("a repeat of " + fact + " was stored again: " + result);
            }
        }
    }

    private void update(MemoryApi api, int round, int at, Fact.Present fact)
            throws IOException, InterruptedException {
        var text = text(round);
        ledger.resolve(at, List.of(new Fact.Changing(fact.user(), fact.id(), fact.text(), text)));
        api.update(fact.id(), text);
        ledger.settle(at, new Fact.Present(fact.user(), fact.id(), text));
    }

    private void delete(MemoryApi api, int at, Fact.Present fact)
            throws IOException, InterruptedException {
        ledger.resolve(at, List.of(new Fact.Leaving(fact.user(), fact.id(), fact.text())));
        api.delete(fact.id());
        ledger.settle(at, new Fact.Gone(fact.user(), fact.id()));
    }

    /// Never the same twice.
    private String text(int round) {
        said++;
        return "Client %d noted fact %d in round %d".formatted(number, said, round);
    }
}
