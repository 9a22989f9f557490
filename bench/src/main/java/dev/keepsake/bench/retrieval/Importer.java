package dev.keepsake.bench.retrieval;

import dev.keepsake.bench.retrieval.Corpus.Store;
import dev.keepsake.bench.server.MemoryApi;
import dev.keepsake.bench.server.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Brings stores into the server as a user with many old conversations would: session after
/// session, each text as it is. Stores are imported side by side.
final class Importer {

    private final MemoryApi api;
    private final Failures failures;

    Importer(MemoryApi api, Failures failures) {
        this.api = api;
        this.failures = failures;
    }

    /// What went wrong, counted and told.
    static final class Failures {
        private final AtomicInteger count = new AtomicInteger();

        void add(String what, Exception why) {
            count.incrementAndGet();
            System.err.println("FAILED: " + what + ": " + why);
        }

        int count() {
            return count.get();
        }
    }

    /// A library for each store, in order.
    ///
    /// @param run makes the users of this run different from those of all others
    /// @param threads how many stores at once
    List<Library> run(List<Store> stores, String run, int threads) throws InterruptedException {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Library>> running = new ArrayList<>();
            for (var store : stores) {
                running.add(executor.submit(() -> importStore(store, run + "-" + store.id())));
            }
            List<Library> libraries = new ArrayList<>();
            for (var each : running) {
                libraries.add(each.get());
            }
            return libraries;
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException(unexpected.getCause());
        }
    }

    private Library importStore(Store store, String user) throws InterruptedException {
        var library = new Library(user);
        for (var call : ImportCall.plan(store.turns(), ImportCall.Limits.OF_THE_SERVER)) {
            try {
                add(call, library);
            } catch (IOException | Refused | IllegalStateException failure) {
                failures.add("import of session " + call.session() + " of " + store.id(), failure);
            }
        }
        return library;
    }

    private void add(ImportCall call, Library library) throws IOException, InterruptedException {
        var stored = api.add(call.toAdd(library.user()));
        if (stored.size() != call.pieces().size()) {
            throw new IllegalStateException(
                    call.pieces().size() + " texts sent, " + stored.size() + " results");
        }
        for (int i = 0; i < stored.size(); i++) {
            var result = stored.get(i);
            var piece = call.pieces().get(i);
            if (!result.text().equals(piece.text())) {
                throw new IllegalStateException("result " + i + " is of another text");
            }
            library.keep(result.id(), piece.turn().id(), result.isNew());
        }
    }
}
