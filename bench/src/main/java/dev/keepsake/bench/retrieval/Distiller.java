package dev.keepsake.bench.retrieval;

import dev.keepsake.bench.retrieval.Corpus.Store;
import dev.keepsake.bench.retrieval.Importer.Failures;
import dev.keepsake.bench.server.MemoryApi;
import dev.keepsake.bench.server.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Has the server make memories of stores: one add for every session, the next when it is done.
/// Stores go side by side.
final class Distiller {

    private final MemoryApi api;
    private final Failures failures;

    Distiller(MemoryApi api, Failures failures) {
        this.api = api;
        this.failures = failures;
    }

    /// What happened to one session.
    record Session(ImportCall call, MemoryApi.Event event) {}

    /// The sessions of each store, both in order.
    ///
    /// @param threads how many stores at once
    List<List<Session>> run(List<Store> stores, String run, int threads)
            throws InterruptedException {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            List<Future<List<Session>>> running = new ArrayList<>();
            for (var store : stores) {
                running.add(executor.submit(() -> addAll(store, user(run, store))));
            }
            List<List<Session>> sessions = new ArrayList<>();
            for (var each : running) {
                sessions.add(each.get());
            }
            return sessions;
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException(unexpected.getCause());
        }
    }

    static String user(String run, Store store) {
        return run + "-" + store.id();
    }

    private List<Session> addAll(Store store, String user) throws InterruptedException {
        List<Session> sessions = new ArrayList<>();
        for (var call : ImportCall.plan(store.turns(), ImportCall.Limits.OF_THE_SERVER)) {
            try {
                var event = api.awaitEvent(api.addInferred(call.toInferredAdd(user)));
                if (!event.status().equals("SUCCEEDED")) {
                    throw new IllegalStateException("event " + event.id() + " failed");
                }
                sessions.add(new Session(call, event));
            } catch (IOException | Refused | IllegalStateException failure) {
                failures.add("session " + call.session() + " of " + store.id(), failure);
            }
        }
        return sessions;
    }

    /// Reads back what came of the sessions of one user.
    Distilled collect(String user, List<Session> sessions) throws InterruptedException {
        var distilled = new Distilled(user);
        try {
            for (var session : sessions) {
                collect(session, distilled);
            }
            api.list(Map.of("user_id", user))
                    .forEach(memory -> distilled.show(memory.id(), memory.text()));
        } catch (IOException | Refused failure) {
            failures.add("reading the memories of " + user, failure);
        }
        return distilled;
    }

    private void collect(Session session, Distilled distilled)
            throws IOException, InterruptedException {
        for (var stored : session.event().results()) {
            distilled.keep(stored.id(), Sources.of(api.history(stored.id()), session.call()));
        }
        session.event()
                .metadata()
                .path("gate")
                .properties()
                .forEach(
                        verdict -> distilled.count(verdict.getKey(), verdict.getValue().asLong(0)));
    }
}
